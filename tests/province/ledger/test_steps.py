"""Tests of the coarse numbers by which entries are found: as exact as the times themselves."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import ColumnElement, select

from province.ledger import steps
from province.ledger.arrivals import append_batch
from province.ledger.columns import to_us
from province.ledger.database import Database
from province.ledger.entry_tables import entries
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol

MIDNIGHT = NOW - timedelta(hours=12)
"""Of the local day: NOW is its noon."""
MICROSECOND = timedelta(microseconds=1)
TIMES = (
    MIDNIGHT - MICROSECOND,
    MIDNIGHT,
    MIDNIGHT + timedelta(seconds=59),
    MIDNIGHT + timedelta(seconds=60),
    MIDNIGHT + timedelta(days=1) - MICROSECOND,
)


@pytest.fixture
def full(ledger: Database) -> Database:
    """Give a ledger with an entry at each of TIMES, one position after another."""
    kiosk = FakeKiosk()
    enrol(ledger, kiosk, add_point(ledger))
    rows = (an_entry(n, decided_at_us=to_us(at)) for n, at in enumerate(TIMES, start=1))
    append_batch(ledger, kiosk.sign(*rows), NOW + timedelta(days=1))
    return ledger


def find(ledger: Database, term: ColumnElement[bool]) -> list[int]:
    with ledger.reading() as connection:
        query = select(entries.c.position).where(term).order_by(entries.c.position)
        return list(connection.scalars(query))


@pytest.mark.parametrize("lies_in", [steps.lies_in_days, steps.lies_in_minutes])
@pytest.mark.parametrize("start", TIMES)
@pytest.mark.parametrize("end", TIMES)
def test_what_lies_in_a_span_is_what_its_times_say(
    full: Database, lies_in: steps.LiesIn, start: datetime, end: datetime
) -> None:
    expected = [n for n, at in enumerate(TIMES, start=1) if start <= at < end]
    assert find(full, lies_in(entries, start, end)) == expected


def test_whole_days_are_asked_for_by_their_number_alone() -> None:
    days = steps.lies_in_days(entries, MIDNIGHT, MIDNIGHT + timedelta(days=1))
    hours = steps.lies_in_days(entries, MIDNIGHT, NOW)
    assert "decided_at" not in str(days)
    assert "decided_at" in str(hours)


def test_a_day_begins_at_local_midnight() -> None:
    assert [steps.begin_day(at) for at in TIMES[:2]] == [
        MIDNIGHT - timedelta(days=1),
        MIDNIGHT,
    ]


def test_the_last_minute_is_that_of_all_that_is_later(ledger: Database) -> None:
    late = datetime(9999, 12, 31, tzinfo=UTC)
    kiosk = FakeKiosk()
    enrol(ledger, kiosk, add_point(ledger))
    row = an_entry(1, decided_at_us=to_us(late), clock="drifting", boot="b")
    append_batch(ledger, kiosk.sign(row), NOW)
    with ledger.reading() as connection:
        kept = connection.execute(select(entries.c.minute, entries.c.decided_at)).one()
    assert tuple(kept) == (steps.tell_minute(late), late)
