"""Generations: the backups of one kiosk below one folder, numbered, the newest two kept.

DIR/kiosk-ID/000007/kiosk.db     encrypted, as the kiosk's own
                    keys.json    the key, wrapped; what opens a slot is elsewhere
                    backup.json  when it was made, and of what

They are numbered because a clock can be wrong. `NUMBER.part` is one that was
never finished, or is on its way out.
"""

import contextlib
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kiosk.storage.slots import sync_folder

KEPT = 2
_PREFIX = "kiosk-"
_DIGITS = 6
_PART = ".part"


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """What a generation says of itself, in words that need no key; nobody is named."""

    kiosk_id: str
    made_at: str
    entries: int
    pending: int
    position: int
    epoch: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """One finished backup."""

    path: Path

    @property
    def number(self) -> int:
        """Return its number, which grows."""
        return int(self.path.name)

    @property
    def database(self) -> Path:
        """Return the copy of the database."""
        return self.path / "kiosk.db"

    @property
    def slots(self) -> Path:
        """Return the copy of the key slots."""
        return self.path / "keys.json"

    @property
    def key_file(self) -> Path:
        """Return the copy of the key file, which is there only where it was asked for."""
        return self.path / "database.key"

    @property
    def statement(self) -> Path:
        """Return what the generation says of itself."""
        return self.path / "backup.json"


def get_folder(to: Path, kiosk_id: str) -> Path:
    """Return where the generations of a kiosk stand below `to`."""
    return to / f"{_PREFIX}{kiosk_id}"


def list_all(folder: Path) -> list[Generation]:
    """Return the finished generations in a kiosk's folder, oldest first."""
    if not folder.is_dir():
        return []
    found = [
        Generation(path=path)
        for path in folder.iterdir()
        if path.name.isascii() and path.name.isdigit() and path.is_dir()
    ]
    return sorted(found, key=lambda generation: generation.number)


def find_folders(named: Path) -> list[Path]:
    """Return the kiosks' folders that `named` is or holds."""
    if list_all(named):
        return [named]
    if not named.is_dir():
        return []
    inside = [path for path in named.iterdir() if path.name.startswith(_PREFIX)]
    return sorted(path for path in inside if list_all(path))


def begin(folder: Path) -> Generation:
    """Return the next generation, under its unfinished name; whoever began before is gone."""
    folder.mkdir(exist_ok=True)
    drop_unfinished(folder)
    number = max((one.number for one in list_all(folder)), default=0) + 1
    part = folder / f"{number:0{_DIGITS}}{_PART}"
    part.mkdir()
    return Generation(path=part)


def finish(generation: Generation) -> Generation:
    """Give a generation its name, once everything in it is durable."""
    sync_folder(generation.path)
    finished = generation.path.with_suffix("")
    generation.path.replace(finished)
    sync_folder(finished.parent)
    return Generation(path=finished)


def drop_old(folder: Path, kept: int = KEPT) -> int:
    """Remove all but the newest `kept`; return how many went."""
    old = list_all(folder)[:-kept]
    for generation in old:
        _drop(generation)
    return len(old)


def drop_unfinished(folder: Path) -> None:
    """Remove what was never finished, as far as the medium lets."""
    for path in folder.glob(f"*{_PART}"):
        with contextlib.suppress(OSError):
            shutil.rmtree(path)


def write(path: Path, content: bytes) -> None:
    """Write a small file, durable."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def write_statement(generation: Generation, statement: Statement) -> None:
    """Write what a generation says of itself."""
    encoded = msgspec.json.format(msgspec.json.encode(statement))
    write(generation.statement, encoded)


def read_statement(generation: Generation) -> Statement | None:
    """Return what a generation says of itself, None where that can't be read."""
    try:
        return msgspec.json.decode(generation.statement.read_bytes(), type=Statement)
    except (OSError, msgspec.MsgspecError):
        return None


def measure(generation: Generation) -> int:
    """Return how many bytes a generation takes."""
    return sum(path.stat().st_size for path in generation.path.iterdir())


def _drop(generation: Generation) -> None:
    """Remove a generation; under its unfinished name half of it is no backup."""
    part = generation.path.with_suffix(_PART)
    generation.path.replace(part)
    shutil.rmtree(part)


def newest_first(folder: Path) -> Sequence[Generation]:
    """Return the finished generations in the order in which one is wanted back."""
    return list_all(folder)[::-1]
