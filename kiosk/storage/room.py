"""Room: what the disk of an open database has left for entries, measured."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.disk import Room, judge
from kiosk.errors import StorageCause, StorageError
from kiosk.storage import reserve, settings
from kiosk.storage.connection import Connection
from kiosk.storage.database import Database
from kiosk.storage.entries import read_head
from kiosk.storage.reserve import ReserveState
from kiosk.storage.statement import Statement

SPAN = timedelta(days=7)
"""Weekdays and Sundays differ, weeks hardly."""

WRITABLE_BYTES = 1_000_000
"""Less is not worth opening the gate for: the next entry would close it again."""

BYTES_AN_ENTRY = 1_000
"""Cards measured 500 on a disk that filled up, signed codes take twice that."""

ENOUGH_ENTRIES = 10_000
"""From here on the file's own size says more: its lists weigh little beside them."""

_PROBE = "probe"
_FIRST_SINCE = Statement(
    "SELECT position, decided_at_us FROM entries WHERE entry_id >= :since "
    "ORDER BY entry_id LIMIT 1"
)


def measure(connection: Connection, database: Path, wall: datetime) -> Room:
    """Return how long the disk of `database` lasts, by the entries of the last days.

    Raises:
        StorageError: the disk is not there.
    """
    return judge(
        free_bytes=_find_free(database),
        bytes_a_day=_find_pace(connection, wall) * _weigh_entry(connection, database),
        in_reserve=reserve.look(reserve.find_reserve(database)) is ReserveState.IN_USE,
    )


def prove_writing(database: Database, wall: datetime) -> bool:
    """Say whether entries can be kept again, by a commit that is as durable as theirs.

    Raises:
        StorageError: they can't.
    """
    if _find_free(database.path) < WRITABLE_BYTES:
        return False
    with database.write() as connection:
        settings.put(connection, _PROBE, wall.isoformat().encode())
    return True


def _find_free(database: Path) -> int:
    try:
        return shutil.disk_usage(database.parent).free
    except OSError as error:
        raise StorageError(
            f"Data folder {database.parent}: {error.strerror or error}. Put its disk "
            "back or mount it again; what was kept is on it.",
            StorageCause.GONE,
        ) from error


def _weigh_entry(connection: Connection, database: Path) -> float:
    """Return what an entry takes, all that is kept of it included."""
    count = read_head(connection).position
    if count < ENOUGH_ENTRIES:
        return BYTES_AN_ENTRY
    return database.stat().st_size / count


def _find_pace(connection: Connection, wall: datetime) -> float:
    """Return the entries a day; ids begin with the time, so one look is enough."""
    since_ms = int((wall - SPAN).timestamp() * 1000)
    first = _FIRST_SINCE.find(connection, {"since": since_ms.to_bytes(6, "big")})
    if first is None:
        return 0.0
    position, decided_at_us = first
    span_days = (wall.timestamp() - decided_at_us / 1_000_000) / 86_400
    return float((read_head(connection).position - position + 1) / max(1.0, span_days))
