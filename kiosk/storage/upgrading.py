"""Upgrading: an older database becomes the newest, or stays as it was.

The migration is one transaction. Beside it a copy of the old database is kept
(`kiosk.db.before-NNNN`) until the new one was opened and its chain checked.
"""

import logging
import shutil
from collections.abc import Mapping
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import text

from kiosk.errors import StorageError
from kiosk.storage import copying, entries, lock, schema
from kiosk.storage.connection import Connection
from kiosk.storage.database import Database
from kiosk.storage.slots import sync_folder

log = logging.getLogger(__name__)

ROOM_BYTES = 16 * 1024 * 1024
"""Left free beside the copy: the migration's own pages go through the WAL."""

# `recent` holds three seconds, and may be dropped.
_TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' "
    "AND name NOT IN ('alembic_version', 'recent') AND name NOT LIKE 'sqlite_%'"
)
_HEAD = "SELECT position, link, pending, refused FROM head"


def bring_up_to_date(
    path: Path, key: str, upgrade: schema.Upgrade, run_lock: Path
) -> None:
    """Upgrade the database at `path`; raise StorageError and leave it where that fails.

    An older program that still runs on it would go on by the old rules, so the
    kiosk must not be running.
    """
    try:
        with lock.hold(run_lock):
            _keep_copy(path, key)
            _migrate(path, key, upgrade)
    except lock.HeldError as error:
        raise StorageError(
            f"Database {path} is of an older version, which still runs on it: end "
            "that kiosk, then start this one. The file was not changed."
        ) from error


def drop_copy(database: Database) -> None:
    """Remove the copy of before, once the new database has shown that it is whole."""
    copy = schema.get_former_copy(database.path)
    if not copy.exists():
        return
    with database.read() as connection:
        fault = entries.find_chain_fault(connection, tail=copying.TAIL)
    if fault not in copying.SOUND:
        log.warning("chain is '%s' after the upgrade; %s is kept", fault, copy.name)
        return
    copy.unlink()


def migrate(connection: Connection, upgrade: schema.Upgrade) -> None:
    """Upgrade within the caller's transaction; raise StorageError where rows went missing."""
    before = _count(connection)
    upgrade(connection)
    after = _count(connection)
    changed = [name for name in before if before[name] != after.get(name)]
    if changed:
        raise StorageError(
            f"The upgrade would have changed what is in {', '.join(sorted(changed))}, so "
            "it was taken back: go back to the former version and call support."
        )


def _migrate(path: Path, key: str, upgrade: schema.Upgrade) -> None:
    database = Database(path, key)
    try:
        with database.write() as connection:
            migrate(connection, upgrade)
    finally:
        database.close()


def _count(connection: Connection) -> Mapping[str, object]:
    """Return what an upgrade leaves alone: the head, and how many rows each table has."""
    tables = connection.execute(text(_TABLES)).scalars().all()
    counts: dict[str, object] = {
        name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar()  # noqa: S608
        for name in tables
    }
    if "head" in counts:
        counts["head"] = tuple(connection.execute(text(_HEAD)).one())
    return counts


def _keep_copy(path: Path, key: str) -> None:
    """Keep the database of before; where there is no room, the transaction alone must do."""
    copy = schema.get_former_copy(path)
    part = copy.with_name(f"{copy.name}.part")
    if shutil.disk_usage(path.parent).free < _measure(path) + ROOM_BYTES:
        log.warning("no room for a copy of %s before its upgrade", path.name)
        return
    database = Database(path, key)
    try:
        with database.read() as connection:
            copying.copy(connection, key, part)
        part.replace(copy)
        sync_folder(path.parent)
    except (OSError, sqlcipher.Error) as error:
        part.unlink(missing_ok=True)
        log.warning("no copy of %s before its upgrade: %s", path.name, error)
    finally:
        database.close()


def _measure(path: Path) -> int:
    wal = path.with_name(f"{path.name}-wal")
    return sum(one.stat().st_size for one in (path, wal) if one.exists())
