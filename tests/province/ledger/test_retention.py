"""Tests of how entries past their time are found: each once, however they came."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event, select

from province.ledger import retention
from province.ledger.arrivals import append_batch
from province.ledger.columns import EPOCH
from province.ledger.database import Database
from province.ledger.purge_tables import purge_floors
from province.ledger.retention import Span
from province.ledger.scope import WHOLE, Scope
from province.retention import Terms
from tests.province.builders import NOW, FakeKiosk, add_point, enrol
from tests.province.past import DAY, bring, came, purge_now

TERMS = Terms(days=30, own={})
UNTIL = date(2026, 10, 21)


@pytest.fixture
def kiosk(ledger: Database) -> FakeKiosk:
    """Return a kiosk of a market."""
    made = FakeKiosk()
    enrol(ledger, made, add_point(ledger))
    return made


def read_floors(ledger: Database) -> list[date]:
    with ledger.reading() as connection:
        return list(connection.scalars(select(purge_floors.c.day)))


def list_spans(ledger: Database) -> list[Span]:
    with ledger.reading() as connection:
        return retention.list_spans(connection, TERMS, NOW)


@pytest.mark.usefixtures("kiosk")
def test_a_point_is_looked_through_from_where_it_was_left(ledger: Database) -> None:
    (before,) = list_spans(ledger)
    assert (before.since, before.until) == (EPOCH.date(), UNTIL)

    purge_now(ledger, -1)

    (after,) = list_spans(ledger)
    assert (after.since, after.until) == (UNTIL - DAY, UNTIL)


def test_only_what_came_since_with_an_older_date_lowers_a_floor(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    bring(ledger, kiosk, came(1, 40))
    purge_now(ledger)
    with ledger.writing() as connection:
        assert retention.lower_floors(connection, NOW) == 0
    bring(ledger, kiosk, came(2, 5))
    with ledger.writing() as connection:
        assert retention.lower_floors(connection, NOW) == 0
    assert read_floors(ledger) == [UNTIL]

    bring(ledger, kiosk, came(3, 44), came(4, 41))

    with ledger.writing() as connection:
        assert retention.lower_floors(connection, NOW) == 1
    assert read_floors(ledger) == [date(2026, 10, 7)]


def test_batches_of_hours_ago_are_not_asked_again(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    purge_now(ledger)
    old = came(1, 40)
    append_batch(ledger, kiosk.sign(old), NOW)
    with ledger.writing() as connection:
        assert retention.lower_floors(connection, NOW + DAY) == 1
        assert retention.lower_floors(connection, NOW + DAY) == 0


def test_what_is_emptied_once_is_not_counted_again(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    one = came(1, 40)
    append_batch(ledger, kiosk.sign(one), NOW)

    with ledger.writing() as connection:
        counted = [retention.destroy(connection, [one.entry_id]) for _ in range(2)]

    assert counted == [1, 0]


def test_what_the_next_night_takes_is_read_off_the_days(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    append_batch(ledger, kiosk.sign(came(1, 40), came(2, 31), came(3, 29)), NOW)
    read: list[str] = []
    spans = list_spans(ledger)
    with ledger.reading() as connection:
        event.listen(
            connection, "before_cursor_execute", lambda *told: read.append(told[2])
        )
        found = retention.foresee(connection, spans, WHOLE)
        assert retention.foresee(connection, spans, Scope(unit="79")) == {}
        assert retention.foresee(connection, [], WHOLE) == {}

    assert list(found.values()) == [2]
    assert not any("FROM entries" in one or "JOIN entries" in one for one in read)


def test_a_point_with_days_of_its_own_due_is_counted_by_them(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    append_batch(ledger, kiosk.sign(came(1, 40), came(2, 31), came(3, 29)), NOW)
    (usual,) = list_spans(ledger)
    others = [replace(usual, point_id=one) for one in ("P900001", "P900002")]
    own = replace(usual, since=(NOW - 35 * DAY).date())
    with ledger.reading() as connection:
        assert retention.foresee(connection, [own, *others], WHOLE) == {own.point_id: 1}
