"""Tests of what the ledger tells a kiosk that lost entries, on both databases."""

import pytest

from kiosk.protocol import chain
from kiosk.protocol.recovery import MAX_ROWS, Epoch
from province.ledger import recoveries
from province.ledger.arrivals import append_batch
from province.ledger.database import Database
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol


@pytest.fixture
def kiosk(ledger: Database) -> FakeKiosk:
    """Return a kiosk that may send to `ledger`."""
    made = FakeKiosk()
    enrol(ledger, made, add_point(ledger))
    return made


def list_positions(
    ledger: Database, kiosk: FakeKiosk, *ranges: tuple[int, int]
) -> list[int]:
    with ledger.reading() as connection:
        found = recoveries.list_rows(connection, kiosk.kiosk_id, ranges)
    return [row.position for row in found]


def test_rows_come_back_with_all_the_chain_needs(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    act = an_entry(2, act="exported", outcome="")
    signed = kiosk.sign(an_entry(1), act, an_entry(3))
    append_batch(ledger, signed, NOW)
    with ledger.reading() as connection:
        found = recoveries.list_rows(connection, kiosk.kiosk_id, [(1, 9)])
    head = chain.extend(
        chain.GENESIS, ((row.entry_id, row.commitment) for row in found)
    )
    assert head == kiosk.head
    assert [(row.position, row.act, row.epoch) for row in found] == [
        (1, "presented", "e1"),
        (2, "exported", "e1"),
        (3, "presented", "e1"),
    ]


def test_only_what_is_asked_for_is_told_and_once(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    append_batch(ledger, kiosk.sign(*(an_entry(n) for n in range(1, 10))), NOW)
    assert list_positions(ledger, kiosk, (7, 8), (2, 3), (3, 3), (2, 3)) == [2, 3, 7, 8]
    assert list_positions(ledger, kiosk, (50, 2**52)) == []
    assert list_positions(ledger, FakeKiosk(2), (1, 9)) == []


def test_an_answer_has_an_end(ledger: Database, kiosk: FakeKiosk) -> None:
    for first in range(0, MAX_ROWS + 10, 2505):
        rows = (an_entry(n) for n in range(first, first + 2505))
        append_batch(ledger, kiosk.sign(*rows), NOW)
    assert list_positions(ledger, kiosk, (3, 10**6)) == list(range(3, MAX_ROWS + 3))
    assert len(list_positions(ledger, kiosk, (1, 10), (11, 10**6))) == MAX_ROWS


def test_a_position_told_in_two_ways_has_two_rows(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    clone = kiosk.copy()
    append_batch(ledger, kiosk.sign(an_entry(1)), NOW)
    append_batch(ledger, clone.sign(an_entry(2)), NOW)
    assert list_positions(ledger, kiosk, (1, 1)) == [1, 1]


def test_epochs_are_told_by_what_is_held_of_them(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    append_batch(ledger, kiosk.sign(an_entry(1), an_entry(2)), NOW)
    kiosk.epoch = "e2"
    append_batch(ledger, kiosk.sign(an_entry(3)), NOW)
    kiosk.epoch = "e3"
    append_batch(ledger, kiosk.sign(), NOW)
    with ledger.reading() as connection:
        found = recoveries.list_epochs(connection, kiosk.kiosk_id)
    assert found == (Epoch("e1", 1, 2), Epoch("e2", 3, 3))
