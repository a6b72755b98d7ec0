"""Recovery: a damaged database is mended before the gate opens."""

import logging
import shutil
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from kiosk.clock import Instant
from kiosk.errors import OutsideError, StorageError
from kiosk.storage import (
    aside,
    chain_check,
    damage,
    head_mark,
    identity_copy,
    lock,
    page_one,
    report,
    schema,
    settings,
    soundness,
)
from kiosk.storage.damage import Damaged, Part, Sound, Soundness
from kiosk.storage.database import Database, connect
from kiosk.storage.examination import examine_alone, explain, is_there
from kiosk.storage.folder import Folder, read_key
from kiosk.storage.images import Images
from kiosk.storage.salvage import Copies, Salvaged, salvage
from kiosk.storage.scrub import LOOK_S, Scrub

log = logging.getLogger(__name__)

COPIES_EVERY_S = 60.0
"""A head that is marked more often would wear the disk out for little."""


class MendState(StrEnum):
    """How a look at the database ended, for people."""

    SOUND = "sound"
    WHOLE = "whole"
    """It was damaged and is mended; nothing is missing."""
    MISSING = "missing"
    AT_LEAST = "at_least"
    """More may be missing than is counted: nothing tells any more where the chain ended."""
    ENROL_AGAIN = "enrol_again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A damaged database that is whole again; `aside` is where the damaged files are.

    Without `salvaged` its first page was put back, and nothing was lost.
    """

    found: Damaged
    aside: Path
    salvaged: Salvaged | None

    @property
    def state(self) -> MendState:
        """Return what people are told."""
        if self.salvaged is None:
            return MendState.WHOLE
        if self.salvaged.is_other:
            return MendState.ENROL_AGAIN
        if not self.salvaged.is_end_known:
            return MendState.AT_LEAST
        is_short = self.salvaged.missing or self.salvaged.emptied
        return MendState.MISSING if is_short else MendState.WHOLE


def mend_if_damaged(
    folder: Folder, upgrade: schema.Upgrade, at: Instant
) -> Mended | None:
    """Look at the database of `folder` in a few ms, and mend it where that is needed.

    None where it is sound, or not there, or a kiosk runs on it.

    Raises:
        StorageError: the disk can't keep what is recovered; nothing was changed.
        KeySlotError: no slot opens the database.
    """
    if not is_there(folder):
        return None
    try:
        with lock.hold(folder.run_lock):
            key = read_key(folder)
            found = examine_alone(folder, key)
            return _mend(folder, key, upgrade, found, at)
    except lock.HeldError:
        return None
    except OSError as error:
        raise explain(folder, error) from error


def mend(folder: Folder, upgrade: schema.Upgrade, at: Instant) -> Mended | None:
    """Look at every page and entry, and mend what is damaged; None where all is sound.

    Raises:
        OutsideError: a kiosk runs on it.
        StorageError: there is no database, or the disk can't keep what is recovered.
    """
    if not is_there(folder):
        raise StorageError(
            f"Data folder {folder.path} holds no kiosk database: name the right folder "
            "with --data. Nothing was changed."
        )
    try:
        with lock.hold(folder.run_lock):
            key = read_key(folder)
            found = damage.read_mark(folder.database) or _look_at_all(folder, key)
            return _mend(folder, key, upgrade, found, at)
    except lock.HeldError as error:
        raise OutsideError(
            f"A kiosk runs on {folder.path}: end it first, then salvage."
        ) from error
    except OSError as error:
        raise explain(folder, error) from error


def keep_copies(folder: Folder, database: Database) -> None:
    """Bring what a salvage needs up to date; a disk that fails is told of elsewhere."""
    key = bytes.fromhex(database.key)
    try:
        with database.read() as connection:
            identity_copy.keep(connection, folder.identity_copy, key)
            head_mark.keep(connection, folder.head_mark)
        page_one.keep(folder.database, folder.page_one, key)
    except (OSError, StorageError) as error:
        log.warning("copies beside the database not kept: %s", error)


def watch_over(
    folder: Folder,
    database: Database,
    now: Callable[[], Instant],
    stop: threading.Event,
    *,
    look_s: float = LOOK_S,
) -> None:
    """Scrub, and keep the copies, until `stop`; what is found is marked and stops nothing."""
    keep_copies(folder, database)
    kept_at_s = time.monotonic()
    scrub: Scrub | None = None
    while not stop.wait(look_s):
        if time.monotonic() - kept_at_s >= COPIES_EVERY_S:
            keep_copies(folder, database)
            kept_at_s = time.monotonic()
        try:
            scrub = scrub or Scrub(database, now)
            found = scrub.look()
        except (OSError, StorageError) as error:
            log.warning("not scrubbed: %s", error)
            continue
        if found is not None and not folder.damage_mark.exists():
            log.error("damage found: %s %s", found.part, found.detail)
            if found.is_mendable:
                damage.mark(folder.database, found)
    keep_copies(folder, database)
    if scrub is not None:
        _end(scrub)


def _end(scrub: Scrub) -> None:
    try:
        scrub.keep()
    except StorageError as error:
        log.info("the scrub's place not kept: %s", error)


def describe(mended: Mended) -> dict[str, object]:
    """Return the report of what was recovered, and what was not, as JSON values."""
    told: dict[str, object] = {
        "damage": mended.found.part.value,
        "detail": mended.found.detail,
        "aside": mended.aside.name,
    }
    if mended.salvaged is None:
        return {**told, "missing": 0, "end_known": True, "lost": [], "epoch": None}
    salvaged = mended.salvaged
    return {
        **told,
        "epoch": salvaged.epoch,
        "entries": salvaged.entries,
        "pending": salvaged.pending,
        "missing": salvaged.missing,
        "end_known": salvaged.is_end_known,
        "emptied": salvaged.emptied,
        "lost": [
            {
                "first": span.first,
                "last": span.last,
                "count": span.count,
                "after": _say_time(span.after_us),
                "before": _say_time(span.before_us),
            }
            for span in salvaged.lost
        ],
        "pages": salvaged.pages,
        "bad_pages": salvaged.bad_pages,
        "rows": dict(sorted(salvaged.rows.items())),
        "enrol_again": salvaged.is_other,
    }


def _mend(
    folder: Folder, key: bytes, upgrade: schema.Upgrade, found: Soundness, at: Instant
) -> Mended | None:
    if isinstance(found, Sound):
        return None
    log.error("database is damaged: %s %s", found.part, found.detail)
    if not found.is_mendable:
        return None
    moved_to = _put_page_one_back(folder, key)
    salvaged = None
    if moved_to is None:
        copies = Copies(identity=folder.identity_copy, head=folder.head_mark)
        salvaged = salvage(folder.database, key, upgrade, copies, at=at)
        moved_to = salvaged.aside
    mended = Mended(found=found, aside=moved_to, salvaged=salvaged)
    report.write(moved_to, describe(mended))
    return mended


def _put_page_one_back(folder: Folder, key: bytes) -> Path | None:
    """Mend a database of which only the first page is bad; None where it is more than that."""
    database = folder.database
    if not page_one.read(folder.page_one, key) or page_one.is_good(database, key):
        return None
    with Images(database, key) as images:
        if any(images.is_bad(number) for number in range(2, images.count + 1)):
            return None
    building = aside.start_building(database)
    shutil.copyfile(database, building)
    log_path = database.with_name(database.name + "-wal")
    if log_path.exists():
        shutil.copyfile(log_path, building.with_name(building.name + "-wal"))
    page_one.put_back(building, folder.page_one, key)
    if isinstance(soundness.check(building, key, folder.head_mark), Damaged):
        return None
    with closing(connect(building, key.hex())) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return aside.put_in_place(database, building)


def _look_at_all(folder: Folder, key: bytes) -> Soundness:
    """Look at every page and every entry: some seconds for a million."""
    found = soundness.check(folder.database, key, folder.head_mark)
    if isinstance(found, Damaged):
        return found
    database = Database(folder.database, key.hex(), read_only=True)
    try:
        with database.hold() as connection:
            is_newest = schema.read_revision(connection) == schema.HEAD_REVISION
            bad = soundness.find_bad_pages(folder.database, key)
            if bad:
                return Damaged(part=Part.PAGE, detail=f"page {bad[0]}")
            if not is_newest:
                return Sound()
            checked = chain_check.check(connection, settings.read_identity(connection))
    except sqlcipher.Error as error:
        return Damaged(part=Part.TABLE, detail=str(error))
    finally:
        database.close()
    return soundness.judge(checked.state)


def _say_time(at_us: int) -> str | None:
    if not at_us:
        return None
    return datetime.fromtimestamp(at_us / 1_000_000, UTC).isoformat()
