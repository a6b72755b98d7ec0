"""Tests of accepting what a revoked kiosk sent, on both databases."""

from datetime import timedelta

import pytest

from kiosk.protocol.batch import Row
from kiosk.protocol.receipt import Status
from province.ingest import Ingested
from province.ledger import held, periods, untraced
from province.ledger.arrivals import append_batch
from province.ledger.columns import to_us
from province.ledger.database import Database
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol, revoke

HOUR = timedelta(hours=1)
MIDNIGHT = NOW - 12 * HOUR
TODAY = MIDNIGHT, MIDNIGHT + 24 * HOUR


@pytest.fixture
def kiosk(ledger: Database) -> FakeKiosk:
    """Return a kiosk whose key is believed no more."""
    made = FakeKiosk()
    enrol(ledger, made, add_point(ledger))
    revoke(ledger, made)
    return made


def at(number: int, ago: timedelta, **changes: object) -> Row:
    return an_entry(number, decided_at_us=to_us(NOW - ago), **changes)


def count_admitted(ledger: Database) -> int:
    with ledger.reading() as connection:
        return periods.count_admitted(connection, TODAY)


def test_held_entries_count_once_they_are_accepted(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    signed = kiosk.sign(at(1, HOUR), at(2, 2 * HOUR), at(3, HOUR, act="pin_changed"))
    append_batch(ledger, signed, NOW)
    with ledger.writing() as connection:
        assert held.count_by_kiosk(connection) == {kiosk.kiosk_id: 2}
        assert held.accept(connection, kiosk.kiosk_id) == 2
        assert held.count_by_kiosk(connection) == {}

    assert count_admitted(ledger) == 2
    again = append_batch(ledger, signed, NOW)
    assert isinstance(again, Ingested)
    assert {line.status for line in again.lines} == {Status.DUPLICATE}


def test_those_before_a_moment_may_be_accepted_alone(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    append_batch(ledger, kiosk.sign(at(1, HOUR), at(2, 2 * HOUR)), NOW)
    with ledger.writing() as connection:
        assert held.accept(connection, kiosk.kiosk_id, NOW - HOUR) == 1

    assert count_admitted(ledger) == 1


def test_an_accepted_void_takes_away_what_it_voids(ledger: Database) -> None:
    honest, lost = FakeKiosk(1), FakeKiosk(2)
    point_id = add_point(ledger)
    enrol(ledger, honest, point_id)
    enrol(ledger, lost, point_id)
    row = at(1, HOUR)
    append_batch(ledger, honest.sign(row), NOW)
    revoke(ledger, lost)
    void = at(2, HOUR, act="void", outcome="", refers=row.entry_id)
    append_batch(ledger, lost.sign(void), NOW)
    assert count_admitted(ledger) == 1

    with ledger.writing() as connection:
        held.accept(connection, lost.kiosk_id)

    assert count_admitted(ledger) == 0


def test_accepted_entries_wait_to_be_traced(ledger: Database, kiosk: FakeKiosk) -> None:
    append_batch(ledger, kiosk.sign(at(1, HOUR)), NOW)
    with ledger.writing() as connection:
        before = untraced.count(connection)
        held.accept(connection, kiosk.kiosk_id)
        assert untraced.count(connection) == before + 1


def test_nothing_held_is_nothing_accepted(ledger: Database, kiosk: FakeKiosk) -> None:
    with ledger.writing() as connection:
        assert held.accept(connection, kiosk.kiosk_id) == 0
