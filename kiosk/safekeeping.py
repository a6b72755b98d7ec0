"""Safekeeping: backs up while the kiosk runs, whenever it is due."""

import logging
import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from kiosk.errors import KioskError
from kiosk.place import Place
from kiosk.storage import backup_record
from kiosk.storage.backup import BackedUp, BackupFault, Wanted, back_up
from kiosk.storage.copying import Pace

log = logging.getLogger(__name__)

LOOK_S = 10.0
AGAIN_S = 600.0
"""After a fault; a card is put back, or a disk tidied, by people."""

REST = 3.0
"""Three quarters of the time the backup rests, and the gate has the disk for itself
(benchmarks/backup.py: 100,000 entries take some ten seconds)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Where backups go, and how often."""

    to: Path
    every: timedelta


def keep_safe(
    place: Place, plan: Plan, stop: threading.Event, *, look_s: float = LOOK_S
) -> None:
    """Back up whenever it is due, until `stop`; a fault is logged, and tried again."""
    tried_s: float | None = None
    while not stop.wait(look_s):
        if tried_s is not None and time.monotonic() - tried_s < AGAIN_S:
            continue
        try:
            if _is_due(place, plan):
                is_made = _back_up(place, plan, stop)
                tried_s = None if is_made else time.monotonic()
        except (KioskError, OSError) as error:
            log.warning("backup not made: %s", error)
            tried_s = time.monotonic()


def _is_due(place: Place, plan: Plan) -> bool:
    with place.database.read() as connection:
        record = backup_record.read(connection)
    return backup_record.is_due(record, str(plan.to), plan.every, place.now().wall)


def _back_up(place: Place, plan: Plan, stop: threading.Event) -> bool:
    """Make a backup and say how it went; return whether there is one."""
    made = back_up(
        place.folder,
        place.database,
        Wanted(to=plan.to),
        at=place.now(),
        pace=Pace(rest=REST, stop=stop),
    )
    match made:
        case BackedUp():
            log.info("backed up %s entries", made.head.position)
            return True
        case BackupFault.CANCELLED | BackupFault.BUSY:
            return True  # the kiosk ends, or somebody else makes one
        case BackupFault():
            log.warning("backup not made: %s", made.value)
            return False
