"""A fault is told once, and ends by itself where it can."""

import pytest

from kiosk.errors import StorageCause, StorageError
from kiosk.health import InOrder, OutOfOrder
from kiosk.order import BUG, FAULT_CODES, Order
from kiosk.storage.database import Database
from tests.fakes import START

FULL = StorageError("Disk: it is full.", StorageCause.FULL)
FAULT = OutOfOrder(code="E-501", sentence="Disk: it is full.")


class Told:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.events: list[OutOfOrder | InOrder] = []

    def __call__(self, event: OutOfOrder | InOrder) -> None:
        self.events.append(event)


def test_each_cause_has_a_code_of_its_own() -> None:
    assert len({FAULT_CODES[cause] for cause in StorageCause}) == len(StorageCause)


def test_a_fault_is_told_once() -> None:
    order = Order(told := Told())
    order.fail_to_keep(FULL)
    order.fail_to_keep(FULL)
    assert told.events == [FAULT]


def test_a_fault_that_comes_back_is_told_again() -> None:
    order = Order(told := Told())
    order.fail_to_keep(FULL)
    order.note_kept()
    order.fail_to_keep(FULL)
    assert told.events == [FAULT, InOrder(), FAULT]


def test_an_entry_that_is_kept_after_a_bug_puts_nothing_in_order() -> None:
    order = Order(told := Told())
    order.fail(BUG, "A bug.")
    order.note_kept()
    assert (order.fault, len(told.events)) == (None, 1)


def test_a_fault_ends_with_the_first_write_that_is_kept(database: Database) -> None:
    order = Order(told := Told())
    order.fail_to_keep(FULL)
    assert order.try_again(database, START)
    assert (order.fault, told.events[-1]) == (None, InOrder())


def test_while_nothing_can_be_written_the_fault_stands(database: Database) -> None:
    order = Order(told := Told())
    order.fail_to_keep(FULL)
    database.path.rename(database.path.with_name("away"))
    database.close()
    assert not order.try_again(database, START)
    assert [event.code for event in told.events if isinstance(event, OutOfOrder)] == [
        "E-501",
        "E-504",
    ]


@pytest.mark.parametrize("code", [BUG, FAULT_CODES[StorageCause.DAMAGED]])
def test_what_no_try_mends_is_not_tried(database: Database, code: str) -> None:
    order = Order(Told())
    order.fail(code, "It is broken.")
    assert not order.try_again(database, START)
    assert order.fault is not None


def test_nothing_is_tried_while_all_is_well(database: Database) -> None:
    database.close()
    database.path.unlink()
    assert not Order(told := Told()).try_again(database, START)
    assert told.events == []
