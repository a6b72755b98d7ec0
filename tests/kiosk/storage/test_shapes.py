"""A row finds its table by what it holds."""

from itertools import pairwise, product

from sqlalchemy import Boolean, Integer, LargeBinary, Table, Text

from kiosk.storage.cells import Cell
from kiosk.storage.shapes import find_table, fits, is_rowid, name_values
from kiosk.storage.tables import ENTRIES, HEAD, METADATA, OUTBOX, VISIT_TAILS

KINDS = {Integer: int, Boolean: int, LargeBinary: bytes, Text: str}


def list_shapes(table: Table) -> list[tuple[type, ...]]:
    """Return the kinds of values of every row that the table may hold."""
    kinds = [
        [type(None)]
        if is_rowid(column)
        else [KINDS[type(column.type)], *([type(None)] if column.nullable else [])]
        for column in table.columns
    ]
    return [tuple(one) for one in product(*kinds)]


def test_no_row_fits_two_tables() -> None:
    tables = [one for one in METADATA.sorted_tables if one is not VISIT_TAILS]
    for table in tables:
        for shape in list_shapes(table):
            assert [one.name for one in tables if fits(one, shape)] == [table.name]


def test_a_row_of_the_outbox_is_named() -> None:
    cell = Cell(rowid=7, values=(None, "pending", ""), is_whole=True)
    table = find_table(cell)
    assert table is OUTBOX
    assert name_values(OUTBOX, cell) == {
        "position": 7,
        "state": "pending",
        "reason": "",
    }


def test_a_head_of_an_older_schema_lacks_what_was_added() -> None:
    cell = Cell(rowid=1, values=(None, 3, b"link", 2, 1), is_whole=True)
    assert find_table(cell) is HEAD
    assert name_values(HEAD, cell)["purged"] == 0


def test_a_cut_entry_keeps_what_the_chain_rests_on() -> None:
    values = (None, b"id", 1, "a", "b", "c", "d", "e", None, None, b"c", b"l", b"salt")
    cell = Cell(rowid=9, values=values, is_whole=False)
    assert find_table(cell) is ENTRIES
    named = name_values(ENTRIES, cell)
    assert (named["position"], named["commitment"], named["salt"]) == (9, b"c", None)


def test_any_other_cut_row_is_dropped() -> None:
    cell = Cell(rowid=1, values=("name", b"val"), is_whole=False)
    assert find_table(cell) is None


def test_columns_are_in_the_order_of_the_rows() -> None:
    names = [column.name for column in ENTRIES.columns]
    assert list(pairwise(names))[-2:] == [("link", "salt"), ("salt", "content")]
