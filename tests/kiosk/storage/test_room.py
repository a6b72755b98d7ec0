"""Room is measured by the entries of the last days and the blocks that are free."""

import shutil

import pytest

from kiosk.disk import DiskState, judge
from kiosk.errors import StorageCause, StorageError
from kiosk.storage import entries, reserve
from kiosk.storage.database import Database
from kiosk.storage.room import BYTES_AN_ENTRY, SPAN, measure, prove_writing
from tests.backlog import fill
from tests.fakes import START, SteppedClock


def test_a_disk_without_entries_has_no_number_of_days(database: Database) -> None:
    with database.read() as connection:
        assert measure(connection, database.path, START).days is None


def test_days_left_are_free_bytes_by_the_bytes_of_a_day(
    database: Database, clock: SteppedClock
) -> None:
    fill(database, 4000)
    clock.advance(2 * 86_400)
    with database.read() as connection:
        room = measure(connection, database.path, clock().wall)
    a_day = 4000 / 2 * BYTES_AN_ENTRY
    free = shutil.disk_usage(database.path.parent).free
    expected = judge(free_bytes=free, bytes_a_day=a_day, in_reserve=False)
    assert expected.days is not None
    assert room.days == pytest.approx(expected.days, rel=0.02)


def test_entries_of_long_ago_say_nothing_of_the_days_to_come(
    database: Database, clock: SteppedClock
) -> None:
    fill(database, 10)
    clock.advance(SPAN.total_seconds() + 60)
    with database.read() as connection:
        assert measure(connection, database.path, clock().wall).days is None


def test_a_long_history_is_weighed_by_the_file(
    database: Database, clock: SteppedClock
) -> None:
    fill(database, 10_000)
    with database.read() as connection:
        room = measure(connection, database.path, clock().wall)
        count = entries.read_head(connection).position
    size = database.path.stat().st_size
    free = shutil.disk_usage(database.path.parent).free
    assert count == 10_000
    assert room.days == pytest.approx(min(9_999, free / size), rel=0.02)


def test_a_reserve_that_was_cut_is_in_use(database: Database) -> None:
    path = reserve.find_reserve(database.path)
    reserve.keep(path)
    reserve.give(path)
    with database.read() as connection:
        assert measure(connection, database.path, START).state is DiskState.RESERVE


def test_a_write_that_is_kept_proves_that_entries_can_be(database: Database) -> None:
    assert prove_writing(database, START)


def test_a_folder_that_is_gone_is_said(database: Database) -> None:
    database.close()
    shutil.rmtree(database.path.parent)
    with pytest.raises(StorageError, match="mount it again") as caught:
        prove_writing(database, START)
    assert caught.value.cause is StorageCause.GONE
