"""Names that were deleted are nowhere in the file once the indexes are written anew."""

import random

import pytest
from sqlalchemy import delete, insert, select

from kiosk.storage import formats
from kiosk.storage.database import Database
from kiosk.storage.images import Images
from kiosk.storage.tables import HOSTS, VISIT_TAILS
from kiosk.storage.wiping import wipe_names

SPLITS = [(formats.FIRST, 600), (formats.CURRENT, 1_000)]
"""How many names of each format leave some behind; whether they do is SQLite's chance."""


def name(number: int) -> str:
    return f"nguoi {number:05} hiem"


def fill(database: Database, count: int) -> None:
    """Put names in no order, so that pages are split in their middle; keep every third."""
    numbers = random.Random(1).sample(range(count), count)
    tails = [{"tail": name(number), "position": number} for number in numbers]
    hosts = [
        {"name": name(n), "folded": name(n), "position": n, "is_imported": False}
        for n in numbers
    ]
    with database.write() as connection:
        connection.execute(insert(VISIT_TAILS), tails)
        connection.execute(insert(HOSTS), hosts)
    with database.write() as connection:
        for table in (VISIT_TAILS, HOSTS):
            connection.execute(delete(table).where(table.c.position % 3 != 0))


def count_left(database: Database, count: int) -> int:
    """Return how many of the forgotten names some page still holds."""
    database.empty_wal()
    with Images(database.path, bytes.fromhex(database.key)) as images:
        pages = b"".join(image.page for image in images)
    return sum(name(number).encode() in pages for number in range(count) if number % 3)


@pytest.mark.parametrize(("form", "count"), SPLITS)
def test_names_that_were_forgotten_are_in_no_page(
    database: Database, count: int
) -> None:
    fill(database, count)
    assert count_left(database, count) > 0
    with database.write() as connection:
        wipe_names(connection)
    assert count_left(database, count) == 0


def test_names_that_are_kept_stay(database: Database) -> None:
    fill(database, 600)
    with database.write() as connection:
        wipe_names(connection)
        kept = [
            sorted(connection.execute(select(table.c.position)).scalars())
            for table in (VISIT_TAILS, HOSTS)
        ]
        said = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
    assert kept == [list(range(0, 600, 3))] * 2
    assert said == "ok"
