"""Statement: an SQLAlchemy expression compiled once, run by the driver itself.

SQLAlchemy takes 50 µs for a statement and a decision has ten of them, beside
one wait for the disk of 130 µs. Only what stands on the way from a code to its
durable entry, and the check of a million links, has need of this.
"""

import contextlib
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DatabaseError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement

if TYPE_CHECKING:
    import sqlite3  # lends its type

_T = TypeVar("_T")
_DIALECT = sqlite.dialect(paramstyle="qmark")


class Statement:
    """One expression; what changes in it is a column of an insert or a `bindparam`.

    Columns come as the driver has them: no type of SQLAlchemy converts them.
    """

    def __init__(self, expression: ClauseElement) -> None:
        self.expression = expression
        compiled = expression.compile(dialect=_DIALECT)
        assert isinstance(compiled, SQLCompiler)  # noqa: S101 - it is no DDL
        names = compiled.positiontup or []
        self._sql = str(compiled)
        self._pick = _make_picker(names)

    def run(
        self, connection: Connection, values: dict[str, object] | None = None
    ) -> "sqlite3.Cursor":
        """Run it within the transaction of `connection`."""
        driver: Any = connection.connection.driver_connection  # sqlcipher3 has no types
        try:
            return driver.execute(self._sql, self._pick(values or {}))  # type: ignore[no-any-return]  # sqlcipher3 has no types
        except sqlcipher.DatabaseError as error:
            # As SQLAlchemy would: callers know one kind. No values, they are people's.
            raise DatabaseError(self._sql, None, error) from error

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


def transact(connection: Connection, act: Callable[[Connection], _T]) -> _T:
    """Run `act` as one writing transaction; it is durable when this returns.

    The driver begins and commits. SQLAlchemy does so 45 µs later: its own code
    is cold whenever the last commit has waited for the disk.
    """
    driver: Any = connection.connection.driver_connection
    driver.execute("BEGIN IMMEDIATE")
    try:
        made = act(connection)
        driver.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(DatabaseError, sqlcipher.DatabaseError):
            connection.rollback()
            driver.rollback()
        raise
    if connection.in_transaction():  # where `act` had SQLAlchemy run something
        connection.commit()
    return made


def _make_picker(
    names: Sequence[str],
) -> Callable[[dict[str, object]], tuple[object, ...]]:
    """Return what puts named values into the order of a statement's marks."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: tuple(values[name] for name in names)
