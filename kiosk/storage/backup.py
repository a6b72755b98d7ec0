"""Backup: a whole copy of the database on a second path, verified before it counts."""

import logging
import os
import shutil
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from kiosk.clock import Instant
from kiosk.errors import KeySlotError
from kiosk.storage import (
    backup_record,
    copying,
    entries,
    generations,
    lock,
    renewal,
    settings,
    slots,
)
from kiosk.storage.backup_record import Record
from kiosk.storage.copying import AT_ONCE, CancelledError, Pace
from kiosk.storage.database import Database
from kiosk.storage.entries import Head
from kiosk.storage.folder import Folder
from kiosk.storage.generations import Generation, Statement
from kiosk.version import VERSION

log = logging.getLogger(__name__)

MARGIN = 1.1
"""Free space must exceed the database's size by this: the WAL's pages come on top."""

LITTLE_BYTES = 64 * 1024
"""Less than this left is full, whatever the driver calls its error."""

SLOTS_BYTES = 64 * 1024


class BackupFault(StrEnum):
    """Why there is no new backup; the former ones are as they were."""

    MISSING = "missing"
    """The folder is not there, or a card that was below it is not."""
    INSIDE = "inside"
    """The folder is the data folder itself, or in it."""
    READ_ONLY = "read_only"
    FULL = "full"
    WORN_OUT = "worn_out"
    """What was written could not be read back, or the medium failed."""
    DAMAGED = "damaged"
    """The kiosk's own database is not whole: it must not take a good backup's place."""
    BUSY = "busy"
    """Another backup is under way."""
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp:
    """A backup that was read back and is right; `dropped` older ones made room for it."""

    generation: Generation
    head: Head
    size: int
    dropped: int
    is_apart: bool
    """It is on another device than the data: a disk that dies takes only one of them."""
    has_key_file: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Where a backup shall go, and whether the key file goes with it.

    With the key file a card is an open book; without it a restore on another
    machine takes the passphrase or the province's recovery key.
    """

    to: Path
    with_key_file: bool = False


def back_up(
    folder: Folder,
    database: Database,
    wanted: Wanted,
    *,
    at: Instant,
    pace: Pace = AT_ONCE,
) -> BackedUp | BackupFault:
    """Make a backup while the kiosk works, and remember in the database how it went.

    Raises:
        StorageError: the kiosk's own database can't be read or written.
        KeySlotError: the key slots don't hold the database's key.
    """
    with database.read() as connection:
        before = backup_record.read(connection)
    made = _back_up(folder, database, wanted, before, at=at, pace=pace)
    if made in {BackupFault.CANCELLED, BackupFault.BUSY}:
        return made
    with database.write() as connection:
        backup_record.put(connection, _note(before, wanted, made, at))
    return made


def _note(
    before: Record, wanted: Wanted, made: BackedUp | BackupFault, at: Instant
) -> Record:
    match made:
        case BackedUp():
            return Record(
                to=str(wanted.to),
                made_at_us=int(at.wall.timestamp() * 1_000_000),
                position=made.head.position,
                is_apart=made.is_apart,
            )
        case BackupFault():
            return before.fail(made.value)


def _back_up(
    folder: Folder,
    database: Database,
    wanted: Wanted,
    before: Record,
    *,
    at: Instant,
    pace: Pace,
) -> BackedUp | BackupFault:
    fault = _check_folder(folder, wanted.to, before)
    if fault is not None:
        return fault
    device = wanted.to.stat().st_dev
    try:
        with lock.hold(folder.backup_lock):
            return _make(folder, database, wanted, at=at, pace=pace)
    except lock.HeldError:
        return BackupFault.BUSY
    except CancelledError:
        return BackupFault.CANCELLED
    except (OSError, sqlcipher.Error) as error:
        log.info("backup failed: %s", error)
        return _classify(error, wanted.to, device)


def _check_folder(folder: Folder, to: Path, before: Record) -> BackupFault | None:
    if not to.is_dir():
        return BackupFault.MISSING
    here, there = folder.path.resolve(), to.resolve()
    if here in (there, *there.parents):
        return BackupFault.INSIDE
    was_card = before.to == str(to) and before.is_apart
    if was_card and not _is_apart(folder, to):
        return BackupFault.MISSING  # the mount point without its card
    return None


def _is_apart(folder: Folder, to: Path) -> bool:
    return folder.path.stat().st_dev != to.stat().st_dev


def _make(
    folder: Folder, database: Database, wanted: Wanted, *, at: Instant, pace: Pace
) -> BackedUp | BackupFault:
    kept_slots = _read_slots(folder, database)
    with database.read() as connection:
        identity = settings.read_identity(connection)
        head = entries.read_head(connection)
        if entries.find_chain_fault(connection, tail=copying.TAIL) not in copying.SOUND:
            return BackupFault.DAMAGED
        ours = generations.get_folder(wanted.to, identity.kiosk_id)
        if not _make_room(ours, wanted.to, _measure(database.path)):
            return BackupFault.FULL
        part = generations.begin(ours)
        copying.copy(connection, database.key, part.database, pace)
    generations.write(part.slots, kept_slots)
    if wanted.with_key_file:
        generations.write(part.key_file, folder.key_file.read_bytes())
    generations.write_statement(
        part,
        Statement(
            kiosk_id=identity.kiosk_id,
            made_at=at.wall.isoformat(timespec="seconds"),
            entries=head.position - head.admin,
            pending=head.pending,
            position=head.position,
            epoch=identity.epoch,
            version=VERSION,
        ),
    )
    if not copying.is_sound(part.database, database.key, head, pace):
        generations.drop_unfinished(ours)
        return BackupFault.WORN_OUT
    made = generations.finish(part)
    return BackedUp(
        generation=made,
        head=head,
        size=generations.measure(made),
        dropped=generations.drop_old(ours),
        is_apart=_is_apart(folder, wanted.to),
        has_key_file=wanted.with_key_file,
    )


def _make_room(ours: Path, to: Path, size: int) -> bool:
    """Say whether `size` bytes fit, where need be without the older of two backups."""
    generations.drop_unfinished(ours)
    wanted = int(size * MARGIN) + SLOTS_BYTES
    free = shutil.disk_usage(to).free
    if free >= wanted:
        return True
    standing = generations.list_all(ours)
    if len(standing) < generations.KEPT:
        return False
    if free + generations.measure(standing[0]) < wanted:
        return False
    generations.drop_old(ours, kept=generations.KEPT - 1)
    return True


def _measure(database: Path) -> int:
    wal = database.with_name(database.name + "-wal")
    return sum(path.stat().st_size for path in (database, wal) if path.exists())


def _read_slots(folder: Folder, database: Database) -> bytes:
    """Return the key slots as they stand, which hold the database's key."""
    held = renewal.pick(slots.load(folder.slots), folder.database)
    if not slots.fits(held, bytes.fromhex(database.key)):
        raise KeySlotError(
            f"Key slots {folder.slots} don't hold the key of the open database: "
            "end the kiosk and start it again, then back up once more."
        )
    return folder.slots.read_bytes()


def _classify(error: Exception, to: Path, device: int) -> BackupFault:
    """Say which fault an error while copying is, by how the medium is now."""
    try:
        if to.stat().st_dev != device:
            return BackupFault.MISSING
        free = shutil.disk_usage(to).free
        is_read_only = not os.access(to, os.W_OK) or _is_read_only(to)
    except OSError:
        return BackupFault.MISSING
    if is_read_only:
        return BackupFault.READ_ONLY
    if free < LITTLE_BYTES or "disk is full" in str(error):
        return BackupFault.FULL
    if any(sign in str(error) for sign in ("malformed", "not a database")):
        return BackupFault.DAMAGED
    return BackupFault.WORN_OUT


def _is_read_only(folder: Path) -> bool:
    return os.name == "posix" and bool(os.statvfs(folder).f_flag & os.ST_RDONLY)
