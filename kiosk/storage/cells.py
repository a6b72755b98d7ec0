"""Cells: the rows that a page of the database holds, read without SQLite.

Each page is read by itself, so no row is lost with the page above it (SQLite's
file format, sections 1.6 and 2.1).
"""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

Value: TypeAlias = "int | float | str | bytes | None"

_LEAF_OF_A_TABLE, _LEAF_OF_AN_INDEX, _INSIDE_AN_INDEX = 0x0D, 0x0A, 0x02
_INSIDE_A_TABLE = 0x05
_FILE_HEADER_BYTES = 100
_INTEGER_BYTES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_FLOAT, _ZERO, _ONE, _BLOB = 7, 8, 9, 12
_MOST_PAYLOAD = 64 * 1024 * 1024
"""No value of the product comes near; more is a length that was read wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One row; `values` end early where an overflow page is bad, and it is not whole.

    What stands in an index has no `rowid` of its own: a table without one does.
    """

    rowid: int | None
    values: tuple[Value, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LastChild:
    """The page of a table's greatest rowids, all of them greater than `after`."""

    page: int
    after: int


def read_cells(
    page: bytes, number: int, get: Callable[[int], bytes | None]
) -> Iterator[Cell]:
    """Yield the rows on page `number`; `get` returns another page in clear.

    A cell that makes no sense is left out.
    """
    start = _FILE_HEADER_BYTES if number == 1 else 0
    kind = page[start]
    if kind not in {_LEAF_OF_A_TABLE, _LEAF_OF_AN_INDEX, _INSIDE_AN_INDEX}:
        return
    count = int.from_bytes(page[start + 3 : start + 5])
    first = start + (12 if kind == _INSIDE_AN_INDEX else 8)
    for at in range(first, min(first + 2 * count, len(page)), 2):
        offset = int.from_bytes(page[at : at + 2])
        try:
            yield _read_cell(page, kind, offset, get)
        except (IndexError, ValueError, struct.error):
            continue


def find_last_child(page: bytes) -> LastChild | None:
    """Return where a table goes on below a page inside its tree, None for any other page.

    The first page of the file, which has a header before it, is none.
    """
    if page[0] != _INSIDE_A_TABLE:
        return None
    count, after = int.from_bytes(page[3:5]), 0
    if count:
        at = 12 + 2 * (count - 1)
        offset = int.from_bytes(page[at : at + 2])
        after = _sign(_read_varint(page, offset + 4)[0])
    return LastChild(page=int.from_bytes(page[8:12]), after=after)


def _read_cell(
    page: bytes, kind: int, offset: int, get: Callable[[int], bytes | None]
) -> Cell:
    size, at = _read_varint(page, offset + (4 if kind == _INSIDE_AN_INDEX else 0))
    rowid, most = None, (len(page) - 12) * 64 // 255 - 23
    if kind == _LEAF_OF_A_TABLE:
        unsigned, at = _read_varint(page, at)
        rowid, most = _sign(unsigned), len(page) - 35
    if size > _MOST_PAYLOAD:
        raise ValueError(size)
    payload = page[at : at + size]
    if size > most:
        least = (len(page) - 12) * 32 // 255 - 23
        local = least + (size - least) % (len(page) - 4)
        local = local if local <= most else least
        follows = int.from_bytes(page[at + local : at + local + 4])
        payload = _join(page[at : at + local], follows, size, get)
    values = tuple(_read_values(payload))
    return Cell(rowid=rowid, values=values, is_whole=len(payload) == size)


def _join(
    local: bytes, follows: int, size: int, get: Callable[[int], bytes | None]
) -> bytes:
    """Return a payload with its overflow pages, as far as they are good."""
    parts, left = [local], size - len(local)
    while left > 0 and follows:
        page = get(follows)
        if page is None:
            break
        part = page[4 : 4 + left]
        follows = int.from_bytes(page[:4])
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _read_values(payload: bytes) -> Iterator[Value]:
    """Yield the values of a record, until its bytes end."""
    header_bytes, at = _read_varint(payload, 0)
    body = header_bytes
    while at < header_bytes:
        kind, at = _read_varint(payload, at)
        size = _count_bytes(kind)
        if body + size > len(payload):
            return
        yield _decode(kind, payload[body : body + size])
        body += size


def _count_bytes(kind: int) -> int:
    if kind >= _BLOB:
        return (kind - _BLOB) // 2
    return 8 if kind == _FLOAT else _INTEGER_BYTES.get(kind, 0)


def _decode(kind: int, stored: bytes) -> Value:
    if kind >= _BLOB:
        return stored.decode("utf-8") if kind % 2 else stored
    if kind in _INTEGER_BYTES:
        return int.from_bytes(stored, signed=True)
    if kind == _FLOAT:
        (number,) = struct.unpack(">d", stored)
        return float(number)
    return {_ZERO: 0, _ONE: 1}.get(kind)


def _read_varint(page: bytes, at: int) -> tuple[int, int]:
    """Return the number at `at` and where it ends."""
    number = 0
    for _ in range(8):
        byte = page[at]
        at += 1
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            return number, at
    return number << 8 | page[at], at + 1


def _sign(number: int) -> int:
    return number - 2**64 if number >= 2**63 else number
