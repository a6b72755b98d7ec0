"""Test how the age of a roster is graded."""

from datetime import UTC, datetime, timedelta

import pytest

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
