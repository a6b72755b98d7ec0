"""Overdue: the bundle that a kiosk makes of itself of what the province lacks for too long.

An admin carries it to the province. It is sealed to the province, lies in the
data folder and on the backup's card, and never outlives a content in it.
"""

import logging
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from kiosk.export.bundle import LEAST_RECIPIENTS
from kiosk.export.fault import ExportFault
from kiosk.export.job import ExportKind, Request, run_export
from kiosk.export.period import Period
from kiosk.place import Place
from kiosk.storage import entries, overdue, roster
from kiosk.storage.deadlines import Plan

log = logging.getLogger(__name__)

WHO = "retention"
"""Who exported, in the admin log."""


def carry(place: Place, plan: Plan, card: Path | None = None) -> Path | None:
    """Return a new bundle where one is needed; `card` gets a copy, where it is in.

    Raises:
        StorageError: the database can't be read or written.
    """
    folder = place.folder.overdue
    with place.database.read() as connection:
        late = overdue.count(connection, plan)
        is_carried = overdue.is_carried(connection, plan)
        last = entries.read_head(connection).position
        current = roster.read_head(connection)
    held = _list(folder)
    if late == 0:
        _drop(held)
        _note(place, 0, stands=bool(held))
        return None
    if is_carried and held:
        return None
    recipients = () if current is None else current.bundle_recipients
    if place.enrolment is None or len(set(recipients)) < LEAST_RECIPIENTS:
        return None  # nobody to seal it to: the alarm goes on
    made = _export(place, folder)
    if made is not None:
        _drop(held)
        _note(place, last)
        _copy(made, card)
    return made


def _export(place: Place, folder: Path) -> Path | None:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        log.warning("overdue entries not bundled: %s", error)
        return None
    request = Request(
        kind=ExportKind.BUNDLE, folder=folder, period=Period(), who=WHO, unsettled=True
    )
    done = run_export(place, request)
    if isinstance(done, ExportFault):
        log.warning("overdue entries not bundled: %s", done.value)
        return None
    return done.written.path


def _list(folder: Path) -> Sequence[Path]:
    return sorted(folder.glob("*.bundle"))


def _drop(files: Sequence[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)


def _note(place: Place, position: int, *, stands: bool = True) -> None:
    if stands:
        with place.database.write() as connection:
            overdue.note_carried(connection, position)


def _copy(made: Path, card: Path | None) -> None:
    """Put a copy on the card in place of earlier ones; without it there is one here."""
    if card is None or not card.is_dir():
        return
    folder = card / "overdue"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        earlier = _list(folder)
        with (folder / made.name).open("wb") as file, made.open("rb") as source:
            shutil.copyfileobj(source, file)
            file.flush()
            os.fsync(file.fileno())
        _drop([one for one in earlier if one.name != made.name])
    except OSError as error:
        log.warning("overdue entries not copied to the card: %s", error)
