"""A statement that the driver runs does what SQLAlchemy's would."""

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import text

from kiosk.storage.database import Database
from kiosk.storage.statement import Statement, transact

PUT = Statement(
    "INSERT INTO outbox (position, state, reason) VALUES (:position, :state, :reason)"
)
FIND = Statement(
    "SELECT position, state FROM outbox WHERE reason = :why AND position > :after"
)
COUNT = Statement("SELECT position FROM outbox")
ROW: dict[str, object] = {"state": "pending", "reason": "r", "position": 7}


def count(database: Database) -> int:
    with database.read() as connection:
        return len(COUNT.run(connection).fetchall())


def test_values_go_where_their_names_are(database: Database) -> None:
    with database.write() as connection:
        PUT.run(connection, ROW)
        assert FIND.find(connection, {"after": 6, "why": "r"}) == (7, "pending")
        assert FIND.find(connection, {"after": 7, "why": "r"}) is None
        assert COUNT.find_value(connection) == 7


def test_a_fault_is_the_drivers_without_the_values(database: Database) -> None:
    with database.write() as connection:
        PUT.run(connection, ROW)
        with pytest.raises(sqlcipher.DatabaseError, match="UNIQUE") as raised:
            PUT.run(connection, ROW)
    assert "pending" not in str(raised.value)


def test_what_both_ways_wrote_is_one_transaction(database: Database) -> None:
    with database.hold() as connection:

        def act(_: object) -> None:
            PUT.run(connection, ROW)
            connection.execute(text("INSERT INTO outbox VALUES (8, 'pending', '')"))

        transact(connection, act)
        assert not connection.in_transaction()
    assert count(database) == 2


@pytest.mark.parametrize("by_sqlalchemy", [True, False])
def test_what_ends_by_an_error_leaves_nothing(
    database: Database, *, by_sqlalchemy: bool
) -> None:
    with database.hold() as connection:

        def act(_: object) -> None:
            PUT.run(connection, ROW)
            if by_sqlalchemy:
                connection.execute(text("INSERT INTO outbox VALUES (8, 'pending', '')"))
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            transact(connection, act)
        assert not connection.in_transaction()
        transact(connection, lambda c: PUT.run(c, ROW))  # it can go on
    assert count(database) == 1
