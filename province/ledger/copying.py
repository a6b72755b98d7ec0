"""Copying: rows as PostgreSQL's COPY takes them in, in its binary format.

The layout is that of COPY's manual page ("Binary Format"): a header, then each row
as the number of its fields and every field as its length and its bytes, and an end.
Unlike text it spares both sides a sealed value's hexadecimal digits.
"""

import struct
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, repeat
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

from province.ledger.columns import EntryId, Json

Value = str | bytes | int | bool | None
"""What a column holds as it is stored: times as microseconds, JSON as its text."""

HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
"""The signature, no flags, and no extension of the header."""
END = b"\xff\xff"

Column = Sequence[Value]
Writer = Callable[[Column], Iterable[bytes]]

_NULL = b"\xff\xff\xff\xff"
_JSONB_VERSION = b"\x01"
_LENGTHS = [struct.pack(">i", length) for length in range(512)]
"""Of nearly all fields; made once, each costs less than a third."""


def pick_writer(kind: TypeEngine[Any]) -> Writer:
    """Return what writes the fields of a column of this type; `Any` as it reads them.

    Raises:
        TypeError: No table that is loaded has had such a column yet.
    """
    if isinstance(kind, TypeDecorator) and type(kind) not in _WRITERS:
        return pick_writer(kind.impl_instance)
    for stored, writer in _WRITERS.items():
        if isinstance(kind, stored):
            return writer
    raise TypeError(f"no column of type {kind!r} is copied")


def write(
    writers: Sequence[Writer], rows: Sequence[tuple[Value, ...]], shared: Column
) -> bytes:
    """Return `rows`, each after the fields that all have in common, column by column."""
    count = struct.pack(">h", len(writers))
    pairs = zip(writers, shared, strict=False)
    alike = chain.from_iterable(write_one((value,)) for write_one, value in pairs)
    own = zip(writers[len(shared) :], zip(*rows, strict=True), strict=True)
    fields: list[Iterable[bytes]] = [repeat(b"".join((count, *alike)), len(rows))]
    fields += [write_one(column) for write_one, column in own]
    return b"".join(chain.from_iterable(zip(*fields, strict=True)))


def _make_number_writer(layout: str) -> Writer:
    packer = struct.Struct(layout)
    pack, size = packer.pack, packer.size - 4

    def write_numbers(column: Column) -> Iterable[bytes]:
        if column.count(None) == len(column):
            return repeat(_NULL, len(column))
        return [_NULL if one is None else pack(size, one) for one in column]

    return write_numbers


def _write_bytes(column: Column) -> Iterable[bytes]:
    if column.count(None) == len(column):
        return repeat(_NULL, len(column))
    return [_write_one(one) if isinstance(one, bytes) else _NULL for one in column]


def _write_one(value: bytes) -> bytes:
    size = len(value)
    length = _LENGTHS[size] if size < len(_LENGTHS) else struct.pack(">i", size)
    return length + value


def _make_few_writer(write_one: Callable[[Value], bytes]) -> Writer:
    """Return what writes a column that says the same few things in every row, as most do."""

    def write_few(column: Column) -> Iterable[bytes]:
        written = {one: write_one(one) for one in set(column)}
        if len(written) == 1:
            return repeat(written[column[0]], len(column))
        return [written[one] for one in column]

    return write_few


def _write_text(value: Value, before: bytes = b"") -> bytes:
    return _NULL if value is None else _write_one(before + str(value).encode())


def _write_json(value: Value) -> bytes:
    return _write_text(value, _JSONB_VERSION)


def _write_boolean(value: Value) -> bytes:
    return _NULL if value is None else struct.pack(">i?", 1, value)


_WRITERS: dict[type[TypeEngine[Any]], Writer] = {
    EntryId: _write_bytes,
    Json: _make_few_writer(_write_json),
    BigInteger: _make_number_writer(">iq"),
    SmallInteger: _make_number_writer(">ih"),
    Integer: _make_number_writer(">ii"),  # after the two that are kinds of it
    Boolean: _make_few_writer(_write_boolean),
    LargeBinary: _write_bytes,
    String: _make_few_writer(_write_text),
}
