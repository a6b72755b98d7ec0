"""Tests of the ledger's schedules, on both databases."""

from datetime import timedelta

from sqlalchemy import update

from province.ledger import office_tables, schedules
from province.ledger.database import Database
from province.ledger.scope import WHOLE, Scope
from province.schedules import Rhythm, ScheduleKind
from tests.province.builders import NOW

RHYTHM = Rhythm(weekday=1, month_day=None, minute=480)


def add(ledger: Database, unit: str = "04") -> int:
    with ledger.writing() as connection:
        return schedules.add(
            connection,
            ScheduleKind.REMINDER,
            unit,
            rhythm=RHYTHM,
            recipients=("a@b.vn",),
            made_by="lan",
            now=NOW,
        )


def test_a_schedule_comes_back_as_it_was_made(ledger: Database) -> None:
    schedule_id = add(ledger)

    with ledger.reading() as connection:
        (found,) = schedules.list_in(connection, WHOLE, ScheduleKind.REMINDER)

    assert (found.schedule_id, found.unit, found.rhythm) == (schedule_id, "04", RHYTHM)
    assert (found.recipients, found.is_on, found.last_run) == (("a@b.vn",), True, NOW)


def test_a_slot_is_noted_once(ledger: Database) -> None:
    add(ledger)
    with ledger.writing() as connection:
        (found,) = schedules.list_on(connection)
        slot = NOW + timedelta(days=3)
        noted = [schedules.note_run(connection, found, slot) for _ in range(2)]

    assert noted == [True, False]


def test_a_schedule_of_another_unit_or_kind_is_neither_seen_nor_switched(
    ledger: Database,
) -> None:
    schedule_id = add(ledger)
    other = Scope(unit="05")

    with ledger.writing() as connection:
        switched = [
            schedules.switch(
                connection, scope, schedule_id, kind=kind, is_on=False, now=NOW
            )
            for scope, kind in (
                (other, ScheduleKind.REMINDER),
                (Scope(unit="04"), ScheduleKind.REPORT),
                (Scope(unit="04"), ScheduleKind.REMINDER),
            )
        ]
        seen = schedules.list_in(connection, other, ScheduleKind.REMINDER)
        left = schedules.list_on(connection)

    assert (switched, seen, left) == ([False, False, True], (), ())


def test_a_schedule_that_never_ran_is_noted_once_too(ledger: Database) -> None:
    add(ledger)
    with ledger.writing() as connection:
        connection.execute(update(office_tables.schedules).values(last_run=None))
        (found,) = schedules.list_on(connection)
        noted = [schedules.note_run(connection, found, NOW) for _ in range(2)]

    assert (found.last_run, noted) == (None, [True, False])
