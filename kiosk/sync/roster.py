"""Roster: what the province delivered, taken into use beside the gate."""

import importlib
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from kiosk.roster import Roster
from kiosk.storage import roster as stored
from kiosk.storage import roster_files, settings
from kiosk.storage.connection import Connection
from kiosk.storage.database import Database
from kiosk.sync import lists
from kiosk.sync.fault import Fault
from kiosk.sync.transport import Reply

SHARE = 20
"""A rest is so many times the write before it: of twenty decisions one meets a write."""

GoesOn = Callable[[], bool]


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What TUF brought: the roster without its lists, and the files they are in."""

    head: Roster
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)


class Source(Protocol):
    """Where the province's files come from; a `Transport` is one."""

    def get(self, path: str) -> Reply | Fault:
        """Return what GET on `path` answers."""


def fetch(source: Source, folder: Path, root: bytes) -> Delivered | Fault:
    """Return what `kiosk.sync.repository` fetches, which loads TUF.

    That takes 0.05 s, which no start and no command that asks for no roster needs.

    Raises:
        StorageError: the disk does not keep TUF's files.
    """
    repository = importlib.import_module("kiosk.sync.repository")
    fetched: Delivered | Fault = repository.fetch(source, folder, root)
    return fetched


def swap(database: Database, delivered: Delivered, goes_on: GoesOn = _always) -> bool:
    """Take what was delivered into use beside a gate that is at work; say whether it is.

    Its files are put beside those in use by short writes with long rests, the
    swap is one short write, and what is used no more goes as the files came.
    Where `goes_on` ends it, the one before stays and the next try goes on from
    here.

    Raises:
        StorageError: the disk does not keep it; the one before stays.
    """
    with database.read() as connection:
        missing = roster_files.list_missing(connection, delivered.files.values())
    for piece in missing:
        if not goes_on():
            return False
        with database.write() as connection:
            began_s = time.monotonic()
            roster_files.put_piece(connection, piece)
        _rest(began_s)
    with database.write() as connection:
        take(connection, delivered)
    _drop_strays(database, goes_on)
    return True


def take(connection: Connection, delivered: Delivered) -> None:
    """Take what was delivered into use, all of it or nothing.

    A policy that this program does not understand is left out whole: the last
    good one stays, and why is told by `status`.
    """
    stored.put(
        connection,
        delivered.head,
        delivered.files,
        policy_fault=lists.find_policy_fault(delivered.files),
    )


def _drop_strays(database: Database, goes_on: GoesOn) -> None:
    with database.read() as connection:
        strays = stored.list_strays(connection)
    for name in strays:
        if not goes_on():
            return
        with database.write() as connection:
            began_s = time.monotonic()
            settings.drop(connection, name)
        _rest(began_s)


def _rest(began_s: float) -> None:
    threading.Event().wait((time.monotonic() - began_s) * SHARE)
