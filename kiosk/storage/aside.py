"""Aside: damaged files are moved to a folder of their own, and a whole database takes their place.

Nothing is deleted. Once the new file stands under its second name, renames are
all that is left, and `finish` does them after a power cut too.
"""

import contextlib
import os
from datetime import UTC, datetime
from pathlib import Path

from kiosk.storage.damage import find_mark
from kiosk.storage.slots import sync_folder

_ENDS = ("", "-wal", "-shm", "-journal")


def start_building(database: Path) -> Path:
    """Return where a database is built anew; what an earlier try left there is gone."""
    building = database.with_name(database.name + ".salvaging")
    for end in _ENDS:
        building.with_name(building.name + end).unlink(missing_ok=True)
    return building


def put_in_place(database: Path, building: Path) -> Path:
    """Let the finished file take the place of `database`; return where that was moved."""
    with building.open("rb") as file:
        os.fsync(file.fileno())
    building.replace(_get_finished(database))
    sync_folder(database.parent)
    return _move(database)


def finish(database: Path) -> None:
    """Do what a power cut left undone of `put_in_place`."""
    if _get_finished(database).exists():
        with contextlib.suppress(FileNotFoundError):  # another process was quicker
            _move(database)


def _move(database: Path) -> Path:
    finished = _get_finished(database)
    made_at = datetime.fromtimestamp(finished.stat().st_mtime, UTC)
    aside = _choose(database, made_at.strftime("damaged-%Y%m%d-%H%M%S"))
    aside.mkdir(exist_ok=True)
    files = [database.with_name(database.name + end) for end in _ENDS]
    for damaged in (*files, find_mark(database)):
        if damaged.exists():
            damaged.replace(aside / damaged.name)
    sync_folder(aside)
    finished.replace(database)
    sync_folder(database.parent)
    return aside


def _choose(database: Path, name: str) -> Path:
    """Return the folder to move to: after a power cut the one that was begun."""
    aside, number = database.with_name(name), 1
    while (aside / database.name).exists():
        number += 1
        following = database.with_name(f"{name}-{number}")
        if not database.exists() and not following.exists():
            break
        aside = following
    return aside


def _get_finished(database: Path) -> Path:
    return database.with_name(database.name + ".salvaged")
