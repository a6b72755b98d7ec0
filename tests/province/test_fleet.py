"""Tests of what is an alarm: silence above all."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from province.fleet import AlarmKind, State, find_alarms, is_older, measure_opening

NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)
"""Friday noon in Hà Nội."""
HOUR = timedelta(hours=1)
WELL = State(
    kiosk_id="K1",
    enrolled_at=NOON - timedelta(days=30),
    last_contact=NOON,
    pending=0,
    drained_at=NOON,
    covered_until=NOON,
    drift_s=3,
    app_version="1.4.2",
    roster_issued_at=NOON - timedelta(days=1),
    disk_free=10**10,
    reader_faults=0,
)


def test_a_kiosk_that_works_raises_nothing() -> None:
    assert find_alarms(WELL, "1.4.9", NOON) == frozenset()


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (replace(WELL, last_contact=NOON - timedelta(days=3)), AlarmKind.SILENT),
        (replace(WELL, pending=80, drained_at=NOON - 25 * HOUR), AlarmKind.BACKLOG),
        (replace(WELL, drift_s=-121), AlarmKind.CLOCK),
        (replace(WELL, disk_free=10**8), AlarmKind.DISK),
        (replace(WELL, app_version="1.3.9"), AlarmKind.VERSION),
        (replace(WELL, roster_issued_at=NOON - timedelta(days=8)), AlarmKind.ROSTER),
        (replace(WELL, reader_faults=1), AlarmKind.READER),
    ],
)
def test_one_thing_that_is_wrong_is_one_alarm(state: State, kind: AlarmKind) -> None:
    assert find_alarms(state, "1.4.9", NOON) == {kind}


def test_a_kiosk_that_never_spoke_is_silent_from_its_enrolment() -> None:
    mute = replace(WELL, last_contact=None, covered_until=None, drained_at=None)

    assert AlarmKind.SILENT in find_alarms(mute, None, NOON)
    fresh = replace(mute, enrolled_at=NOON - HOUR)
    assert find_alarms(fresh, None, NOON) == frozenset()


def test_a_night_without_people_is_no_silence() -> None:
    evening = NOON + 9 * HOUR

    assert measure_opening(evening, evening + 9 * HOUR) == HOUR


def test_an_idle_kiosk_that_speaks_once_a_day_is_never_silent() -> None:
    starts = (NOON + n * HOUR for n in range(24))

    late = [
        find_alarms(replace(WELL, last_contact=s), None, s + 26 * HOUR) for s in starts
    ]

    assert AlarmKind.SILENT not in frozenset().union(*late)


def test_opening_time_of_two_days_is_twice_that_of_one() -> None:
    assert measure_opening(NOON, NOON + timedelta(days=2)) == 2 * measure_opening(
        NOON, NOON + timedelta(days=1)
    )
    assert measure_opening(NOON, NOON - HOUR) == timedelta()


@pytest.mark.parametrize(
    ("mine", "newest"), [("1.9.0", "1.10.0"), ("1.0rc1", "1.1"), ("1", "1.1")]
)
def test_a_version_is_older_by_its_numbers(mine: str, newest: str) -> None:
    assert is_older(mine, newest)
    assert not is_older(newest, mine)


@pytest.mark.parametrize(
    ("mine", "newest"), [("1.4.0", "1.4.9"), ("", "1.0"), ("dev", "1.0"), (None, None)]
)
def test_a_correction_and_an_unknown_version_are_no_alarm(
    mine: str | None, newest: str | None
) -> None:
    assert not is_older(mine, newest)
