"""Copying: rows as PostgreSQL's COPY takes them in, in its binary format.

The layout is that of COPY's manual page ("Binary Format"): a header, then each row
as the number of its fields and every field as its length and its bytes, and an end.
Unlike text it spares both sides a sealed value's hexadecimal digits.
"""

import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, groupby, repeat
from typing import Any, NamedTuple, cast

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
from province.ledger.piece import Alike, Column, Piece, Value

HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
"""The signature, no flags, and no extension of the header."""
END = b"\xff\xff"


class Varied(NamedTuple):
    """What differs from row to row: `values` as `struct` packs them, bytes as they are without."""

    values: Iterable[Any]
    layout: str = ""


Part = bytes | Varied
"""Some bytes of a row: the same in all of them, or each its own."""
Values = Sequence[Value]
Writer = Callable[[Values], Iterable[Part]]

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


def write(writers: Sequence[Writer], piece: Piece, shared: Values) -> bytes:
    """Return the rows of `piece`, each after the fields that all have in common.

    What is of one size is packed for a whole row at once: field by field it takes
    twice as long.
    """
    count = struct.pack(">h", len(writers))
    columns = [*map(Alike, shared), *piece.columns]
    told = zip(writers, columns, strict=True)
    parts = chain.from_iterable(_write_column(writer, one) for writer, one in told)
    fields = _pack(chain([count], parts), piece.size)
    return b"".join(chain.from_iterable(zip(*fields, strict=True)))


def _write_column(writer: Writer, column: Column) -> Iterable[Part]:
    if isinstance(column, Alike):
        return (_write_alike(writer, column.value),)
    return writer(column)


@lru_cache(maxsize=1024, typed=True)
def _write_alike(writer: Writer, value: Value) -> bytes:
    return b"".join(chain.from_iterable(_pack(writer([value]), 1)))


def _pack(parts: Iterable[Part], count: int) -> Iterator[Iterable[bytes]]:
    """Yield what each of `count` rows has of `parts`, neighbours that are packed as one."""
    for is_packed, several in groupby(_merge(parts), _is_packed):
        if is_packed:
            told = [_tell_packed(one, count) for one in several]
            pack = _find_packer("".join(layout for layout, _ in told))
            yield map(pack, *(values for _, values in told))
        else:
            yield from (one.values for one in several if isinstance(one, Varied))


def _is_packed(part: Part) -> bool:
    return isinstance(part, bytes) or part.layout != ""


def _tell_packed(part: Part, count: int) -> tuple[str, Iterable[Any]]:
    """Return the layout and values of `part`; `Any` as `Varied` has them."""
    if isinstance(part, bytes):
        return f"{len(part)}s", repeat(part, count)
    return part.layout, part.values


def _merge(parts: Iterable[Part]) -> Iterator[Part]:
    """Yield `parts`, neighbours that are the same in all rows as one."""
    for is_same, several in groupby(parts, lambda part: isinstance(part, bytes)):
        if is_same:
            yield b"".join(one for one in several if isinstance(one, bytes))
        else:
            yield from several


@lru_cache(maxsize=64)
def _find_packer(layout: str) -> Callable[..., bytes]:
    return struct.Struct(">" + layout).pack


def _make_number_writer(layout: str) -> Writer:
    packer = struct.Struct(">i" + layout)
    size = packer.size - 4
    length = _LENGTHS[size]

    def write_numbers(values: Values) -> Iterable[Part]:
        if None not in values:
            return length, Varied(values, layout)
        pack = packer.pack
        return [Varied([_NULL if one is None else pack(size, one) for one in values])]

    return write_numbers


def _write_bytes(values: Values) -> Iterable[Part]:
    try:
        sizes = [*map(len, cast("Sequence[bytes]", values))]
    except TypeError:  # one is None, as few are
        return [
            Varied([_write_one(x) if isinstance(x, bytes) else _NULL for x in values])
        ]
    if len(set(sizes)) == 1:
        return _write_length(sizes[0]), Varied(values, f"{sizes[0]}s")
    return Varied(sizes, "i"), Varied(values)


def _write_one(value: bytes) -> bytes:
    return _write_length(len(value)) + value


def _write_length(size: int) -> bytes:
    return _LENGTHS[size] if size < len(_LENGTHS) else struct.pack(">i", size)


def _make_few_writer(write_one: Callable[[Value], bytes]) -> Writer:
    """Return what writes a column that says the same few things in every row, as most do."""

    def write_few(values: Values) -> Iterable[Part]:
        written = {one: write_one(one) for one in set(values)}
        return [Varied([written[one] for one in values])]

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
    BigInteger: _make_number_writer("q"),
    SmallInteger: _make_number_writer("h"),
    Integer: _make_number_writer("i"),  # after the two that are kinds of it
    Boolean: _make_few_writer(_write_boolean),
    LargeBinary: _write_bytes,
    String: _make_few_writer(_write_text),
}
