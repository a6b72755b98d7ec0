"""Loading: many rows put into one table at once, as fast as its database allows."""

import itertools
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import TypeVar, cast

import psycopg
from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError, IntegrityError

from province.ledger import copying
from province.ledger.piece import Alike, Piece, Value, turn

_T = TypeVar("_T")

_UNIQUE_VIOLATION = "23505"
_DEADLOCK = "40P01"
_TOGETHER = (500, 50, 1)
"""Rows that one statement of SQLite's inserts; the few sizes are the few statements that
it keeps. Python's lock is taken again after each, which a busy server hands over late:
100 at most took 12.3 to 14 µs a row of four kiosks at once, 500 11.4 to 12 (measured)."""

PIECE = 500
"""Rows that COPY is given at once: fewer than a socket holds (200 kB), so that
PostgreSQL takes them in while the next are written."""

_ALL = 1_000_000
"""SQLite's are one piece: nobody waits for the first, and few sizes are few statements."""


class Loader:
    """Loads rows into `names` of `table`: COPY on PostgreSQL, many a statement on SQLite.

    SQLAlchemy's own way through its types costs 15 µs a row of `entries` in Python
    alone, this one 1 to 2 (measured); the rows are therefore given as they are stored.
    """

    def __init__(self, table: Table, names: Sequence[str]) -> None:
        listed = ", ".join(f'"{name}"' for name in names)
        # Table and columns are ours.
        self._insert = f"INSERT INTO {table.name} ({listed}) VALUES "  # noqa: S608
        self._copy = f"COPY {table.name} ({listed}) FROM STDIN (FORMAT binary)"
        self._writers = [copying.pick_writer(table.c[name].type) for name in names]

    def load(
        self,
        connection: Connection,
        rows: Iterable[tuple[Value, ...]],
        shared: tuple[Value, ...] = (),
    ) -> None:
        """Add all of `rows`, or none; `shared` are the first columns of every one.

        Raises:
            IntegrityError: One of them is there already.
        """
        pieces = map(turn, _cut(rows, find_size(connection)))
        self.load_pieces(connection, pieces, shared)

    def load_pieces(
        self,
        connection: Connection,
        pieces: Iterable[Piece],
        shared: tuple[Value, ...] = (),
    ) -> None:
        """Do the same with rows that come column by column (`find_size` of each).

        Raises:
            IntegrityError: One of them is there already.
        """
        if connection.dialect.name == "sqlite":
            for piece in pieces:
                self._insert_all(connection, piece, shared)
            return
        written = (copying.write(self._writers, one, shared) for one in pieces)
        first = next(written, None)
        if first is not None:
            told = chain([copying.HEADER, first], written, [copying.END])
            self._copy_in(connection, told)

    def _insert_all(
        self, connection: Connection, piece: Piece, shared: tuple[Value, ...]
    ) -> None:
        """Insert the rows of `piece`; what is alike in all is given once for many."""
        told = piece.columns
        alike = (*shared, *(one.value for one in told if isinstance(one, Alike)))
        shape = *(True for _ in shared), *(isinstance(one, Alike) for one in told)
        differs = [one for one in told if not isinstance(one, Alike)]
        # A row alone differs from none, and zip of no columns has no rows.
        own = [*zip(*differs, strict=True)] or [()] * piece.size
        driver = cast("sqlite3.Connection", connection.connection.driver_connection)
        try:
            for several in _part(own):
                places = _make_places(shape, len(several))
                driver.execute(
                    self._insert + places, (*alike, *chain.from_iterable(several))
                )
        except sqlite3.Error as error:
            raced = isinstance(error, sqlite3.IntegrityError)
            kind = IntegrityError if raced else DBAPIError
            raise kind(self._insert, None, error, hide_parameters=True) from error

    def _copy_in(self, connection: Connection, pieces: Iterable[bytes]) -> None:
        driver = cast("psycopg.Connection", connection.connection.driver_connection)
        try:
            with driver.cursor() as cursor, cursor.copy(self._copy) as copy:
                for piece in pieces:
                    copy.write(piece)
        except psycopg.Error as error:
            raced = error.sqlstate in {_UNIQUE_VIOLATION, _DEADLOCK}
            kind = IntegrityError if raced else DBAPIError
            raise kind(self._copy, None, error, hide_parameters=True) from error


def find_size(connection: Connection) -> int:
    """Return how many rows a piece for this database has best."""
    return _ALL if connection.dialect.name == "sqlite" else PIECE


def _cut(rows: Iterable[_T], size: int) -> Iterator[list[_T]]:
    """Yield `rows` in lists of `size`, made as they are asked for."""
    left = iter(rows)
    while several := list(itertools.islice(left, size)):
        yield several


def _part(rows: Sequence[tuple[Value, ...]]) -> Iterator[Sequence[tuple[Value, ...]]]:
    """Yield `rows` in as few parts as `_TOGETHER` allows."""
    done = 0
    for size in _TOGETHER:
        while len(rows) - done >= size:
            yield rows[done : done + size]
            done += size


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
