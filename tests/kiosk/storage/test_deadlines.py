"""Deadlines follow the clock as far as it can be believed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kiosk.clock import to_us
from kiosk.lane import Lane
from kiosk.retention import Due
from kiosk.storage import deadlines
from kiosk.storage.database import Database
from kiosk.storage.deadlines import is_past
from kiosk.storage.tables import ENTRIES
from tests.ageing import DAY_S, TERMS, pass_days, settle_all, vouch
from tests.builders import a_card, a_payload
from tests.fakes import SteppedClock


def find_due(database: Database, clock: SteppedClock) -> Due | None:
    with database.read() as connection:
        return deadlines.make_plan(connection, clock(), TERMS).settled


def note(database: Database, clock: SteppedClock) -> None:
    with database.write() as connection:
        deadlines.note_time(connection, clock())


@pytest.fixture
def kept(lane: Lane, database: Database) -> Database:
    """Return a database with five settled entries."""
    for number in range(5):
        lane.present(a_payload(a_card(number)))
    settle_all(database)
    return database


def test_what_the_province_says_is_believed(
    kept: Database, clock: SteppedClock
) -> None:
    pass_days(kept, clock, 31)
    due = find_due(kept, clock)
    assert due is not None
    assert due.cutoff_us == to_us(clock().wall - timedelta(days=30))


def test_a_clock_that_leaps_forward_destroys_nothing(
    kept: Database, clock: SteppedClock
) -> None:
    vouch(kept, clock)
    note(kept, clock)
    clock.set_by(900 * DAY_S)
    due = find_due(kept, clock)
    assert due is not None
    assert not due.takes(1, to_us(clock().wall) - 900 * DAY_S * 1_000_000)


def test_a_leap_after_a_boot_destroys_nothing_either(
    kept: Database, clock: SteppedClock
) -> None:
    note(kept, clock)
    came_us = to_us(clock().wall)
    clock.reboot("0000cafe")
    clock.set_by(900 * DAY_S)
    note(kept, clock)
    due = find_due(kept, clock)
    assert due is not None
    assert not due.takes(1, came_us)


def test_it_waits_for_a_clock_that_was_set_back(
    kept: Database, clock: SteppedClock
) -> None:
    vouch(kept, clock)
    clock.set_by(-40 * DAY_S)
    assert find_due(kept, clock) is None


def test_a_kiosk_without_a_network_purges_by_its_nights(
    kept: Database, clock: SteppedClock
) -> None:
    for _ in range(32):
        note(kept, clock)
        clock.advance(DAY_S)
    due = find_due(kept, clock)
    assert due is not None
    assert due.through == 5


def test_entries_of_a_clock_that_was_wrong_go_by_their_place(
    lane: Lane, database: Database, clock: SteppedClock
) -> None:
    clock.set_by(4_000 * DAY_S)
    lane.present(a_payload())
    clock.set_by(-4_000 * DAY_S)
    vouch(database, clock)
    note(database, clock)
    settle_all(database)
    pass_days(database, clock, 29)
    early = find_due(database, clock)
    pass_days(database, clock, 2)
    late = find_due(database, clock)
    assert early is not None
    assert late is not None
    assert (early.through, late.through) == (0, 1)


@pytest.mark.parametrize("since", [0, 2])
def test_sql_says_what_the_rule_says(kept: Database, since: int) -> None:
    with kept.read() as connection:
        rows = connection.execute(
            select(ENTRIES.c.position, ENTRIES.c.decided_at_us)
        ).all()
        middle = rows[3].decided_at_us
        due = Due(through=since, until=4, since_us=0, cutoff_us=middle)
        found = connection.execute(select(ENTRIES.c.position).where(is_past(due)))
        expected = [row.position for row in rows if due.takes(*row)]
        assert list(found.scalars()) == expected


def test_the_floor_stays_below_what_is_unsettled(
    lane: Lane, database: Database, clock: SteppedClock
) -> None:
    for number in range(5):
        lane.present(a_payload(a_card(number)))
    note(database, clock)
    with database.write() as connection:
        due = Due(through=5, until=5, since_us=0, cutoff_us=0)
        connection.exec_driver_sql("DELETE FROM outbox WHERE position <= 3")
        deadlines.raise_floor(connection, due, clock())
        assert deadlines.make_plan(connection, clock(), TERMS).floor == 3
