"""Tests of passes as the province issues them, read as a kiosk would."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import segno

from kiosk.credentials.classify import classify
from kiosk.credentials.credential import Claim, Credential, Kind
from kiosk.credentials.gate_pass import is_bound_to
from kiosk.credentials.trust import TrustStore, make_store
from kiosk.credentials.trust_list import unpack_key
from kiosk.protocol import status_list
from kiosk.protocol.gate_pass import MAX_POINTS
from province import passes
from province.errors import OutsideError, RefusedError, UsageError
from province.keys import KeyFolder
from province.ledger.database import Database
from province.ledger.settings import PROVINCE_NAME, store
from province.passes import Grant, Issued, issue, parse_time, revoke
from tests.codes import a_payload
from tests.province.builders import NOW, add_point

DAY = timedelta(days=1)
DOCUMENT = "001190000123"
USUAL = Grant(
    name="Nguyễn Thị Minh Khai",
    document=DOCUMENT,
    since=NOW - DAY,
    until=NOW + 30 * DAY,
)


def give(ledger: Database, keys: KeyFolder, **changes: object) -> Issued:
    grant = replace(USUAL, **changes)  # type: ignore[arg-type]  # by name
    return issue(ledger, keys, grant, now=NOW)


def make_trust(ledger: Database, keys: KeyFolder) -> TrustStore:
    """Return the trust that kiosks get from the roster."""
    with ledger.reading() as connection:
        packed = passes.list_trust(connection, keys)
    unpacked = (unpack_key(key) for key in packed)
    return make_store(key for key in unpacked if key is not None)


def read(ledger: Database, keys: KeyFolder, payload: str) -> Credential:
    found = classify(a_payload(payload), make_trust(ledger, keys))
    assert isinstance(found, Credential), found
    return found


def pack_lists(ledger: Database) -> dict[int, bytes]:
    with ledger.reading() as connection:
        return dict(passes.pack_status_lists(connection))


def test_a_kiosk_that_has_the_roster_verifies_an_issued_pass(
    ledger: Database, keys: KeyFolder
) -> None:
    with ledger.writing() as connection:
        store(connection, PROVINCE_NAME, "Hà Nội")
    point = add_point(ledger)
    issued = give(ledger, keys, points=(point, point), plate="29a-123.45", uses=3)
    found = read(ledger, keys, issued.payload)
    assert (found.kind, found.verified, found.faults) == (Kind.PASS, True, ())
    assert found.claims == {
        Claim.NAME: "Nguyễn Thị Minh Khai",
        Claim.PASS: issued.pass_id,
        Claim.ISSUER: "HN",
        Claim.POINTS: point,
        Claim.PLATE: "29A-123.45",
        Claim.USES: "3",
        Claim.VALID_FROM: "2026-11-19T05:00:00+00:00",
        Claim.VALID_UNTIL: "2026-12-20T05:00:00+00:00",
    }


@pytest.mark.parametrize("is_digits", [False, True])
def test_the_usual_pass_is_version_10_at_level_m(
    sqlite: Database,
    keys: KeyFolder,
    is_digits: bool,  # noqa: FBT001 - pass and badge
) -> None:
    points = (add_point(sqlite), add_point(sqlite, "Cổng hai"))
    issued = give(sqlite, keys, points=points, plate="29A-123.45", is_digits=is_digits)
    code = segno.make(issued.payload, error="m", boost_error=False, micro=False)
    assert code.designator == "10-M"


@pytest.mark.parametrize("written", [DOCUMENT, " 001 190 000-123 "])
def test_a_pass_is_bound_to_a_document_and_does_not_tell_it(
    sqlite: Database, keys: KeyFolder, written: str
) -> None:
    found = read(sqlite, keys, give(sqlite, keys, document=written).payload)
    assert found.terms is not None
    assert is_bound_to(found.terms, DOCUMENT)
    assert DOCUMENT not in str(found)
    assert found.holder is None


def test_a_pass_without_a_document_is_its_own_holder(
    sqlite: Database, keys: KeyFolder
) -> None:
    issued = give(sqlite, keys, document="")
    assert read(sqlite, keys, issued.payload).holder == f"pass:{issued.pass_id}"


def test_a_badge_is_the_same_in_digits(sqlite: Database, keys: KeyFolder) -> None:
    issued = give(sqlite, keys, is_digits=True)
    found = read(sqlite, keys, issued.payload)
    assert issued.payload.isdigit()
    assert (found.kind, found.verified) == (Kind.BADGE, True)


def test_a_revoked_pass_has_its_bit_set_and_no_other(
    ledger: Database, keys: KeyFolder
) -> None:
    kept, revoked = give(ledger, keys), give(ledger, keys)
    before = pack_lists(ledger)
    assert revoke(ledger, revoked.pass_id.upper(), NOW) == revoked.pass_id
    bits = status_list.unpack(pack_lists(ledger)[1])
    terms = [read(ledger, keys, one.payload).terms for one in (kept, revoked)]
    assert before == {}
    assert bits is not None
    assert [
        status_list.is_set(bits, one.index) for one in terms if one is not None
    ] == [False, True]


def test_a_pass_is_revoked_once_for_all(ledger: Database, keys: KeyFolder) -> None:
    issued = give(ledger, keys)
    revoke(ledger, issued.pass_id, NOW)
    once = pack_lists(ledger)
    revoke(ledger, issued.pass_id, NOW + DAY)
    assert pack_lists(ledger) == once


@pytest.mark.parametrize("name", ["", "nothing", "00" * 12, "0d"])
def test_a_pass_that_was_never_issued_can_not_be_revoked(
    ledger: Database, name: str
) -> None:
    with pytest.raises(RefusedError, match=f"no pass '{name}'"):
        revoke(ledger, name, NOW)


def test_a_list_that_is_full_is_followed_by_the_next(
    sqlite: Database, keys: KeyFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passes, "LIST_BITS", 2)
    lists = [give(sqlite, keys) for _ in range(4)]
    terms = [read(sqlite, keys, one.payload).terms for one in lists]
    assert [one.list_id for one in terms if one is not None] == [1, 1, 2, 2]


def test_no_free_bit_at_all_is_said(
    sqlite: Database, keys: KeyFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passes, "TRIES", 0)
    with pytest.raises(OutsideError, match="No status list"):
        give(sqlite, keys)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": " "}, "letters"),
        ({"name": "A" * 201}, "letters"),
        ({"plate": "A" * 13}, "at most 12"),
        ({"until": NOW - 2 * DAY}, "--valid-until"),
        ({"since": NOW - 9 * DAY, "until": NOW - DAY}, "--valid-until"),
        ({"since": datetime(1969, 1, 1, tzinfo=UTC)}, "between 1970"),
        ({"until": datetime(3000, 1, 1, tzinfo=UTC)}, "between 1970"),
        ({"uses": 0}, "--uses 0"),
        ({"points": ("P000001",) * (MAX_POINTS + 1)}, "at most"),
        ({"points": ("P999999",)}, "no point 'P999999'"),
    ],
)
def test_what_no_pass_can_say_is_wrong_use(
    sqlite: Database, keys: KeyFolder, changes: dict[str, object], told: str
) -> None:
    with pytest.raises(UsageError, match=told):
        give(sqlite, keys, **changes)


def test_a_province_without_a_pass_key_yet_tells_of_none(
    sqlite: Database, keys: KeyFolder
) -> None:
    (keys._folder / "pass.public").unlink()
    assert make_trust(sqlite, keys).keys == ()


@pytest.mark.parametrize(
    ("text", "option", "at"),
    [
        ("2026-11-20", "--valid-from", datetime(2026, 11, 19, 17, tzinfo=UTC)),
        (
            "2026-11-20",
            "--valid-until",
            datetime(2026, 11, 20, 16, 59, 59, tzinfo=UTC),
        ),
        ("2026-11-20T08:00", "--valid-until", datetime(2026, 11, 20, 8, tzinfo=UTC)),
        (
            "2026-11-20T08:00:00+07:00",
            "--valid-from",
            datetime(2026, 11, 20, 1, tzinfo=UTC),
        ),
        ("2026-11-20T08:00:00Z", "--valid-from", datetime(2026, 11, 20, 8, tzinfo=UTC)),
    ],
)
def test_a_day_is_local_and_whole_and_a_time_without_a_zone_is_utc(
    text: str, option: str, at: datetime
) -> None:
    assert parse_time(text, option) == at


def test_what_is_no_time_is_wrong_use() -> None:
    with pytest.raises(UsageError, match="--valid-from 'tomorrow'"):
        parse_time("tomorrow", "--valid-from")
