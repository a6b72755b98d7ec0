"""Connection: one connection to the database, used by one thread at a time.

What a code waits for is SQL that the driver runs (`kiosk.storage.statement`). The
rest says in SQLAlchemy Core what it wants: that is loaded, in 0.1 s, with the
first such statement, and a window is ready before.
"""

import contextlib
import importlib
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVarTuple, overload

import sqlcipher3.dbapi2 as sqlcipher

if TYPE_CHECKING:  # they lend their types
    import sqlite3  # loaded, it would be a second SQLite in the process

    import sqlalchemy
    from sqlalchemy import CursorResult, Executable
    from sqlalchemy.engine.interfaces import _CoreAnyExecuteParams
    from sqlalchemy.sql.selectable import TypedReturnsRows

_Ts = TypeVarTuple("_Ts")


class Connection:
    """The driver's connection, and SQLAlchemy's over it once that is asked for."""

    def __init__(
        self, driver: "sqlite3.Connection", give_back: Callable[["Connection"], None]
    ) -> None:
        self.driver = driver
        self._give_back = give_back
        self._core: sqlalchemy.Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def core(self) -> "sqlalchemy.Connection":
        """Return SQLAlchemy's connection over this one; it begins and ends no transaction."""
        if self._core is None:
            bind = importlib.import_module("kiosk.storage.core").bind
            self._core = bind(self.driver)
        return self._core

    @overload
    def execute(
        self,
        statement: "TypedReturnsRows[*_Ts]",
        parameters: "_CoreAnyExecuteParams | None" = None,
    ) -> "CursorResult[*_Ts]": ...

    @overload
    def execute(
        self,
        statement: "Executable",
        parameters: "_CoreAnyExecuteParams | None" = None,
    ) -> "CursorResult[*tuple[Any, ...]]": ...

    def execute(
        self,
        statement: "Executable",
        parameters: "_CoreAnyExecuteParams | None" = None,
    ) -> "CursorResult[*tuple[Any, ...]]":
        """Run a statement of SQLAlchemy Core."""
        return self.core.execute(statement, parameters)

    def exec_driver_sql(self, sql: str) -> "CursorResult[*tuple[Any, ...]]":
        """Run SQL as it is, for rows as SQLAlchemy gives them."""
        return self.core.exec_driver_sql(sql)

    @contextlib.contextmanager
    def begin(self, *, immediate: bool = False) -> Iterator[None]:
        """Run one transaction; it ends with the block."""
        self.driver.execute("BEGIN IMMEDIATE" if immediate else "BEGIN")
        try:
            yield
            self.driver.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlcipher.Error):
                self.rollback()
            raise

    def in_transaction(self) -> bool:
        """Say whether a transaction has begun."""
        return self.driver.in_transaction

    def rollback(self) -> None:
        """Take back what the transaction did, where one has begun."""
        self.driver.rollback()

    def close(self) -> None:
        """Give the connection back; what it did not commit is taken back."""
        self._give_back(self)

    def destroy(self) -> None:
        """Close it for good, also on a disk that fails: no rollback is asked of that."""
        if self._core is not None:
            self._core.invalidate()
        with contextlib.suppress(sqlcipher.Error):
            self.driver.close()


def find_origin(error: BaseException) -> "sqlite3.Error | None":
    """Return what the driver said: SQLAlchemy raises an error of its own around it."""
    origin = getattr(error, "orig", error)
    return origin if isinstance(origin, sqlcipher.Error) else None
