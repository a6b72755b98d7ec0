"""A connection is the driver's, and SQLAlchemy speaks through it."""

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from kiosk.storage.connection import find_origin
from kiosk.storage.database import Database
from kiosk.storage.statement import Statement

PUT = Statement("INSERT INTO settings (name, value) VALUES (:name, x'00')")
PUT_BY_CORE = text("INSERT INTO settings (name, value) VALUES (:name, x'00')")
COUNT = Statement("SELECT count(*) FROM settings WHERE name IN ('a', 'b')")


def count(database: Database) -> int:
    with database.read() as connection:
        return int(COUNT.find_value(connection))


def test_both_ways_are_one_transaction(database: Database) -> None:
    with database.write() as connection:
        PUT.run(connection, {"name": "a"})
        connection.execute(PUT_BY_CORE, {"name": "b"})
    assert count(database) == 2


@pytest.mark.parametrize("by_core", [True, False])
def test_what_ends_by_an_error_leaves_nothing(
    database: Database, *, by_core: bool
) -> None:
    def write() -> None:
        with database.write() as connection:
            PUT.run(connection, {"name": "a"})
            if by_core:
                connection.execute(PUT_BY_CORE, {"name": "b"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write()
    assert count(database) == 0


def test_the_first_statement_of_sqlalchemy_ends_no_transaction(
    database: Database,
) -> None:
    with database.hold() as connection:
        connection.driver.execute("BEGIN IMMEDIATE")
        connection.execute(PUT_BY_CORE, {"name": "a"})
        assert connection.in_transaction()
    assert count(database) == 0  # it was given back without a commit


def test_a_connection_goes_on_after_a_transaction(database: Database) -> None:
    with database.hold() as connection:
        for name in ("a", "b"):
            with connection.begin(immediate=True):
                connection.execute(PUT_BY_CORE, {"name": name})
        assert not connection.in_transaction()
    assert count(database) == 2


def test_a_fault_is_known_whoever_met_it(database: Database) -> None:
    with database.hold() as connection, connection.begin(immediate=True):
        PUT.run(connection, {"name": "a"})
        with pytest.raises(IntegrityError) as by_core:
            connection.execute(PUT_BY_CORE, {"name": "a"})
        with pytest.raises(sqlcipher.IntegrityError) as by_driver:
            PUT.run(connection, {"name": "a"})
    assert isinstance(find_origin(by_core.value), sqlcipher.IntegrityError)
    assert find_origin(by_driver.value) is by_driver.value
    assert find_origin(ZeroDivisionError()) is None


def test_a_connection_that_is_destroyed_is_closed(database: Database) -> None:
    connection = database.hold()
    connection.execute(PUT_BY_CORE, {"name": "a"})
    connection.destroy()
    with pytest.raises(sqlcipher.ProgrammingError):
        connection.driver.execute("SELECT 1")


def test_who_was_lent_before_a_close_is_not_lent_again(database: Database) -> None:
    before = database.hold()
    database.close()
    before.close()
    with database.hold() as after:
        assert after is not before
