"""Tests of issuers' revocation lists, in the forms they are published in."""

import base64
import json
from pathlib import Path

import pytest

from kiosk.credentials.shc import hash_revocation
from province.errors import OutsideError, UsageError
from province.ledger import trust
from province.ledger.database import Database
from province.revocations import add_list


def put(folder: Path, content: object) -> Path:
    file = folder / "list.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content))
    return file


def read(ledger: Database) -> dict[bytes, int]:
    with ledger.reading() as connection:
        return dict(trust.list_revoked(connection))


def test_a_card_list_is_taken_with_its_times(ledger: Database, tmp_path: Path) -> None:
    file = put(tmp_path, {"kid": "k", "method": "rid", "rids": ["one", "two.168745"]})
    assert add_list(ledger, file) == 2
    expected = {hash_revocation("k", "one"): 0, hash_revocation("k", "two"): 168745}
    assert read(ledger) == expected


def test_a_batch_of_the_eu_is_taken(ledger: Database, tmp_path: Path) -> None:
    hashes = [b"h" * 16, b"a whole SHA-256, thirty-two long"]
    entries = [{"hash": base64.b64encode(one).decode()} for one in hashes]
    file = put(tmp_path, {"country": "DE", "hashType": "UCI", "entries": entries})
    assert add_list(ledger, file) == 2
    assert read(ledger) == dict.fromkeys((one[:16] for one in hashes), 0)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        '{"kid": "k"}',
        {"kid": "k", "rids": ["one.soon"]},
        {"entries": [{"hash": "AAAA"}]},
        {"entries": [{"hash": "not base64"}]},
    ],
)
def test_what_is_no_list_is_refused(
    sqlite: Database, tmp_path: Path, content: object
) -> None:
    with pytest.raises(UsageError, match="is no revocation list"):
        add_list(sqlite, put(tmp_path, content))


def test_a_file_that_is_not_there_is_named(sqlite: Database, tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match=r"none\.json' can't be read"):
        add_list(sqlite, tmp_path / "none.json")
