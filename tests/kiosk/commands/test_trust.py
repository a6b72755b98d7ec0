"""An admin's keys are added, told apart from the roster's, and taken away."""

import base64
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.commands.trust import run
from kiosk.credentials.trust_list import pack_key
from kiosk.errors import UsageError
from kiosk.protocol import trust
from kiosk.protocol.trust import TrustDocument, name_key
from kiosk.roster import Roster
from kiosk.storage import roster
from kiosk.storage.database import Database
from tests.fakes import START
from tests.kiosk.commands.conftest import Ask
from tests.signing import Issuer

ISSUER = Issuer()
NAME = name_key(pack_key(ISSUER.trusted))
OPENING = "00112233445566778899aabbccddeeff" * 2


@pytest.fixture
def file(tmp_path: Path) -> str:
    """Return the path of an issuer's certificate."""
    path = tmp_path / "dsc.der"
    path.write_bytes(ISSUER.certificate)
    return str(path)


def read_line(capfd: pytest.CaptureFixture[str]) -> Any:
    """Return the line that was printed; `Any` as JSON has it."""
    return json.loads(capfd.readouterr().out)


def test_a_key_is_added_for_what_it_may_sign(
    ask: Ask, file: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(ask("trust", "add", file, "--scope", "health", "--issuer", "Thử")) == 0
    assert read_line(capfd) == {"added": [NAME]}
    assert run(ask("trust", "list")) == 0
    (key,) = read_line(capfd)["keys"]
    told = (key["key"], key["source"], key["issuer"], key["scopes"])
    assert told == (NAME, "hand", "Thử", ["health"])


def test_the_roster_s_keys_are_told_apart(
    ask: Ask, database: Database, capfd: pytest.CaptureFixture[str]
) -> None:
    head = Roster(version=1, issued_at=START, expires_at=START + timedelta(days=1))
    document = TrustDocument(keys=(pack_key(ISSUER.trusted),))
    with database.write() as connection:
        roster.put(connection, head, {trust.TARGET: trust.encode(document)})
    run(ask("trust", "list"))
    (key,) = read_line(capfd)["keys"]
    assert (key["key"], key["source"]) == (NAME, "roster")


@pytest.mark.parametrize("by_file", [True, False])
def test_a_key_is_taken_away_by_its_file_or_its_name(
    ask: Ask,
    file: str,
    capfd: pytest.CaptureFixture[str],
    by_file: bool,  # noqa: FBT001 - a case
) -> None:
    run(ask("trust", "add", file))
    capfd.readouterr()
    assert run(ask("trust", "remove", file if by_file else NAME)) == 0
    assert read_line(capfd) == {"removed": 1}
    assert run(ask("trust", "remove", NAME)) == 1


def test_a_key_that_opens_identities_is_kept_and_not_shown(
    ask: Ask, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "opening.hex"
    path.write_text(OPENING)
    assert run(ask("trust", "add", str(path), "--opening")) == 0
    capfd.readouterr()
    run(ask("trust", "list"))
    shown = capfd.readouterr().out
    assert ('"opens":true' in shown, OPENING in shown) == (True, False)
    secret = base64.b64encode(bytes.fromhex(OPENING)).decode()
    assert secret not in shown


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("add",), "`kiosk trust add` needs a file"),
        (("remove",), "`kiosk trust remove` needs a file"),
        (("add", "x", "--scope", "moon"), "'moon' is no scope"),
        (("add", "/dev/null", "--opening"), "holds no key that opens identities"),
    ],
)
def test_wrong_use_is_named(ask: Ask, command: tuple[str, ...], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        run(ask("trust", *command))
