"""Wrecks: a kiosk's database with every kind of page, and what a bad disk does to it."""

import shutil
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from kiosk.protocol.content import Act
from kiosk.recovery import keep_copies
from kiosk.storage import admin_log, formats, settings
from kiosk.storage.cells import read_cells
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder, open_existing
from kiosk.storage.formats import Format
from kiosk.storage.images import Images, list_free_pages
from kiosk.storage.migration import upgrade
from kiosk.storage.tables import ENTRIES
from tests.backlog import APART_S, fill
from tests.fakes import SteppedClock
from tests.folders import count_page_bytes, make_folder

SETTLED, PENDING = 1500, 500
_KINDS = {0x02: "inside", 0x05: "inside", 0x0A: "index", 0x0D: "leaf"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ship:
    """A sound database: pages of each kind, and on which page each entry stands.

    `parts` are the pages of an entry's row, its overflow pages too.
    """

    folder: Folder
    key: bytes
    kinds: Mapping[str, tuple[int, ...]]
    parts: Mapping[int, frozenset[int]]
    ids: Mapping[int, bytes]

    def copy(self, to: Path) -> Folder:
        """Return a copy that may be wrecked."""
        shutil.copytree(self.folder.path, to)
        return Folder(to)

    def find_spared(self, bad: Iterable[int]) -> set[bytes]:
        """Return the entries none of whose pages is among the bad ones."""
        gone = set(bad)
        return {self.ids[at] for at, pages in self.parts.items() if not pages & gone}


def build(
    path: Path,
    form: Format = formats.CURRENT,
    *,
    apart_s: float = APART_S,
    settled: int = SETTLED,
    pending: int = PENDING,
) -> Ship:
    """Make a database of some 2,000 entries, closed, with its copies beside it."""
    folder, clock = make_folder(path, form), SteppedClock()
    database = open_existing(folder, upgrade)
    fill(database, settled, settled=True, apart_s=apart_s)
    fill(database, pending, apart_s=apart_s)
    with database.write() as connection:
        admin_log.append(connection, Act.EXPORTED, {"who": "x" * 9000}, at=clock())
        settings.put(connection, "large", b"x" * 60_000)
    with database.write() as connection:
        settings.drop(connection, "large")
    keep_copies(folder, database)
    database.close()
    return _survey(folder, database)


def flip(path: Path, offset: int, bit: int = 0) -> None:
    """Flip one bit of a file."""
    with path.open("r+b") as file:
        file.seek(offset)
        byte = file.read(1)[0]
        file.seek(offset)
        file.write(bytes([byte ^ 1 << bit]))


def flip_page(path: Path, page: int, at: int = 1000) -> None:
    """Flip a bit within a page."""
    flip(path, (page - 1) * count_page_bytes(path) + at)


def blank(path: Path, first: int, count: int = 1) -> None:
    """Fill pages with zeros."""
    page_bytes = count_page_bytes(path)
    with path.open("r+b") as file:
        file.seek((first - 1) * page_bytes)
        file.write(bytes(count * page_bytes))


def read_ids(folder: Folder) -> list[bytes]:
    """Return the ids of all entries but the acts of new epochs, in the chain's order."""
    query = select(ENTRIES.c.entry_id).where(ENTRIES.c.act != Act.RESTORED.value)
    database = open_existing(folder, upgrade)
    with closing(database), database.read() as connection:
        return list(connection.execute(query.order_by(ENTRIES.c.position)).scalars())


def _survey(folder: Folder, database: Database) -> Ship:
    key = bytes.fromhex(database.key)
    kinds: dict[str, list[int]] = {"first": [1]}
    parts: dict[int, frozenset[int]] = {}
    with Images(folder.database, key) as images:
        free = list_free_pages(images)
        for image in list(images)[1:]:
            kind = _KINDS.get(image.page[0], "overflow")
            kind = "free" if image.number in free else kind
            kinds.setdefault(kind, []).append(image.number)
            parts |= _find_parts(image.number, image.page, images)
    database = open_existing(folder, upgrade)
    with closing(database), database.read() as connection:
        rows = connection.execute(select(ENTRIES.c.position, ENTRIES.c.entry_id))
        ids = {row.position: row.entry_id for row in rows}
    return Ship(
        folder=folder,
        key=key,
        kinds={kind: tuple(pages) for kind, pages in kinds.items()},
        parts={at: pages for at, pages in parts.items() if at in ids},
        ids=ids,
    )


def _find_parts(number: int, page: bytes, images: Images) -> dict[int, frozenset[int]]:
    """Return the pages of each entry that begins on this one."""
    parts: dict[int, frozenset[int]] = {}
    followed: list[int] = []

    def get(wanted: int) -> bytes | None:
        followed.append(wanted)
        return images.get(wanted)

    for cell in read_cells(page, number, get):
        if len(cell.values) == len(ENTRIES.columns) and cell.rowid is not None:
            parts[cell.rowid] = frozenset({number, *followed})
        followed.clear()
    return parts
