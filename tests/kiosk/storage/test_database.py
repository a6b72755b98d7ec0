"""Connections are durable, and say in words what the disk does."""

import pytest
from sqlalchemy import text

from kiosk.errors import StorageError
from kiosk.storage.database import Database


def read_pragma(database: Database, name: str) -> object:
    with database.read() as connection:
        return connection.execute(text(f"PRAGMA {name}")).scalar()


def test_every_commit_reaches_the_disk(database: Database) -> None:
    assert read_pragma(database, "journal_mode") == "wal"
    assert read_pragma(database, "synchronous") == 2  # FULL


def write_twice(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("INSERT INTO settings VALUES ('a', x'00')"))
        connection.execute(text("INSERT INTO settings VALUES ('a', x'00')"))


def test_a_write_that_fails_leaves_nothing(database: Database) -> None:
    with pytest.raises(StorageError):
        write_twice(database)
    with database.read() as connection:
        found = connection.execute(text("SELECT 1 FROM settings WHERE name = 'a'"))
        assert found.first() is None


def test_a_reader_is_not_held_up_by_a_writer(database: Database) -> None:
    with database.write() as writer:
        writer.execute(text("INSERT INTO settings VALUES ('a', x'00')"))
        with database.read() as reader:
            found = reader.execute(text("SELECT 1 FROM settings WHERE name = 'a'"))
            assert found.first() is None


def test_a_full_disk_is_said_with_what_to_do(database: Database) -> None:
    with database.hold() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        connection.rollback()
    with pytest.raises(StorageError, match="Free space"), database.write() as writer:
        writer.execute(text("INSERT INTO settings VALUES ('a', zeroblob(100000))"))


def test_the_write_ahead_log_is_emptied_where_nobody_reads(database: Database) -> None:
    def write(name: str) -> None:
        with database.write() as connection:
            row = text("INSERT INTO settings VALUES (:name, x'00')")
            connection.execute(row, {"name": name})

    write("a")
    log = database.path.with_name(database.path.name + "-wal")
    assert log.stat().st_size > 0
    with database.read() as connection:
        connection.execute(text("SELECT count(*) FROM settings")).scalar()
        write("b")
        assert not database.empty_wal()
    assert database.empty_wal()
    assert log.stat().st_size == 0
