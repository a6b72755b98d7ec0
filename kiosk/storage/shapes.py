"""Shapes: which table a row is of, told by its values alone.

No two tables have rows of the same shape (a test holds them apart), so a row
finds its table though the page that names it is lost.
"""

from functools import lru_cache

from sqlalchemy import Boolean, Column, Integer, LargeBinary, Table, Text

from kiosk.storage.cells import Cell, Value
from kiosk.storage.tables import ENTRIES, METADATA, VISIT_TAILS

_KINDS: dict[type, type] = {Integer: int, Boolean: int, LargeBinary: bytes, Text: str}
_NOTHING = type(None)
_ENTRY_KEPT = [column.name for column in ENTRIES.columns].index("salt")
"""An entry whose content is lost still has the columns before it, which the chain rests on."""


def find_table(cell: Cell) -> Table | None:
    """Return the table that `cell` is a row of, None where it is of none."""
    kinds = tuple(type(value) for value in cell.values)
    if cell.is_whole:
        return _find_table(kinds, has_rowid=cell.rowid is not None)
    if len(kinds) >= _ENTRY_KEPT and cell.rowid is not None:
        kinds = (*kinds[:_ENTRY_KEPT], _NOTHING, _NOTHING)
        return ENTRIES if fits(ENTRIES, kinds) else None
    return None


def name_values(table: Table, cell: Cell) -> dict[str, Value]:
    """Return the row of `table` that `cell` is, every column by its name."""
    columns = list(table.columns)
    missing = len(columns) - len(cell.values)
    values = dict(
        zip(
            (column.name for column in columns),
            (*cell.values, *([None] * missing)),
            strict=True,
        )
    )
    for column in columns:
        if is_rowid(column):
            values[column.name] = cell.rowid
        elif values[column.name] is None and column.server_default is not None:
            values[column.name] = 0
    if table is ENTRIES and not cell.is_whole:
        values |= {"salt": None, "content": None, "holder": None}
    return values


def is_rowid(column: Column[object]) -> bool:
    """Say whether `column` is another name of the rowid, which is not stored in the row."""
    return (
        column.primary_key
        and isinstance(column.type, Integer)
        and len(column.table.primary_key.columns) == 1
    )


@lru_cache(maxsize=4096)
def _find_table(kinds: tuple[type, ...], *, has_rowid: bool) -> Table | None:
    for table in METADATA.sorted_tables:
        if (has_rowid or not _has_rowid(table)) and fits(table, kinds):
            return table
    return None


def fits(table: Table, kinds: tuple[type, ...]) -> bool:
    """Say whether values of these kinds can be a row of `table`."""
    if table is VISIT_TAILS:
        return False  # as some indexes; it is made from the visits
    columns = list(table.columns)
    needed = [column for column in columns if column.server_default is None]
    if not len(needed) <= len(kinds) <= len(columns):
        return False
    return all(
        _may_be(column, kind) for column, kind in zip(columns, kinds, strict=False)
    )


def _has_rowid(table: Table) -> bool:
    """Say whether rows stand in a tree of their own; older schemas had more such tables."""
    return bool(table.dialect_options["sqlite"]["with_rowid"])


def _may_be(column: Column[object], kind: type) -> bool:
    if kind is _NOTHING:
        return is_rowid(column) or bool(column.nullable)
    return not is_rowid(column) and kind is _KINDS[type(column.type)]
