"""How far the chain went is told by whatever page survives, and a doubt is said."""

from collections.abc import Iterable, Mapping

import pytest

from kiosk.storage.cells import Cell, Value, read_cells
from kiosk.storage.database import Database
from kiosk.storage.images import Images
from kiosk.storage.log_frames import FRAME_HEADER_BYTES, LOG_HEADER_BYTES, find_log
from kiosk.storage.reach import Heard, Reach
from kiosk.storage.shapes import find_table
from kiosk.storage.tables import ENTRIES, HEAD, OUTBOX
from tests.backlog import fill
from tests.folders import in_every_format
from tests.wrecks import flip, flip_page

COUNT = 120


def hear(database: Database) -> Reach:
    with Images(database.path, bytes.fromhex(database.key)) as images:
        heard = Heard()
        for cell, _ in list_cells(images):
            if find_table(cell) is None:
                heard.hear(cell)
        return heard.conclude(images)


def list_cells(images: Images) -> list[tuple[Cell, int]]:
    return [
        (cell, image.number)
        for image in images
        for cell in read_cells(image.page, image.number, images.get)
    ]


def fill_and_find(database: Database) -> Mapping[str, int]:
    """Keep 120 entries; return the page of each thing that names the newest of them."""
    fill(database, COUNT)
    database.empty_wal()
    with Images(database.path, bytes.fromhex(database.key)) as images:
        pages = {name: at for cell, at in list_cells(images) for name in name_it(cell)}
    assert pages.keys() == {"entry", "outbox", "head", "ids", "holders"}
    return pages


def name_it(cell: Cell) -> Iterable[str]:
    """Yield what `cell` is, where it tells of the newest entry."""
    table = find_table(cell)
    if table is HEAD:
        yield "head"
    if cell.rowid == COUNT and table in {ENTRIES, OUTBOX}:
        yield "entry" if table is ENTRIES else "outbox"
    if cell.rowid is None and cell.values[1:] == (COUNT,):
        yield "ids"
    if cell.rowid is None and cell.values[1:] == (COUNT, COUNT):
        yield "holders"


@in_every_format
def test_a_whole_database_proves_its_end(database: Database) -> None:
    fill_and_find(database)
    assert hear(database) == Reach(highest=COUNT, proven=COUNT)


def test_an_empty_chain_ends_before_its_first_entry(database: Database) -> None:
    database.empty_wal()
    assert hear(database) == Reach(highest=0, proven=0)


@in_every_format
@pytest.mark.parametrize("bad", ["entry", "head outbox ids holders"])
def test_one_proof_is_enough(database: Database, bad: str) -> None:
    pages = fill_and_find(database)
    for name in bad.split():
        flip_page(database.path, pages[name])
    assert hear(database) == Reach(highest=COUNT, proven=COUNT)


@in_every_format
@pytest.mark.parametrize(
    "bad", ["entry outbox", "entry head outbox ids", "entry head outbox holders"]
)
def test_an_index_still_counts_what_nothing_proves(
    database: Database, bad: str
) -> None:
    pages = fill_and_find(database)
    for name in bad.split():
        flip_page(database.path, pages[name])
    assert hear(database) == Reach(highest=COUNT, proven=None)


@in_every_format
def test_where_every_witness_is_bad_less_is_told_and_nothing_claimed(
    database: Database,
) -> None:
    pages = fill_and_find(database)
    for page in set(pages.values()):
        flip_page(database.path, page)
    found = hear(database)
    assert 0 < found.highest < COUNT
    assert found.proven is None


def test_a_bad_frame_of_the_log_leaves_the_end_open(database: Database) -> None:
    fill(database, COUNT)
    flip(find_log(database.path), LOG_HEADER_BYTES + FRAME_HEADER_BYTES + 100)
    assert hear(database).proven is None


def test_a_frame_that_was_passed_over_leaves_the_end_open(database: Database) -> None:
    fill(database, COUNT)
    flip(find_log(database.path), LOG_HEADER_BYTES + 9)  # a salt of the first frame
    assert hear(database).proven is None


def test_a_table_that_begins_in_two_places_proves_nothing(database: Database) -> None:
    fill_and_find(database)
    with Images(database.path, bytes.fromhex(database.key)) as images:
        heard = Heard()
        for root in (3, 4):
            values = ("table", "entries", "entries", root, "CREATE TABLE …")
            heard.hear(Cell(rowid=root, values=values, is_whole=True))
        assert heard.conclude(images) == Reach(highest=0, proven=None)


@pytest.mark.parametrize(
    "values",
    [
        (1_795_138_948_000_000, 7),  # a pass that is forgotten then
        (bytes(8), 7),
        (bytes(16), 2**50),
        ("name", 7),
        (bytes(16), 7, 8),
    ],
)
def test_what_other_indexes_hold_is_no_position(
    database: Database, values: tuple[Value, ...]
) -> None:
    with Images(database.path, bytes.fromhex(database.key)) as images:
        heard = Heard()
        heard.hear(Cell(rowid=None, values=values, is_whole=True))
        assert heard.conclude(images).highest == 0
