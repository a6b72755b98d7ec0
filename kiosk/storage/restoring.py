"""Restoring: a backup takes the database's place, and what stood there is moved aside.

Until the last rename the data folder is as it was, or has no database and says
so; nothing is deleted. The restored database is under a new epoch before it has
its name, so no entry is ever appended to it under the old one.
"""

import contextlib
import itertools
import os
import shutil
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import select

from kiosk.clock import Instant
from kiosk.errors import KioskError, StorageError
from kiosk.storage import (
    copying,
    entries,
    epochs,
    filling,
    machine_mark,
    opening,
    renewal,
    schema,
    settings,
    slots,
    upgrading,
)
from kiosk.storage.connection import Connection
from kiosk.storage.database import Database, connect
from kiosk.storage.entries import Head
from kiosk.storage.epochs import Cause
from kiosk.storage.folder import Folder, find_safes, mark_enrolled
from kiosk.storage.generations import Generation
from kiosk.storage.slots import Slots
from kiosk.storage.tables import ENTRIES

_MADE = "kiosk.db.restored"
_COPIED = ("keys.json", "database.key", "enrolled")
"""What goes aside too, as copies, so that what is there is a data folder of its own."""


class RestoreFault(StrEnum):
    """Why nothing was restored; the data folder is as it was."""

    UNSOUND = "unsound"
    """The backup can't be read to its end under its key."""
    AHEAD = "ahead"
    """The database here has entries that the backup lacks."""
    UNREADABLE = "unreadable"
    """There is a database here, and nobody can say what it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A database that is in place again; `aside` is where the one of before went."""

    head: Head
    epoch: str
    aside: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What is restored: a generation, its slots, and the key that one of them gave.

    `is_ours` says that this machine's own slot opens it, so that nothing of the
    slots is made anew; `move_aside` that a database with more entries may give way.
    """

    generation: Generation
    slots: Slots
    key: bytes
    is_ours: bool
    move_aside: bool = False


def restore(
    folder: Folder,
    chosen: Chosen,
    upgrade: schema.Upgrade,
    *,
    at: Instant,
    said: Mapping[str, object],
) -> Restored | RestoreFault:
    """Put a backup in the database's place, under a new epoch; nothing is deleted.

    The caller holds the run lock. What is `said` goes into the admin log.

    Raises:
        StorageError: the backup is of a newer version, or the disk fails.
        OSError: the data folder can't be written.
    """
    made = folder.path / _MADE
    _drop(made)
    try:
        shutil.copyfile(chosen.generation.database, made)
        head = _read_sound_head(made, chosen.key, upgrade)
        if head is None:
            return RestoreFault.UNSOUND
        if not chosen.move_aside:
            fault = _compare(folder, made, chosen.key)
            if fault is not None:
                return fault
        epoch, is_enrolled = _begin_epoch(made, chosen.key, at, said)
        with slots.hold(folder.slots):
            aside = _move_aside(folder, chosen.key, at)
            _put_slots(folder, chosen)
            if is_enrolled:
                mark_enrolled(folder)
            made.replace(folder.database)
            slots.sync_folder(folder.path)
    finally:
        _drop(made)
    return Restored(head=head, epoch=epoch, aside=aside)


def _put_slots(folder: Folder, chosen: Chosen) -> None:
    """Put slots in place that this machine opens.

    Secrets of before stay in their safes: what was moved aside may need them.
    """
    held = chosen.slots
    if not chosen.is_ours:
        held = filling.refill(held, chosen.key, find_safes(folder)).slots
    slots.save(held, folder.slots)


def _read_sound_head(made: Path, key: bytes, upgrade: schema.Upgrade) -> Head | None:
    """Return the head of a sound copy, brought up to date; None where it is not sound."""
    with closing(Database(made, key.hex())) as database:
        revision = _read_revision(database)
        if revision is None:
            return None
        schema.refuse_newer(made, revision)
        if revision != schema.HEAD_REVISION:
            with database.write() as connection:
                upgrading.migrate(connection, upgrade)
        with database.read() as connection:
            head = entries.read_head(connection)
    return head if copying.is_sound(made, key.hex(), head) else None


def _read_revision(database: Database) -> str | None:
    try:
        with database.read() as connection:
            return schema.read_revision(connection)
    except StorageError:
        return None


def _compare(folder: Folder, made: Path, key: bytes) -> RestoreFault | None:
    """Say whether the database here has what the backup lacks, None where it has nothing more."""
    if not folder.database.exists():
        return None
    try:
        here = _read_here(folder, key)
    except KioskError:
        return RestoreFault.UNREADABLE
    backup = Database(made, key.hex())
    with closing(backup), backup.read() as connection:
        is_in_backup = _has(connection, here)
    return None if is_in_backup else RestoreFault.AHEAD


def _read_here(folder: Folder, key: bytes) -> Head:
    database = Database(folder.database, _find_key(folder, key).hex(), read_only=True)
    with closing(database), database.read() as connection:
        return entries.read_head(connection)


def _find_key(folder: Folder, key: bytes) -> bytes:
    """Return the key of the database here, which may have been changed since the backup."""
    held = renewal.pick(slots.load(folder.slots), folder.database)
    if slots.fits(held, key):
        return key
    return opening.require_key(held, find_safes(folder), folder.slots).key


def _has(connection: Connection, head: Head) -> bool:
    """Say whether the chain goes through `head`."""
    if head.position == 0:
        return True
    link = select(ENTRIES.c.link).where(ENTRIES.c.position == head.position)
    return connection.execute(link).scalar() == head.link


def _begin_epoch(
    made: Path, key: bytes, at: Instant, said: Mapping[str, object]
) -> tuple[str, bool]:
    """Begin the new epoch in the copy; return it, and whether the kiosk is enrolled."""
    machine = machine_mark.name_machine()
    database = Database(made, key.hex())
    with database.write() as connection:
        identity = epochs.begin(connection, Cause.BACKUP, said, at=at)
        is_enrolled = settings.read_enrolment(connection) is not None
        if machine:
            machine_mark.put(connection, machine)
    database.close()
    _sync(made)
    return identity.epoch, is_enrolled


def _move_aside(folder: Folder, key: bytes, at: Instant) -> Path | None:
    """Move what belongs to the database of before into a folder of its own."""
    _settle_wal(folder, key)
    old = sorted(
        path
        for path in folder.path.iterdir()
        if path.name.startswith("kiosk.")
        and path != folder.config
        and not path.name.startswith(_MADE)
    )
    if not old:
        return None
    aside = _make_aside(folder.path, at)
    for name in _COPIED:
        if (folder.path / name).exists():
            shutil.copy2(folder.path / name, aside / name)
            _sync(aside / name)
    for path in old:  # the database first: a WAL without it is harmless
        path.replace(aside / path.name)
    slots.sync_folder(aside)
    slots.sync_folder(folder.path)
    return aside


def _settle_wal(folder: Folder, key: bytes) -> None:
    """Bring the WAL of a database that opens into it, so that there is one file to move.

    One that does not open is moved as it is.
    """
    if not folder.database.exists():
        return
    with contextlib.suppress(KioskError, OSError, sqlcipher.Error):
        _read_here(folder, key)  # a wrong key must not come near the WAL
        own = _find_key(folder, key).hex()
        with closing(connect(folder.database, own)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _make_aside(parent: Path, at: Instant) -> Path:
    name = f"replaced-{at.wall:%Y%m%d-%H%M%S}"
    for number in itertools.count(1):
        aside = parent / (name if number == 1 else f"{name}-{number}")
        with contextlib.suppress(FileExistsError):
            aside.mkdir()
            return aside
    raise AssertionError  # never: the count has no end


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _drop(made: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        made.with_name(made.name + suffix).unlink(missing_ok=True)
