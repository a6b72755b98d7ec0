"""Overdue entries are counted, told of, and known to be in a bundle or not."""

from datetime import timedelta

import pytest

from kiosk.lane import Lane
from kiosk.storage import deadlines, overdue
from kiosk.storage.database import Database
from kiosk.storage.deadlines import Plan
from tests.ageing import TERMS, pass_days, purge, refuse, settle_all
from tests.builders import a_card, a_payload
from tests.fakes import START, SteppedClock


@pytest.fixture
def late(lane: Lane, database: Database, clock: SteppedClock) -> Database:
    """Return a database with four overdue entries, one refused, and a new one."""
    for number in range(4):
        lane.present(a_payload(a_card(number)))
    refuse(database, 2)
    pass_days(database, clock, 31)
    lane.present(a_payload(a_card(9)))
    return database


def plan(database: Database, clock: SteppedClock) -> Plan:
    with database.read() as connection:
        return deadlines.make_plan(connection, clock(), TERMS)


@pytest.mark.parametrize("marks", [0, 1])
def test_pending_and_refused_entries_are_counted_alike(
    late: Database, clock: SteppedClock, marks: int
) -> None:
    if marks:  # then most are counted by their place
        purge(late, clock)
        pass_days(late, clock, 31)
    with late.read() as connection:
        assert overdue.count(connection, plan(late, clock)) == 4 + marks


def test_the_first_goes_at_its_legal_end(late: Database, clock: SteppedClock) -> None:
    with late.read() as connection:
        found = overdue.find_end(connection, plan(late, clock))
    assert found == START + timedelta(days=365)


def test_what_was_settled_since_is_not_told(
    late: Database, clock: SteppedClock
) -> None:
    purge(late, clock)
    with late.read() as connection:
        assert overdue.read(connection) == 4
    settle_all(late)
    with late.read() as connection:
        assert overdue.read(connection) == 0
        assert overdue.find_end(connection, plan(late, clock)) is None


def test_a_bundle_carries_what_stood_before_it(
    late: Database, clock: SteppedClock
) -> None:
    with late.write() as connection:
        carried = [overdue.is_carried(connection, plan(late, clock))]
        overdue.note_carried(connection, 5)
        carried.append(overdue.is_carried(connection, plan(late, clock)))
        overdue.note_gone(connection, 6)
        carried.append(overdue.is_carried(connection, plan(late, clock)))
        overdue.note_gone(connection, 3)
        carried.append(overdue.is_carried(connection, plan(late, clock)))
    assert carried == [False, True, True, False]
