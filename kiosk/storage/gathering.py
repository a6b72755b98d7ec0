"""Gathering: every row that a damaged database still holds, put into a new one."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Table, insert

from kiosk.storage.cells import Cell, Value, read_cells
from kiosk.storage.connection import Connection
from kiosk.storage.images import Image, Images
from kiosk.storage.reach import Heard, Reach
from kiosk.storage.shapes import find_table, name_values
from kiosk.storage.tables import HEAD

ROWS_AT_ONCE = 2_000
"""As many rows wait in memory, a megabyte or two."""

Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What was found: rows of each table, heads, and how many pages were read or bad.

    `cut` are the positions of entries whose content is on a bad page.
    """

    rows: Mapping[str, int]
    heads: tuple[Row, ...]
    cut: frozenset[int]
    reach: Reach
    pages: int
    bad_pages: int


def gather(images: Images, connection: Connection) -> Gathered:
    """Put every row into the new database of `connection`; the caller commits.

    Of two rows with one key the first counts: current pages come before older
    images of pages whose newest is bad.
    """
    waiting: dict[Table, list[Row]] = {}
    counted: Counter[str] = Counter()
    cut: set[int] = set()
    heard = Heard()
    pages = 0
    for image in images:
        pages += 1
        for table, cell in _read_cells(image, images, heard):
            row = name_values(table, cell)
            counted[table.name] += 1
            if not cell.is_whole and cell.rowid is not None:
                cut.add(cell.rowid)
            rows = waiting.setdefault(table, [])
            rows.append(row)
            if len(rows) >= ROWS_AT_ONCE and table is not HEAD:
                _put(connection, table, rows)
                rows.clear()
    heads = waiting.pop(HEAD, [])
    for table, rows in waiting.items():
        _put(connection, table, rows)
    return Gathered(
        rows=dict(counted),
        heads=tuple(heads),
        cut=frozenset(cut),
        reach=heard.conclude(images),
        pages=pages,
        bad_pages=images.bad,
    )


def _read_cells(
    image: Image, images: Images, heard: Heard
) -> Iterator[tuple[Table, Cell]]:
    """Yield the rows on a page; what else stands there is heard."""
    for cell in read_cells(image.page, image.number, images.get):
        table = find_table(cell)
        if table is None:
            heard.hear(cell)
        else:
            yield table, cell


def _put(connection: Connection, table: Table, rows: list[Row]) -> None:
    if rows:
        connection.execute(insert(table).prefix_with("OR IGNORE"), rows)
