"""Writer: the held connection of one who appends, dropped and doubted when the disk fails.

A full disk is given a piece of the reserve, and the same act is tried again; once
more after an error of the disk or what looks like damage. A fresh connection first
looks whether what was kept is still there: Linux calls pages clean whose fsync has
failed, so only bytes read anew prove something (PostgreSQL's "fsyncgate").
"""

import contextlib
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from kiosk.errors import StorageCause, StorageError
from kiosk.storage import reserve
from kiosk.storage.connection import Connection, find_origin
from kiosk.storage.database import Database
from kiosk.storage.entries import Head, find_chain_fault, find_link
from kiosk.storage.statement import transact

DOUBTED_TAIL = 200
"""Links looked at after a fault: 1 ms. All that one write-ahead log holds is younger."""

log = logging.getLogger(__name__)

_T = TypeVar("_T")


class Writer:
    """Runs acts as transactions on one connection; used by one thread at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: Connection | None = None
        self._file: tuple[int, int] | None = None
        self._appended: Head | None = None
        self._kept: Head | None = None
        self._is_in_doubt = False

    def note(self, head: Head) -> None:
        """Take the chain's head that the act has made; it counts once it is durable."""
        self._appended = head

    def write(self, act: Callable[[Connection], _T]) -> _T:
        """Run `act` in one transaction; it is durable when this returns.

        Raises:
            StorageError: nothing of `act` counts.
        """
        may_fail = True
        while True:
            try:
                return self._write(act, may_pass=may_fail)
            except StorageError as error:
                match error.cause:
                    case StorageCause.FULL if self._give():
                        log.warning("disk full: a piece of the reserve was given back")
                    case _ if may_fail and _may_pass(error):
                        may_fail = False
                        log.warning("disk failed once, tried anew: %s", error)
                    case _:
                        raise

    def release(self) -> None:
        """Let the connection go; the next act opens another."""
        if self._connection is not None:
            self._connection.destroy()  # no rollback on a disk that fails
            self._connection = None

    def _write(self, act: Callable[[Connection], _T], *, may_pass: bool) -> _T:
        self._appended = self._kept
        try:
            connection = self._hold()
            if self._is_in_doubt:
                transact(connection, self._settle_doubt)
            made = transact(connection, act)
        except Exception as error:
            if find_origin(error) is None:
                raise
            self.release()
            explained = self._database.explain(error, may_pass=may_pass)
            self._is_in_doubt |= explained.cause in _DOUBTFUL
            raise explained from error
        self._kept, self._is_in_doubt = self._appended, False
        return made

    def _hold(self) -> Connection:
        """Return the connection; it writes into the file of that name or not at all."""
        path = self._database.path
        there = _identify(path)
        if self._connection is not None and there == self._file:
            return self._connection
        if self._file is not None and there != self._file:
            self.release()
            self._database.close()
            self._is_in_doubt = True
        if there is None:
            raise StorageError(
                f"Database {path}: the file is not there. Put its disk back or mount "
                "it again; what was kept is on it.",
                StorageCause.GONE,
            )
        if self._is_in_doubt:
            _forget_cached(path.with_name(path.name + "-wal"))
        self._connection, self._file = self._database.hold(), there
        return self._connection

    def _settle_doubt(self, connection: Connection) -> None:
        """Go on only where what was kept before the fault is there."""
        link = (
            None if self._kept is None else find_link(connection, self._kept.position)
        )
        is_there = self._kept is None or link == self._kept.link
        fault = find_chain_fault(connection, tail=DOUBTED_TAIL)
        if is_there and fault.is_whole:
            return
        raise StorageError(
            f"Database {self._database.path}: after a fault of the disk, entries that "
            f"were kept are not there any more (chain: {fault}). Stop, call support; "
            "do not delete the file.",
            StorageCause.DAMAGED,
        )

    def _give(self) -> bool:
        return reserve.give(reserve.find_reserve(self._database.path))


def _may_pass(error: StorageError) -> bool:
    """Say whether the database itself met a fault that it may not meet again."""
    passing = {StorageCause.FAILING, StorageCause.DAMAGED}
    return error.cause in passing and error.__cause__ is not None


_DOUBTFUL = set(StorageCause) - {StorageCause.FULL, StorageCause.OTHER}


def _identify(path: Path) -> tuple[int, int] | None:
    """Return which file it is, in 2 µs.

    Else one that was moved away would go on to be written.
    """
    try:
        found = os.stat(path)  # noqa: PTH116 - half the time of Path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _forget_cached(path: Path) -> None:
    """Let the bytes of the write-ahead log be read from the disk.

    Of the log only: closing any handle of the database itself would drop the
    locks that SQLite holds on it in this process. What was moved from the log
    into the database was synced before the log lost it.
    """
    if not hasattr(os, "posix_fadvise"):
        return
    with contextlib.suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(handle)
