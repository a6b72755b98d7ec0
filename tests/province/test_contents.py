"""Tests of what the roster carries besides the province's own keys."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.protocol import notices, revocation, trust
from kiosk.protocol.trust import name_key
from province import contents, trusts
from province.contents import gather
from province.errors import OutsideError
from province.keys import KeyFolder
from province.ledger import cases
from province.ledger import trust as ledger_trust
from province.ledger.cases import Case
from province.ledger.database import Database
from province.policies import set_policy
from province.stays import Stay
from tests.province.builders import NOW, add_point
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


def test_points_of_a_case_are_told_until_it_is_closed(
    sqlite: Database, keys: KeyFolder
) -> None:
    point, case = add_point(sqlite), a_case()
    stay = Stay(
        point_id=point,
        since_us=0,
        until_us=1,
        in_id=b"i" * 16,
        out_id=None,
        marks=0,
    )
    with sqlite.writing() as connection:
        cases.add(connection, case)
        cases.notify(connection, case, [stay], text="Khử khuẩn.", now=NOW)
    told = gather(sqlite, keys).files[notices.TARGET]
    with sqlite.writing() as connection:
        cases.close(connection, case.case_id)

    assert notices.find(told, point) == "Khử khuẩn."
    assert notices.TARGET not in gather(sqlite, keys).files


def a_case() -> Case:
    return Case(
        case_id="V1",
        made_at=NOW,
        made_by="mai",
        unit="",
        reason="ca bệnh số 12",
        way="document",
        persons=(b"1" * 16,),
        since=NOW - timedelta(days=1),
        until=NOW,
        window=timedelta(0),
    )


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
