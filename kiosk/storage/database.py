"""Database: the encrypted SQLite file and the connections to it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import QueuePool

from kiosk.errors import StorageError

if TYPE_CHECKING:
    import sqlite3  # lends its type; loaded, it would be a second SQLite in the process

BUSY_TIMEOUT_MS = 30_000
"""How long a writer waits for another process; a batch of 1,000 settles in some 20 ms."""

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
)


def connect(
    path: Path, key: str, *, read_only: bool = False, still: bool = False
) -> "sqlite3.Connection":
    """Return a DBAPI connection to the database at `path`.

    `key` is 96 hex digits: key and salt, so that no derivation is run
    (SQLCipher, raw key). The file must exist, unless it is to be written.
    `still` is for a reader beside whom nobody writes: even WAL's files, which
    another user could not open afterwards, are not made.
    """
    mode = "ro" if read_only else "rwc"
    mode += "&immutable=1" if still else ""
    connection = sqlcipher.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.execute(f"PRAGMA key = \"x'{key}'\"")
    for pragma in _PRAGMAS[2:] if read_only else _PRAGMAS:
        connection.execute(pragma)
    return connection  # type: ignore[no-any-return]  # sqlcipher3 has no types


class Database:
    """The open database; connections may be used from any thread, one at a time each."""

    def __init__(self, path: Path, key: str, *, read_only: bool = False) -> None:
        self.path = path
        still = read_only and not path.with_name(path.name + "-wal").exists()
        self._engine = _make_engine(
            lambda: connect(path, key, read_only=read_only, still=still)
        )

    def hold(self) -> Connection:
        """Return a connection that writes, for a caller that keeps it.

        Its transactions are `BEGIN IMMEDIATE`: what they read stays true
        until they commit.
        """
        return self._engine.connect().execution_options(immediate=True)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Run one writing transaction; raise StorageError where the disk fails."""
        try:
            with self.hold() as connection, connection.begin():
                yield connection
        except DatabaseError as error:
            raise make_storage_error(self.path, error) from error

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Run one reading transaction: a snapshot that blocks nobody."""
        try:
            with self._engine.connect() as connection, connection.begin():
                yield connection
        except DatabaseError as error:
            raise make_storage_error(self.path, error) from error

    def close(self) -> None:
        """Close every connection that is not held."""
        self._engine.dispose()


def make_storage_error(path: Path, error: Exception) -> StorageError:
    """Return what went wrong with the database at `path`, in words."""
    cause = str(getattr(error, "orig", error))
    advice = next(
        (text for sign, text in _ADVICE if sign in cause),
        "Call support; do not delete the file.",
    )
    return StorageError(f"Database {path}: {cause}. {advice}")


_ADVICE = (
    (
        "disk is full",
        "Free space on this disk; entries kept so far are safe, no new one is accepted.",
    ),
    ("readonly", "The disk or folder is read-only: make it writable again."),
    ("disk I/O error", "The disk reports an error: change it soon."),
    ("locked", "Another program holds the database: end it and try again."),
    (
        "not a database",
        "The key does not fit or the file is damaged; it was not changed.",
    ),
)


def is_busy(error: OperationalError) -> bool:
    """Say whether another process held the database for too long."""
    return "locked" in str(error.orig)


def _make_engine(creator: "Callable[[], sqlite3.Connection]") -> Engine:
    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=creator,
        poolclass=QueuePool,
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("immediate", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine
