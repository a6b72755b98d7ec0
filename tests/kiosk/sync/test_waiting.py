"""A wait after a fault is kept, and is never longer than it was meant to be."""

from kiosk.clock import Instant
from kiosk.storage.database import Database
from kiosk.sync import waiting
from kiosk.sync.waiting import NOT_WAITING, Waiting
from tests.fakes import SteppedClock


def begin(at: Instant) -> Waiting:
    return waiting.begin(at, 60.0, faults=3, fault="dns", detail="name not resolved")


def test_at_first_nothing_is_waited_for(
    database: Database, clock: SteppedClock
) -> None:
    with database.read() as connection:
        assert waiting.read(connection) == NOT_WAITING
    assert NOT_WAITING.find_left_s(clock()) <= 0


def test_a_wait_is_kept_with_its_fault(database: Database, clock: SteppedClock) -> None:
    begun = begin(clock())
    with database.write() as connection:
        waiting.put(connection, begun)
    with database.read() as connection:
        assert waiting.read(connection) == begun
    assert (begun.faults, begun.fault, begun.detail) == (3, "dns", "name not resolved")


def test_a_wait_that_is_dropped_is_over(
    database: Database, clock: SteppedClock
) -> None:
    with database.write() as connection:
        waiting.put(connection, begin(clock()))
        waiting.drop(connection)
        assert waiting.read(connection) == NOT_WAITING


def test_it_runs_by_the_count_that_nobody_can_set(clock: SteppedClock) -> None:
    begun = begin(clock())
    clock.advance(45)
    clock.set_by(-86_400)
    assert begun.find_left_s(clock()) == 15.0


def test_after_another_boot_it_runs_by_the_clock(clock: SteppedClock) -> None:
    begun = begin(clock())
    clock.advance(45)
    clock.reboot("1badcafe")
    assert begun.find_left_s(clock()) == 15.0


def test_after_another_boot_a_clock_set_back_ends_it(clock: SteppedClock) -> None:
    begun = begin(clock())
    clock.set_by(-86_400)
    clock.reboot("1badcafe")
    assert begun.find_left_s(clock()) == 0.0


def test_one_that_an_older_version_kept_is_no_longer_than_none(
    clock: SteppedClock,
) -> None:
    old = Waiting(faults=1, next_at_us=int(clock().wall.timestamp() * 1e6) + 5_000_000)
    assert old.find_left_s(clock()) == 0.0
