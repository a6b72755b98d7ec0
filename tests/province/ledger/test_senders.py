"""Tests of finding what a kiosk sent by its batches: as exact as if each entry named its kiosk."""

import pytest
from sqlalchemy import ColumnElement, Table, select

from province.ledger import senders
from province.ledger.arrivals import append_batch
from province.ledger.database import Database
from province.ledger.entry_tables import entries, worded
from province.ledger.tables import admin_log
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol

MINE, OTHER = FakeKiosk(1), FakeKiosk(2)


@pytest.fixture
def full(ledger: Database) -> Database:
    """Give a ledger with batches of 3, 2 and 2 entries of one kiosk, between another's.

    The last of them begins with an admin act.
    """
    mine, other = FakeKiosk(1), FakeKiosk(2)
    for one in (mine, other):
        enrol(ledger, one, add_point(ledger, one.kiosk_id))
    for number, size in ((1, 3), (4, 2), (6, 2)):
        act = {"act": "exported", "text": "{}"}
        rows = [
            an_entry(n, **(act if n == 6 else {})) for n in range(number, number + size)
        ]
        append_batch(ledger, mine.sign(*rows), NOW)
        late = (an_entry(n + 100) for n in range(number, number + size))
        append_batch(ledger, other.sign(*late), NOW)
    return ledger


def find(ledger: Database, table: Table, term: ColumnElement[bool]) -> list[int]:
    with ledger.reading() as connection:
        query = select(table.c.position).where(term).order_by(table.c.position)
        return list(connection.scalars(query))


@pytest.mark.parametrize("table", [entries, worded], ids=["entries", "worded"])
@pytest.mark.parametrize("low", range(-1, 9))
@pytest.mark.parametrize("high", range(-1, 9))
def test_a_run_of_a_chain_is_found_from_its_first_to_its_last(
    full: Database, table: Table, low: int, high: int
) -> None:
    found = find(full, table, senders.lies_in_chain(table, MINE.kiosk_id, low, high))
    assert found == [n for n in (1, 2, 3, 4, 5, 7) if low <= n <= high]


def test_acts_are_found_by_the_kiosk_that_they_name(full: Database) -> None:
    term = senders.lies_in_chain(admin_log, MINE.kiosk_id, 1, 9)
    assert find(full, admin_log, term) == [6]


def test_what_a_kiosk_sent_is_its_own_and_nobody_elses(full: Database) -> None:
    assert find(full, entries, senders.sent_by(entries, MINE.kiosk_id)) == [
        *(1, 2, 3, 4, 5, 7)
    ]
    assert find(full, entries, senders.sent_by(entries, OTHER.kiosk_id)) == [
        *range(1, 8)
    ]
    assert find(full, entries, senders.sent_by(entries, "KAAAAAAAAAAAB")) == []


def test_the_farthest_positions_are_asked_for_too(full: Database) -> None:
    every = senders.lies_in_chain(entries, MINE.kiosk_id, 0, 2**62)
    assert find(full, entries, every) == [*(1, 2, 3, 4, 5, 7)]
