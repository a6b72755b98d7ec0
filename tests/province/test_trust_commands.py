"""Tests of what the trust commands answer."""

import json
from pathlib import Path

import pytest

from province.ledger.database import Database
from province.options import make_parser
from province.trust_commands import change
from tests.province.builders import NOW
from tests.signing import Issuer


def ask(ledger: Database, *command: str) -> dict[str, object]:
    return change(ledger, make_parser().parse_args(["trust", *command]), NOW)


@pytest.fixture
def file(tmp_path: Path) -> str:
    """Return the path of an issuer's certificate."""
    path = tmp_path / "dsc.der"
    path.write_bytes(Issuer().certificate)
    return str(path)


def test_a_key_is_added_and_removed(sqlite: Database, file: str) -> None:
    added = ask(sqlite, "add", file, "--scope", "health")["added"]
    assert isinstance(added, list)
    assert ask(sqlite, "remove", *added) == {"removed": 1}
    assert ask(sqlite, "remove", *added) == {"removed": 0}


def test_a_revocation_list_is_taken_in(sqlite: Database, tmp_path: Path) -> None:
    file = tmp_path / "k.json"
    file.write_text(json.dumps({"kid": "k", "rids": ["one", "two"]}))
    assert ask(sqlite, "revoke", str(file)) == {"revoked": 2}
