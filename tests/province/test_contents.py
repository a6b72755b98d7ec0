"""Tests of what the roster carries besides the province's own keys."""

import json
from pathlib import Path

import pytest

from kiosk.protocol import revocation, trust
from kiosk.protocol.trust import name_key
from province import contents, trusts
from province.contents import gather
from province.errors import OutsideError
from province.keys import KeyFolder
from province.ledger import trust as ledger_trust
from province.ledger.database import Database
from province.policies import set_policy
from tests.province.builders import NOW
from tests.signing import Issuer


def test_issuers_keys_are_carried(
    sqlite: Database, keys: KeyFolder, tmp_path: Path
) -> None:
    file = tmp_path / "dsc.der"
    file.write_bytes(Issuer().certificate)
    (name,) = trusts.add_keys(sqlite, file, "", scopes="health", now=NOW)
    document = trust.decode(gather(sqlite, keys).files[trust.TARGET])
    assert document is not None
    assert name in {name_key(key) for key in document.keys}


def test_the_policy_is_carried_as_it_was_written(
    sqlite: Database, keys: KeyFolder, tmp_path: Path
) -> None:
    file = tmp_path / "policy.json"
    file.write_text(json.dumps({"version": 1}, indent=2))
    set_policy(sqlite, file)
    assert gather(sqlite, keys).files["policy.json"] == file.read_bytes()


def test_revoked_certificates_are_carried_in_shards(
    sqlite: Database, keys: KeyFolder
) -> None:
    with sqlite.writing() as connection:
        ledger_trust.put_revoked(connection, {b"\xa0" * 16: 7})
    files = gather(sqlite, keys).files
    assert {name for name in files if "revoked" in name} == {"revoked-a.bin"}
    assert revocation.pack([(b"\xa0" * 16, 7)])[10] == files["revoked-a.bin"]


def test_more_revoked_than_a_kiosk_takes_is_told(
    sqlite: Database,
) -> None:
    with sqlite.writing() as connection:
        ledger_trust.put_revoked(connection, {bytes(16): 0})
        with pytest.raises(OutsideError, match="more than a kiosk takes"):
            contents._revoked(connection, shard_bytes=revocation.ROW_BYTES - 1)
