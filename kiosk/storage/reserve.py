"""Reserve: a file of real blocks that is given back piece by piece when the disk is full.

Whole, it says that nothing was needed; cut, that entries live on it; there is
none where the disk never had the room. A piece at a time, since whatever else
fills the disk would take all of it at once.
"""

import contextlib
import os
import shutil
from enum import StrEnum
from pathlib import Path

RESERVE_BYTES = 16 * 1024 * 1024
"""Room for 33,000 entries of cards (31,700 where the write-ahead log has yet to grow), a third of
that for long signed codes: the end of a shift, whatever comes. Counted on ext4 and tmpfs.
"""

PIECE_BYTES = 2 * 1024 * 1024
"""Room for 4,000 entries, or half of what the write-ahead log takes until it starts over."""

ROOM_BYTES = 4 * RESERVE_BYTES
"""What is free before it is made (again): it must not fill the disk itself."""

OPENING_BYTES = 1_000_000
"""A database that is opened makes its write-ahead log and the index of it."""

_ZEROS = bytes(1024 * 1024)


class ReserveState(StrEnum):
    """How the reserve stands."""

    NONE = "none"
    WHOLE = "whole"
    IN_USE = "in_use"


def find_reserve(database: Path) -> Path:
    """Return the reserve beside the database file."""
    return database.with_name("reserve")


def look(path: Path) -> ReserveState:
    """Return how the reserve at `path` stands."""
    try:
        size = path.stat().st_size
    except OSError:
        return ReserveState.NONE
    return ReserveState.WHOLE if size >= RESERVE_BYTES else ReserveState.IN_USE


def keep(path: Path) -> ReserveState:
    """Make the reserve whole where there is room; a disk that fails keeps it as it is."""
    state = look(path)
    if state is ReserveState.WHOLE:
        return state
    with contextlib.suppress(OSError):
        if shutil.disk_usage(path.parent).free >= ROOM_BYTES:
            _fill(path)
    return look(path)


def give(path: Path) -> bool:
    """Give one piece back to the disk; say whether there was one."""
    try:
        size = path.stat().st_size
        if size == 0:
            return False
        os.truncate(path, max(0, size - PIECE_BYTES))
    except OSError:
        return False
    return True


def make_room(path: Path) -> None:
    """Give one piece back where a full disk lets no database be opened."""
    with contextlib.suppress(OSError):
        if shutil.disk_usage(path.parent).free < OPENING_BYTES:
            give(path)


def write_zeros(handle: int, size: int) -> None:
    """Fill up a file of `size` bytes where the system can't be asked for blocks."""
    os.lseek(handle, size, os.SEEK_SET)
    while size < RESERVE_BYTES:
        size += os.write(handle, _ZEROS[: RESERVE_BYTES - size])


def _fill(path: Path) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    try:
        if hasattr(os, "posix_fallocate"):  # in an instant, and never a hole
            os.posix_fallocate(handle, 0, RESERVE_BYTES)
        else:
            write_zeros(handle, path.stat().st_size)
        os.fsync(handle)
    finally:
        os.close(handle)
