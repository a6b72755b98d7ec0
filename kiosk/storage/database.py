"""Database: the encrypted SQLite file and the connections to it."""

import os
import shutil
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import sqlcipher3.dbapi2 as sqlcipher

from kiosk.errors import StorageCause, StorageError
from kiosk.storage import damage, formats
from kiosk.storage.connection import Connection, find_origin
from kiosk.storage.opening import KeySource

if TYPE_CHECKING:
    import sqlite3  # lends its type; loaded, it would be a second SQLite in the process

BUSY_TIMEOUT_MS = 30_000
"""How long a writer waits for another process; a batch of 1,000 settles in some 20 ms."""

CACHE_KIB = 256
"""Pages that a connection keeps: with 2,000, SQLite's own choice, a window grew by 6.8 MB
over 10,000 codes; a durable append to 1,000,000 entries takes as long (measured, p50 and p95)."""

IDLE_CONNECTIONS = 5
"""As many threads have asked the database at one time; each takes 0.3 MB."""

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
    f"PRAGMA cache_size = -{CACHE_KIB}",
)


def connect(
    path: Path,
    key: str,
    *,
    read_only: bool = False,
    still: bool = False,
    may_make: bool = True,
) -> "sqlite3.Connection":
    """Return a DBAPI connection to the database at `path`.

    `key` is 96 hex digits: key and salt, so that no derivation is run
    (SQLCipher, raw key). The file must exist, unless it is to be written and
    `may_make`: where a disk was unmounted, a new one would appear under it.
    `still` is for a reader beside whom nobody writes: even WAL's files, which
    another user could not open afterwards, are not made.
    """
    mode = "ro" if read_only else "rwc" if may_make else "rw"
    mode += "&immutable=1" if still else ""
    connection = sqlcipher.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
    )
    set_key(connection, key)
    for pragma in PRAGMAS[2:] if read_only else PRAGMAS:
        connection.execute(pragma)
    return connection  # type: ignore[no-any-return]  # sqlcipher3 has no types


def set_key(connection: "sqlite3.Connection", key: str) -> None:
    """Tell SQLCipher the key, and how the pages under it are made."""
    connection.execute(f"PRAGMA key = \"x'{key}'\"")
    for pragma in formats.find(bytes.fromhex(key)).pragmas:
        connection.execute(pragma)


class Database:
    """The open database; connections may be used from any thread, one at a time each."""

    def __init__(
        self,
        path: Path,
        key: str,
        *,
        read_only: bool = False,
        may_make: bool = True,
        source: KeySource | None = None,
    ) -> None:
        self.path = path
        self.key = key
        self.source = source
        self._read_only = read_only
        self._may_make = may_make
        self._still = read_only and not path.with_name(path.name + "-wal").exists()
        self._idle: deque[Connection] = deque()
        self.on_statement: Callable[[str], object] | None = None
        """Where given, told each statement of the connections that are opened from then on."""

    def hold(self) -> Connection:
        """Return a connection, for a caller that keeps it and closes it."""
        idle = self._idle
        try:
            return idle.pop()
        except IndexError:
            return Connection(self._connect(), partial(self._take_back, idle))

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Run one writing transaction; raise StorageError where the disk fails.

        What it reads stays true until it commits.
        """
        with self._explaining(), self.hold() as held, held.begin(immediate=True):
            yield held

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Run one reading transaction: a snapshot that blocks nobody."""
        with self._explaining(), self.hold() as held, held.begin():
            yield held

    def explain(self, error: Exception, *, may_pass: bool = False) -> StorageError:
        """Return what went wrong, in words.

        After a fault of the disk nobody goes on with a connection that met it.
        Damage is marked, so that the next start salvages, unless it `may_pass`: what
        the disk did not give while the log was read, SQLCipher calls a damaged page.
        """
        explained = make_storage_error(self.path, error)
        if explained.cause is not StorageCause.OTHER:
            self.close()
        if explained.cause is StorageCause.DAMAGED and not may_pass:
            damage.mark_unreadable(self.path)
        return explained

    def empty_wal(self) -> bool:
        """Cut the write-ahead log to nothing, where that holds nobody up.

        Pages of before stand in it, with what was destroyed since.
        """
        try:
            with closing(connect(self.path, self.key, may_make=False)) as connection:
                connection.execute("PRAGMA busy_timeout = 0")
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)")  # the long part
                row = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlcipher.Error as error:
            raise self.explain(error) from error
        return bool(row[0] == 0)

    def close(self) -> None:
        """Close every connection that is not held, and those that are once they are given back."""
        idle, self._idle = self._idle, deque()
        while idle:
            idle.pop().destroy()

    def _connect(self) -> "sqlite3.Connection":
        driver = connect(
            self.path,
            self.key,
            read_only=self._read_only,
            still=self._still,
            may_make=self._may_make,
        )
        if self.on_statement is not None:
            driver.set_trace_callback(self.on_statement)
        return driver

    def _take_back(self, idle: deque[Connection], connection: Connection) -> None:
        """Keep a connection for the next caller, unless others took its place meanwhile."""
        try:
            connection.rollback()
        except sqlcipher.Error:
            connection.destroy()
            return
        if idle is self._idle and len(idle) < IDLE_CONNECTIONS:
            idle.append(connection)
        else:
            connection.destroy()

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            if find_origin(error) is None:
                raise
            raise self.explain(error) from error


def make_storage_error(path: Path, error: Exception) -> StorageError:
    """Return what went wrong with the database at `path`, in words."""
    words = str(getattr(error, "orig", error))
    cause = _find_cause(path, error)
    advice = _ADVICE.get(cause) or next(
        (text for sign, text in _OTHER_ADVICE if sign in words),
        "Call support; do not delete the file.",
    )
    return StorageError(f"Database {path}: {words}. {advice}", cause)


_ADVICE = {
    StorageCause.FULL: "Free space on this disk; entries kept so far are safe, "
    "no new one is accepted.",
    StorageCause.READ_ONLY: "The disk or folder is read-only: make it writable again.",
    StorageCause.FAILING: "The disk reports an error: change it soon.",
    StorageCause.GONE: "The file or its disk is not there: put it back where it was.",
}
_OTHER_ADVICE = (
    ("locked", "Another program holds the database: end it and try again."),
    (
        "not a database",
        "The key does not fit or the file is damaged; it was not changed.",
    ),
)

FULL_BYTES = 100_000
"""One commit's share of the write-ahead log; where less is free the disk is full."""


def _find_cause(path: Path, error: Exception) -> StorageCause:
    """Return why; SQLite names what the system call said, and not always why."""
    origin = getattr(error, "orig", error)
    name = str(getattr(origin, "sqlite_errorname", None) or "")
    if name == "SQLITE_FULL" or "disk is full" in str(origin):
        return StorageCause.FULL
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return StorageCause.DAMAGED
    if not name.startswith(("SQLITE_READONLY", "SQLITE_IOERR", "SQLITE_CANTOPEN")):
        return StorageCause.OTHER
    if not path.exists():
        return StorageCause.GONE
    if name.startswith("SQLITE_READONLY") or _is_read_only(path):
        return StorageCause.READ_ONLY
    return StorageCause.FULL if _is_full(path) else StorageCause.FAILING


def _is_read_only(path: Path) -> bool:
    """Say whether the file system is, as Linux makes one that fails."""
    try:
        flags = os.statvfs(path).f_flag if hasattr(os, "statvfs") else 0
    except OSError:
        return False
    return bool(flags & getattr(os, "ST_RDONLY", 1))


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < FULL_BYTES
    except OSError:
        return False
