"""Statement: SQL that the driver itself runs, without SQLAlchemy.

SQLAlchemy takes 50 µs for a statement and a decision has ten of them, beside
one wait for the disk of 130 µs; and 0.1 s to be loaded. So what stands on the way
from a start to the first code, and from a code to its durable entry, is written
as SQL. `kiosk.storage.compiled` makes statements of what is said in SQLAlchemy.
"""

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import sqlcipher3.dbapi2 as sqlcipher

from kiosk.storage.connection import Connection

if TYPE_CHECKING:
    import sqlite3  # lends its type

_T = TypeVar("_T")


class Statement:
    """One statement; what changes in it is named, as `:name`."""

    def __init__(self, sql: str) -> None:
        self.sql = sql

    def run(
        self, connection: Connection, values: dict[str, object] | None = None
    ) -> "sqlite3.Cursor":
        """Run it within the transaction of `connection`."""
        return connection.driver.execute(self.sql, values or ())

    def find(
        self, connection: Connection, values: dict[str, object] | None = None
    ) -> tuple[Any, ...] | None:
        """Return its first row, None where there is none; columns end at SQL."""
        cursor = self.run(connection, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
        cursor.close()  # else a reader would hold its snapshot
        return row

    def find_value(
        self, connection: Connection, values: dict[str, object] | None = None
    ) -> Any:
        """Return the first column of its first row, None where there is none."""
        row = self.find(connection, values)
        return None if row is None else row[0]

    def list(
        self, connection: Connection, values: dict[str, object] | None = None
    ) -> list[tuple[Any, ...]]:
        """Return all its rows; columns end at SQL."""
        return self.run(connection, values).fetchall()


def transact(connection: Connection, act: Callable[[Connection], _T]) -> _T:
    """Run `act` as one writing transaction; it is durable when this returns."""
    connection.driver.execute("BEGIN IMMEDIATE")
    try:
        made = act(connection)
        connection.driver.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlcipher.DatabaseError):
            connection.rollback()
        raise
    return made
