"""Damage: what is wrong with a database that can't be trusted as it is."""

import contextlib
from enum import StrEnum
from pathlib import Path

import msgspec

from kiosk.storage.whole_file import read_or_none, write_whole

_DATABASE = "kiosk.db"
"""Backups and copies have names of their own, and are no business of the next start."""


class Part(StrEnum):
    """Which part of the database shows the damage."""

    PAGE_ONE = "page_one"
    PAGE = "page"
    END = "end"
    """The file's last pages are missing or empty."""
    LOG = "log"
    """The write-ahead log lacks transactions that were kept."""
    TABLE = "table"
    CHAIN = "chain"
    ALTERED = "altered"
    """No disk did it: pages are sealed. Somebody who has the key changed what was kept."""
    BEHIND = "behind"
    """The whole database is older than what was signed of it."""


class Sound(msgspec.Struct, frozen=True):
    """Nothing is wrong as far as was looked."""


class Damaged(msgspec.Struct, frozen=True, kw_only=True):
    """Something is wrong; `detail` names no person."""

    part: Part
    detail: str = ""

    @property
    def is_mendable(self) -> bool:
        """Say whether a salvage would help; what somebody altered it can't know."""
        return self.part is not Part.ALTERED


Soundness = Sound | Damaged


class _Noted(msgspec.Struct, frozen=True):
    part: Part
    detail: str


def find_mark(database: Path) -> Path:
    """Return the mark that stands once damage of `database` was found."""
    return database.with_name("kiosk.damaged")


def mark(database: Path, damaged: Damaged) -> None:
    """Leave word outside the database, so that the next start salvages it."""
    path = find_mark(database)
    if not path.exists():
        noted = _Noted(part=damaged.part, detail=damaged.detail)
        write_whole(path, msgspec.json.encode(noted))


def mark_unreadable(database: Path) -> None:
    """Leave word where the kiosk's database could not be read; a full disk takes none."""
    if database.name == _DATABASE:
        with contextlib.suppress(OSError):
            mark(database, Damaged(part=Part.TABLE, detail="unreadable"))


def read_mark(database: Path) -> Damaged | None:
    """Return the damage that was found while the kiosk ran, None where none was."""
    stored = read_or_none(find_mark(database))
    if stored is None:
        return None
    try:
        noted = msgspec.json.decode(stored, type=_Noted)
    except msgspec.MsgspecError:
        return Damaged(part=Part.PAGE)
    return Damaged(part=noted.part, detail=noted.detail)
