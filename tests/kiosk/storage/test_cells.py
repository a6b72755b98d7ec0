"""Rows are read from pages as SQLite would have them."""

from contextlib import closing

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from kiosk.storage import settings
from kiosk.storage.cells import Cell, read_cells
from kiosk.storage.database import Database
from kiosk.storage.formats import CURRENT
from kiosk.storage.images import Images
from kiosk.storage.tables import PRESENCE, SETTINGS
from tests.backlog import fill
from tests.folders import in_every_format


def read_all(database: Database) -> list[Cell]:
    database.empty_wal()
    with closing(database), Images(database.path, bytes.fromhex(database.key)) as found:
        return [
            cell
            for image in found
            for cell in read_cells(image.page, image.number, found.get)
        ]


@in_every_format
def test_short_and_long_values_are_as_sqlite_has_them(database: Database) -> None:
    sizes = [0, 1, 500, *range(1930, 1970), *range(3946, 3986), 4100, 9000, 60_000]
    with database.write() as connection:
        for size in sizes:
            settings.put(connection, f"of {size}", bytes([size % 251]) * size)
        wanted = {tuple(row) for row in connection.execute(select(SETTINGS))}
    cells = read_all(database)
    assert wanted <= {cell.values for cell in cells if cell.is_whole}


def test_integers_of_every_size_and_sign(database: Database) -> None:
    numbers = [0, 1, -1, 127, -129, 2**15, -(2**23), 2**31, -(2**40), 2**53]
    rows = [
        {
            "holder": number.to_bytes(8, signed=True),
            "entry_id": b"e",
            "direction": "in",
            "gate": "A",
            "at_us": number,
        }
        for number in numbers
    ]
    with database.write() as connection:
        connection.execute(PRESENCE.insert(), rows)
    found = [cell.values for cell in read_all(database) if len(cell.values) == 5]
    assert {row[4] for row in found if row[1] == b"e"} == set(numbers)


@in_every_format
def test_no_entry_is_missed(database: Database) -> None:
    fill(database, 300)
    found = [cell for cell in read_all(database) if len(cell.values) == 14]
    assert sorted(cell.rowid or 0 for cell in found) == list(range(1, 301))


@given(st.binary(min_size=CURRENT.usable_bytes, max_size=CURRENT.usable_bytes))
def test_any_page_is_read_without_harm(page: bytes) -> None:
    for kind in (0x0D, 0x0A, 0x02):
        noise = bytes([kind]) + page[1:]
        list(read_cells(noise, 2, lambda _: page))
