"""Log frames: what a write-ahead log holds, also behind a frame that went bad.

SQLite counts frames up to the first whose checksum is wrong. A frame's checksum
goes on from the one before, so where a bad disk spoiled a page the next frame
still follows; where an earlier try was written over, it does not, though its
page is whole (SQLite's file format, section 4).
"""

import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, TypeAlias

import msgspec

from kiosk.storage.pages import PageKey

LOG_HEADER_BYTES = 32
FRAME_HEADER_BYTES = 24
_MAGIC, _MAGIC_BIG = 0x377F0682, 0x377F0683
_FRAME = struct.Struct(">LL8sLL")
"""Page number, size of the database in pages where a transaction ends (else 0), salts, sums."""

_SUMMED_BYTES = 8
"""Of a frame's header; the salts are not summed."""

_Sums: TypeAlias = tuple[int, int]


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """One frame; `ends` is not 0 where it ends a transaction. `offset` is its page's."""

    number: int
    ends: int
    offset: int


def read_frames(log: BinaryIO, key: PageKey, *, after: int = 0) -> Iterator[Frame]:
    """Yield the frames of the newest generation, behind the first `after`, good or bad.

    Where the log's header is bad, the first frame says which generation it is.
    """
    log.seek(0)
    header = log.read(LOG_HEADER_BYTES)
    is_whole = is_log_header(header)
    order = _find_order(header) if is_whole else _NATIVE
    salts = header[16:24] if is_whole else None
    before = _read_sums(log, key, after) if is_whole or after else None
    offset = find_frame(after, key)
    log.seek(offset)
    while len(head := log.read(FRAME_HEADER_BYTES)) == FRAME_HEADER_BYTES:
        number, ends, told, *stored = _FRAME.unpack(head)
        page = log.read(key.format.page_bytes)
        salts = told if salts is None else salts
        if told == salts and number > 0:
            summed = head[:_SUMMED_BYTES] + page
            follows = before is None or _sum(before, summed, order) == tuple(stored)
            if not follows and key.is_good(number, page):
                return  # an earlier try, or one before that
            yield Frame(number=number, ends=ends, offset=offset + FRAME_HEADER_BYTES)
        before = (stored[0], stored[1])
        offset += FRAME_HEADER_BYTES + len(page)


def find_frame(at: int, key: PageKey) -> int:
    """Return where the frame behind the first `at` begins."""
    return LOG_HEADER_BYTES + at * (FRAME_HEADER_BYTES + key.format.page_bytes)


def find_committed(frames: tuple[Frame, ...]) -> tuple[Frame, ...]:
    """Return the frames up to the last that ends a transaction."""
    last = max((at for at, frame in enumerate(frames) if frame.ends), default=-1)
    return frames[: last + 1]


def list_whole(log: BinaryIO, key: PageKey, whole: int) -> tuple[Frame, ...]:
    """Return the first `whole` frames, whose sums SQLite has checked."""
    frames: list[Frame] = []
    for at in range(whole):
        offset = find_frame(at, key)
        log.seek(offset)
        number, ends, *_ = _FRAME.unpack(log.read(FRAME_HEADER_BYTES))
        frames.append(
            Frame(number=number, ends=ends, offset=offset + FRAME_HEADER_BYTES)
        )
    return tuple(frames)


def holds_page(database: Path, key: PageKey, number: int) -> bool:
    """Say whether a page that was kept stands in the log, whatever the database has.

    It does while a checkpoint copies it, so a power cut then may tear the
    database's own page, which SQLite reads from the log.
    """
    log = find_log(database)
    if not log.exists():
        return False
    with log.open("rb") as file:
        frames = find_committed(tuple(read_frames(file, key)))
        offsets = [frame.offset for frame in frames if frame.number == number]
        file.seek(offsets[-1] if offsets else 0)
        return bool(offsets) and key.is_good(number, file.read(key.format.page_bytes))


def find_log(database: Path) -> Path:
    """Return where the write-ahead log of `database` stands."""
    return database.with_name(database.name + "-wal")


def count_whole_frames(database: Path) -> int | None:
    """Return how many of the log's frames count for SQLite, which has the database open.

    It says so in the log's index (`mxFrame`, walformat.html 2.1). None without one.
    """
    try:
        with database.with_name(database.name + "-shm").open("rb") as index:
            return int.from_bytes(index.read(20)[16:], sys.byteorder)
    except FileNotFoundError:
        return None


def is_log_header(header: bytes) -> bool:
    """Say whether a write-ahead log's first bytes are whole (SQLite file format 4.1)."""
    if len(header) != LOG_HEADER_BYTES:
        return False
    if int.from_bytes(header[:4]) not in {_MAGIC, _MAGIC_BIG}:
        return False
    return _sum((0, 0), header[:24], _find_order(header)) == _read_pair(header[24:])


_NATIVE = "<" if sys.byteorder == "little" else ">"


def _find_order(header: bytes) -> str:
    return ">" if int.from_bytes(header[:4]) == _MAGIC_BIG else "<"


def _read_sums(log: BinaryIO, key: PageKey, after: int) -> _Sums:
    """Return the sums that the frame behind the first `after` goes on from."""
    log.seek(find_frame(after - 1, key) + 16 if after else 24)
    return _read_pair(log.read(8))


def _read_pair(stored: bytes) -> _Sums:
    return int.from_bytes(stored[:4]), int.from_bytes(stored[4:])


def _sum(before: _Sums, summed: bytes, order: str) -> _Sums:
    """Return the checksums of `summed`, which go on from those `before` it."""
    first, second = before
    count = len(summed) // 8 * 2
    words = struct.unpack_from(f"{order}{count}L", summed)
    for at in range(0, count, 2):
        first = (first + words[at] + second) & 0xFFFFFFFF
        second = (second + words[at + 1] + first) & 0xFFFFFFFF
    return first, second
