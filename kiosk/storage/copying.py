"""Copying: the database as it is at one moment, page by page, while others write."""

import contextlib
import os
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import text

from kiosk.errors import StorageError
from kiosk.storage import entries, formats
from kiosk.storage.connection import Connection
from kiosk.storage.database import Database, connect, set_key
from kiosk.storage.entries import Head

STEP_BYTES = 128 * 1024
"""Read, decrypted and encrypted again in some 1 ms."""

SYNC_BYTES = 1024 * 1024
"""Brought to the medium this often: one long flush would make the gate wait for its own."""

CHECK_STEPS = 200
"""Steps of SQLite's machine between two looks while a copy is checked: some 10 pages."""

TAIL = 20_000
"""Links of a copy that are checked one by one: 0.1 s; every page is read besides."""

SOUND = frozenset({"ok", "gaps"})
"""Words for a chain that is whole, or whole but for entries that are known to be lost."""

_BINARY = getattr(os, "O_BINARY", 0)  # Windows would turn line ends


class CancelledError(Exception):
    """Ends a copy that nobody wants any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast a copy may be: after each step it rests `rest` times as long.

    Whoever sets `stop` ends it with CancelledError.
    """

    step_bytes: int = STEP_BYTES
    rest: float = 0.0
    stop: threading.Event = field(default_factory=threading.Event)


AT_ONCE = Pace(step_bytes=4 * 1024 * 1024)
"""For a copy that somebody waits for."""


def copy(connection: Connection, key: str, target: Path, pace: Pace = AT_ONCE) -> None:
    """Write the database as `connection` sees it to `target`, durable, under the same key.

    `connection` is in a reading transaction, which holds the moment: it blocks
    nobody, and the WAL keeps what is written meanwhile.

    Raises:
        sqlcipher.Error, OSError: it can't be read or written.
        CancelledError: `pace.stop` was set.
    """
    connection.execute(text("SELECT 1 FROM sqlite_master")).first()
    source: Any = connection.driver  # sqlcipher3 has no types
    handle = os.open(target, os.O_RDWR | os.O_CREAT | os.O_TRUNC | _BINARY, 0o600)
    try:
        with closing(sqlcipher.connect(str(target), isolation_level=None)) as made:
            set_key(made, key)
            made.execute("PRAGMA journal_mode = OFF")  # half a copy is no copy
            made.execute("PRAGMA synchronous = OFF")  # it is synced here
            pages = pace.step_bytes // formats.find(bytes.fromhex(key)).page_bytes
            source.backup(made, pages=pages, progress=_make_step(pace, handle))
        os.fsync(handle)
    finally:
        os.close(handle)


def is_sound(path: Path, key: str, head: Head, pace: Pace = AT_ONCE) -> bool:
    """Say whether the file at `path` is readable to its last page, and ends at `head`.

    It is read past the system's cache, where the system can.

    Raises:
        CancelledError: `pace.stop` was set.
    """
    _forget_cached(path)
    copied = Database(path, key, read_only=True)
    try:
        if not _reads_whole(path, key, pace):
            return False
        with copied.read() as connection:
            fault = entries.find_chain_fault(connection, tail=TAIL)
            return fault in SOUND and entries.read_head(connection) == head
    except StorageError:
        return False
    finally:
        copied.close()


def _make_step(pace: Pace, handle: int) -> Callable[[int, int, int], None]:
    """Return what is called after each step: sync, rest, end."""
    unsynced = 0
    started_s = time.monotonic()

    def step(status: int, remaining: int, total: int) -> None:
        nonlocal unsynced, started_s
        del status, remaining, total
        unsynced += pace.step_bytes
        if unsynced >= SYNC_BYTES:
            os.fsync(handle)
            unsynced = 0
        if pace.stop.wait((time.monotonic() - started_s) * pace.rest):
            raise CancelledError
        started_s = time.monotonic()

    return step


def _reads_whole(path: Path, key: str, pace: Pace) -> bool:
    started_s = time.monotonic()

    def look() -> int:
        nonlocal started_s
        is_over = pace.stop.wait((time.monotonic() - started_s) * pace.rest)
        started_s = time.monotonic()
        return int(is_over)

    try:
        with closing(connect(path, key, read_only=True, still=True)) as connection:
            connection.set_progress_handler(look, CHECK_STEPS)
            found = connection.execute("PRAGMA quick_check").fetchone()
    except sqlcipher.DatabaseError:
        if pace.stop.is_set():
            raise CancelledError from None
        return False
    return bool(found[0] == "ok")


def _forget_cached(path: Path) -> None:
    """Let what is read come from the medium."""
    if hasattr(os, "posix_fadvise"):
        with contextlib.suppress(OSError):
            handle = os.open(path, os.O_RDONLY)
            try:
                os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(handle)
