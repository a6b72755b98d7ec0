"""A writer goes on after a fault of the disk only where all it kept is there."""

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from kiosk.errors import StorageCause, StorageError
from kiosk.lane import Lane
from kiosk.storage import damage, entries, reserve
from kiosk.storage.connection import Connection
from kiosk.storage.database import Database
from kiosk.storage.writer import Writer
from tests.builders import a_card, a_payload
from tests.damage import unlock
from tests.guards import LogWatch


def present(lane: Lane, number: int) -> None:
    lane.present(a_payload(a_card(number)))


def count(database: Database) -> int:
    with database.read() as connection:
        return entries.read_head(connection).position


class Full:
    """An act that a full disk refuses so many times."""

    def __init__(self, times: int) -> None:
        self.left = times
        self.tries = 0

    def __call__(self, connection: Connection) -> str:
        self.tries += 1
        if self.left:
            self.left -= 1
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            connection.exec_driver_sql(
                "INSERT INTO settings VALUES ('big', zeroblob(1000000))"
            )
        return "done"


def test_a_full_disk_is_given_the_reserve_and_the_act_is_tried_again(
    database: Database, log_watch: LogWatch
) -> None:
    log_watch.expect("kiosk.storage.writer", "a piece of the reserve")
    path = reserve.find_reserve(database.path)
    reserve.keep(path)
    act = Full(2)
    assert Writer(database).write(act) == "done"
    given = reserve.RESERVE_BYTES - path.stat().st_size
    assert (act.tries, given) == (3, 2 * reserve.PIECE_BYTES)


class Misread:
    """An act whose page can't be read so many times, as SQLCipher says it."""

    def __init__(self, times: int) -> None:
        self.left = times

    def __call__(self, _: Connection) -> str:
        if self.left:
            self.left -= 1
            error = sqlcipher.DatabaseError("database disk image is malformed")
            error.sqlite_errorname = "SQLITE_CORRUPT"
            raise error
        return "done"


def test_a_page_that_is_read_well_the_second_time_is_no_damage(
    lane: Lane, database: Database, log_watch: LogWatch
) -> None:
    log_watch.expect("kiosk.storage.writer", "tried anew")
    present(lane, 1)

    assert Writer(database).write(Misread(1)) == "done"
    assert not damage.find_mark(database.path).exists()


def test_a_page_that_stays_unreadable_is_damage_for_the_next_start(
    database: Database, log_watch: LogWatch
) -> None:
    log_watch.expect("kiosk.storage.writer", "tried anew")
    with pytest.raises(StorageError) as caught:
        Writer(database).write(Misread(2))

    assert caught.value.cause is StorageCause.DAMAGED
    assert damage.find_mark(database.path).exists()


def test_without_a_reserve_a_full_disk_is_a_fault_at_once(database: Database) -> None:
    act = Full(1)
    with pytest.raises(StorageError) as caught:
        Writer(database).write(act)
    assert (caught.value.cause, act.tries) == (StorageCause.FULL, 1)


def test_a_reserve_that_is_used_up_is_a_fault(
    database: Database, log_watch: LogWatch
) -> None:
    log_watch.expect("kiosk.storage.writer", "a piece of the reserve")
    reserve.keep(reserve.find_reserve(database.path))
    act = Full(99)
    with pytest.raises(StorageError, match="Free space"):
        Writer(database).write(act)
    assert act.tries == 1 + reserve.RESERVE_BYTES // reserve.PIECE_BYTES


def test_nothing_is_written_into_a_file_that_was_moved_away(
    lane: Lane, database: Database
) -> None:
    present(lane, 1)
    away = database.path.rename(database.path.with_name("away.db"))
    with pytest.raises(StorageError, match="Put its disk back") as caught:
        present(lane, 2)
    assert caught.value.cause is StorageCause.GONE
    assert not database.path.exists()
    away.rename(database.path)
    present(lane, 3)
    assert count(database) == 2


def test_where_what_was_kept_is_gone_nothing_more_is_decided(
    lane: Lane, database: Database
) -> None:
    """As after a failed fsync whose pages never reached the disk."""
    present(lane, 1)
    with database.write() as connection:
        unlock(connection)
        connection.exec_driver_sql("UPDATE entries SET link = zeroblob(32)")
        connection.exec_driver_sql("UPDATE head SET link = zeroblob(32)")
    lane._writer._is_in_doubt = True
    with pytest.raises(StorageError, match="not there any more") as caught:
        present(lane, 2)
    assert (caught.value.cause, count(database)) == (StorageCause.DAMAGED, 1)


def test_a_doubt_ends_where_everything_is_there(lane: Lane, database: Database) -> None:
    present(lane, 1)
    lane._writer._is_in_doubt = True
    present(lane, 2)
    assert (lane._writer._is_in_doubt, count(database)) == (False, 2)
