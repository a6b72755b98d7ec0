"""Test how the age of a roster is graded."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from kiosk.credentials.credential import Credential, Kind, Terms
from kiosk.roster import Roster, RosterState, grade

ISSUED_AT = datetime(2026, 11, 16, tzinfo=UTC)
ROSTER = Roster(
    version=1, issued_at=ISSUED_AT, expires_at=ISSUED_AT + timedelta(days=10)
)


def test_no_roster_is_its_own_state() -> None:
    assert grade(None, ISSUED_AT) is RosterState.NONE


@pytest.mark.parametrize(
    ("age", "state"),
    [
        (timedelta(0), RosterState.FRESH),
        (timedelta(days=-1), RosterState.FRESH),
        (timedelta(days=5) - timedelta(seconds=1), RosterState.FRESH),
        (timedelta(days=5), RosterState.AGEING),
        (timedelta(days=10) - timedelta(seconds=1), RosterState.AGEING),
        (timedelta(days=10), RosterState.STALE),
    ],
)
def test_a_roster_ages_from_half_its_time_and_is_stale_at_the_end(
    age: timedelta, state: RosterState
) -> None:
    assert grade(ROSTER, ISSUED_AT + age) is state


def a_certificate(*revocation: bytes, issued_at: datetime | None = None) -> Credential:
    return Credential(
        kind=Kind.SHC,
        claims={},
        holder=None,
        not_before=issued_at,
        revocation=revocation,
    )


def test_a_listed_certificate_is_revoked() -> None:
    roster = msgspec.structs.replace(ROSTER, revoked={b"one": 0})
    assert roster.is_revoked(a_certificate(b"other", b"one"))
    assert not roster.is_revoked(a_certificate(b"other"))
    assert not roster.is_revoked(a_certificate())


@pytest.mark.parametrize(("seconds", "revoked"), [(-1, True), (0, False)])
def test_a_list_may_mean_older_certificates_only(
    seconds: int,
    revoked: bool,  # noqa: FBT001 - a case
) -> None:
    roster = msgspec.structs.replace(
        ROSTER, revoked={b"one": int(ISSUED_AT.timestamp())}
    )
    issued_at = ISSUED_AT + timedelta(seconds=seconds)
    assert roster.is_revoked(a_certificate(b"one", issued_at=issued_at)) is revoked


def test_a_certificate_without_a_date_is_revoked_where_it_is_listed() -> None:
    roster = msgspec.structs.replace(
        ROSTER, revoked={b"one": int(ISSUED_AT.timestamp())}
    )
    assert roster.is_revoked(a_certificate(b"one"))


@pytest.mark.parametrize(
    ("list_id", "index", "revoked"),
    [(1, 9, True), (1, 8, False), (1, 16, False), (2, 9, False)],
)
def test_a_pass_is_revoked_by_its_bit(
    list_id: int,
    index: int,
    revoked: bool,  # noqa: FBT001 - a case
) -> None:
    roster = msgspec.structs.replace(ROSTER, status_lists={1: b"\x00\x02"})
    terms = Terms(pass_id=bytes(12), list_id=list_id, index=index)
    one = Credential(kind=Kind.PASS, claims={}, holder=None, terms=terms)
    assert roster.is_revoked(one) is revoked
