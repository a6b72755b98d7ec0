"""Tests of the keys that kiosks are told to believe."""

from pathlib import Path

import pytest

from kiosk.credentials.trust import Scope
from province.errors import OutsideError, UsageError
from province.ledger.database import Database
from province.trusts import add_keys, list_keys, remove_keys
from tests.province.builders import NOW
from tests.signing import Issuer


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return an issuer's certificate as a file."""
    path = tmp_path / "dsc.der"
    path.write_bytes(Issuer(country="VN").certificate)
    return path


def add(ledger: Database, file: Path, scopes: str = "health", issuer: str = "") -> str:
    (name,) = add_keys(ledger, file, issuer, scopes=scopes, now=NOW)
    return name


def test_a_key_is_listed_with_what_it_may_sign(ledger: Database, file: Path) -> None:
    name = add(ledger, file, "health, pass")
    (key,) = list_keys(ledger)
    assert (key["key"], key["issuer"]) == (name, "VN")
    assert key["scopes"] == [Scope.HEALTH, Scope.PASS]


def test_an_issuer_that_is_named_takes_the_place_of_the_file_s(
    sqlite: Database, file: Path
) -> None:
    add(sqlite, file, issuer="Bộ Y tế")
    assert [key["issuer"] for key in list_keys(sqlite)] == ["Bộ Y tế"]


@pytest.mark.parametrize("by_file", [True, False])
def test_a_key_goes_by_its_file_or_its_name(
    sqlite: Database,
    file: Path,
    by_file: bool,  # noqa: FBT001 - a case
) -> None:
    name = add(sqlite, file)
    assert remove_keys(sqlite, str(file) if by_file else name) == 1
    assert list_keys(sqlite) == []
    assert remove_keys(sqlite, name) == 0


def test_a_scope_that_is_none_is_named(sqlite: Database, file: Path) -> None:
    with pytest.raises(UsageError, match="'moon' is no scope"):
        add(sqlite, file, "health,moon")


def test_a_file_without_keys_is_refused(sqlite: Database, tmp_path: Path) -> None:
    (tmp_path / "empty.pem").touch()
    with pytest.raises(UsageError, match=r"empty\.pem' are not taken: there are none"):
        add(sqlite, tmp_path / "empty.pem")


def test_a_file_that_is_not_there_is_named(sqlite: Database, tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match=r"none\.pem' can't be read"):
        add(sqlite, tmp_path / "none.pem")
