"""What is known of the clock is kept, and rests on entries, roster and province."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from kiosk.clock import Anchor, ClockState
from kiosk.lane import Lane
from kiosk.place import Place, open_place
from kiosk.roster import Roster
from kiosk.storage import clock as stored
from kiosk.storage import roster
from kiosk.storage.database import Database
from tests.builders import a_card, a_payload
from tests.fakes import START, SteppedClock

HOUR_S = 3600
PURGE = "UPDATE entries SET content = NULL, salt = NULL, holder = NULL"


def tell(place: Place, clock: SteppedClock, off_s: float = 0) -> None:
    """Let the province say the time; the clock is `off_s` ahead of it."""
    told = clock().wall - timedelta(seconds=off_s)
    with place.database.write() as connection:
        stored.put(connection, Anchor(at=clock(), told=told))


def read(place: Place, clock: SteppedClock) -> ClockState:
    with place.database.read() as connection:
        return stored.read_state(connection, clock())


def test_nothing_is_known_at_first(place: Place, clock: SteppedClock) -> None:
    assert read(place, clock) is ClockState.UNKNOWN


def test_what_the_province_told_comes_back_whole(
    database: Database, clock: SteppedClock
) -> None:
    anchor = Anchor(at=clock(), told=START)
    with database.write() as connection:
        stored.put(connection, anchor)
        assert stored.read_anchor(connection) == anchor


def test_it_holds_until_the_next_boot(place: Place, clock: SteppedClock) -> None:
    tell(place, clock)
    clock.advance(HOUR_S)
    assert read(place, clock) is ClockState.TRUSTED
    clock.reboot("next")
    assert read(place, clock) is ClockState.UNKNOWN


def test_no_time_before_the_rosters_issue_can_be(
    place: Place, clock: SteppedClock
) -> None:
    issued_at = START + timedelta(hours=1)
    head = Roster(version=1, issued_at=issued_at, expires_at=issued_at)
    with place.database.write() as connection:
        roster.put(connection, head)
    assert read(place, clock) is ClockState.SET_BACK


@pytest.mark.parametrize("is_purged", [False, True])
def test_a_clock_before_the_newest_entry_was_set_back(
    place: Place, lane: Lane, clock: SteppedClock, *, is_purged: bool
) -> None:
    lane.present(a_payload(a_card(1)))
    if is_purged:
        with place.database.write() as connection:
            connection.execute(text(PURGE))
    clock.reboot("next")
    clock.set_by(-HOUR_S)
    assert read(place, clock) is ClockState.SET_BACK


def test_a_restart_forgets_no_jump(
    place: Place, lane: Lane, clock: SteppedClock
) -> None:
    lane.present(a_payload(a_card(1)))
    clock.set_by(9 * HOUR_S)
    lane.present(a_payload(a_card(2)))
    again = open_place(place.folder, place.database, clock)
    assert again.clock_judge.judge(clock()) is ClockState.DRIFTING
