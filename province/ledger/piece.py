"""Piece: some rows of a table column by column, which is how both databases take many."""

from collections.abc import Sequence
from typing import NamedTuple

Value = str | bytes | int | bool | None
"""What a column holds as it is stored: times as microseconds, JSON as its text."""


class Alike(NamedTuple):
    """A column that holds the same in every row."""

    value: Value


Column = Sequence[Value] | Alike


class Piece(NamedTuple):
    """`size` rows; each column that is no `Alike` has as many values."""

    size: int
    columns: Sequence[Column]


def turn(rows: Sequence[Sequence[Value]]) -> Piece:
    """Return the piece of `rows`, of which there is one at least."""
    return Piece(len(rows), [*map(compare, zip(*rows, strict=True))])


def compare(values: Sequence[Value]) -> Column:
    """Return `values`, of which there is one at least, as the column that they are."""
    first = values[0]
    # Most that differ at all differ in the last.
    if values[-1] == first and values.count(first) == len(values):
        return Alike(first)
    return values
