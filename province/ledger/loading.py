"""Loading: many rows put into one table at once, as fast as its database allows."""

import itertools
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import chain, compress
from typing import cast

import psycopg
from sqlalchemy import BigInteger, Boolean, Connection, LargeBinary, Table
from sqlalchemy.exc import DBAPIError, IntegrityError

from province.ledger.columns import EntryId, UtcTime

Value = str | bytes | int | bool | None
"""What a column holds as it is stored: times as microseconds, JSON as its text."""

_NULL = r"\N"
_ESCAPES = (("\\", r"\\"), ("\t", r"\t"), ("\n", r"\n"), ("\r", r"\r"))
_UNIQUE_VIOLATION = "23505"
_DEADLOCK = "40P01"
_TOGETHER = 100
"""Rows that one statement of SQLite's inserts. `executemany` takes Python's lock again
after each row, which a busy server hands over late; more rows gain nothing (measured)."""


class Loader:
    """Loads rows into `names` of `table`: COPY on PostgreSQL, `executemany` on SQLite.

    SQLAlchemy's own way through its types costs 15 µs a row of `entries` in Python
    alone, this one 4 (measured); the rows are therefore given as they are stored.
    """

    def __init__(self, table: Table, names: Sequence[str]) -> None:
        listed = ", ".join(f'"{name}"' for name in names)
        # Table and columns are ours.
        self._insert = f"INSERT INTO {table.name} ({listed}) VALUES "  # noqa: S608
        self._copy = f"COPY {table.name} ({listed}) FROM STDIN"
        self._writers = [_pick_writer(table.c[name].type) for name in names]

    def load(
        self,
        connection: Connection,
        rows: Sequence[tuple[Value, ...]],
        shared: tuple[Value, ...] = (),
    ) -> None:
        """Add all of `rows`, or none; `shared` are the first columns of every one.

        Raises:
            IntegrityError: One of them is there already.
        """
        if not rows:
            return
        if connection.dialect.name == "sqlite":
            self._insert_all(connection, rows, shared)
        else:
            self._copy_in(connection, self._write(rows, shared))

    def _insert_all(
        self,
        connection: Connection,
        rows: Sequence[tuple[Value, ...]],
        shared: tuple[Value, ...],
    ) -> None:
        """Insert `rows`; what is alike in all of them is given once for many."""
        is_alike = [one.count(one[0]) == len(one) for one in zip(*rows, strict=True)]
        alike = (*shared, *compress(rows[0], is_alike))
        differs = [not one for one in is_alike]
        shape = (True,) * len(shared) + tuple(is_alike)
        told = [tuple(compress(row, differs)) for row in rows]
        whole = len(told) - len(told) % _TOGETHER
        many = self._insert + _make_places(shape, _TOGETHER)
        for first in range(0, whole, _TOGETHER):
            several = chain.from_iterable(told[first : first + _TOGETHER])
            connection.exec_driver_sql(many, (*alike, *several))
        if told[whole:]:
            single = self._insert + _make_places(shape, 1)
            rest = [(*alike, *row) for row in told[whole:]]
            connection.exec_driver_sql(single, rest)

    def _copy_in(self, connection: Connection, text: str) -> None:
        driver = cast("psycopg.Connection", connection.connection.driver_connection)
        try:
            with driver.cursor() as cursor, cursor.copy(self._copy) as copy:
                copy.write(text.encode())
        except psycopg.Error as error:
            raced = error.sqlstate in {_UNIQUE_VIOLATION, _DEADLOCK}
            kind = IntegrityError if raced else DBAPIError
            raise kind(self._copy, None, error, hide_parameters=True) from error

    def _write(
        self, rows: Sequence[tuple[Value, ...]], shared: tuple[Value, ...]
    ) -> str:
        """Return `rows` in COPY's text format, written column by column."""
        pairs = zip(self._writers, shared, strict=False)
        written: list[Iterable[str]] = [
            [*write((one,))] * len(rows) for write, one in pairs
        ]
        own = zip(self._writers[len(shared) :], zip(*rows, strict=True), strict=True)
        written += [write(column) for write, column in own]
        return "\n".join(map("\t".join, zip(*written, strict=True))) + "\n"


@lru_cache(maxsize=64)
def _make_places(shape: tuple[bool, ...], count: int) -> str:
    """Return the marks of `count` rows; where `shape` says so, all have the same."""
    own = itertools.count(sum(shape) + 1)
    rows = []
    for _ in range(count):
        alike = itertools.count(1)
        marks = (f"?{next(alike if is_alike else own)}" for is_alike in shape)
        rows.append(f"({', '.join(marks)})")
    return ", ".join(rows)


_Writer = Callable[[tuple[Value, ...]], Iterable[str]]


def _pick_writer(kind: object) -> _Writer:
    match kind:
        case EntryId():
            return _write_ids
        case LargeBinary():
            return _write_bytes
        case UtcTime() | BigInteger() | Boolean():
            return _write_plain
        case _:
            return _write_text


def _write_ids(column: tuple[Value, ...]) -> list[str]:
    return [one.hex() if isinstance(one, bytes) else _NULL for one in column]


def _write_bytes(column: tuple[Value, ...]) -> list[str]:
    return [rf"\\x{one.hex()}" if isinstance(one, bytes) else _NULL for one in column]


def _write_plain(column: tuple[Value, ...]) -> list[str]:
    return [_NULL if one is None else str(one) for one in column]


def _write_text(column: tuple[Value, ...]) -> list[str]:
    # Most columns say the same few things in every row.
    written = {one: _escape(one) for one in set(column)}
    return [written[one] for one in column]


def _escape(value: Value) -> str:
    if value is None:
        return _NULL
    text = str(value)
    for character, escaped in _ESCAPES:
        text = text.replace(character, escaped)
    return text
