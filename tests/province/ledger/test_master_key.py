"""Tests of the key that opens the ledger's own."""

import stat
from pathlib import Path

import pytest

from province.errors import KeyFileError
from province.ledger import master_key


def test_it_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = master_key.load_or_make(tmp_path / "keys")

    assert master_key.load_or_make(tmp_path / "keys") == first
    assert master_key.load(tmp_path / "keys") == first
    path = tmp_path / "keys" / master_key.NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", ["", "zz", "00ff"])
def test_a_damaged_one_is_never_replaced(tmp_path: Path, content: str) -> None:
    path = tmp_path / master_key.NAME
    path.write_text(content)

    with pytest.raises(KeyFileError, match=r"ledger\.key"):
        master_key.load_or_make(tmp_path)
    assert path.read_text() == content


def test_one_that_is_gone_is_not_made_anew(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="Bring it back"):
        master_key.load(tmp_path)


def test_systemd_may_give_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / master_key.CREDENTIAL).write_text("ab" * 32)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))

    assert master_key.load_or_make(tmp_path / "keys") == b"\xab" * 32
    assert not (tmp_path / "keys").exists()
