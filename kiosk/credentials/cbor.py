"""Cbor: reads what a stranger wrote in CBOR (RFC 8949), within bounds.

cbor2 takes a length at its word: five bytes that promise two billion items cost
it 5 GB (found by fuzzing, cbor2 6.2.1), and some tags compute what they say. So
the structure is walked first, and only what can be whole is decoded.
"""

from typing import Any

import cbor2

MAX_DEPTH = 32
"""Deeper than any credential."""

_TAGS = frozenset({0, 1, 16, 18, 61})
"""Dates, COSE_Encrypt0, COSE_Sign1, CWT: the only tags of codes that we know."""

_BREAK = 0xFF
_ENDLESS = -1
_BYTES, _TEXT, _ARRAY, _MAP, _TAG, _OTHER = 2, 3, 4, 5, 6, 7


def read_cbor(data: bytes) -> Any | None:
    """Return what `data` says, None where it is not one CBOR value and no more.

    Any: CBOR's values are what the reader's table makes of them.
    """
    if not is_bounded(data):
        return None
    try:
        return cbor2.loads(data, max_depth=MAX_DEPTH, allow_duplicate_keys=False)
    except (cbor2.CBORError, ValueError, TypeError, OverflowError):
        return None


def is_bounded(data: bytes) -> bool:
    """Say whether `data` is one value whose lengths, depth and tags we accept."""
    open_counts = [1]
    at = 0
    while open_counts:
        count = open_counts[-1]
        if count == 0:
            open_counts.pop()
            continue
        if at >= len(data) or len(open_counts) > MAX_DEPTH:
            return False
        if data[at] == _BREAK:
            if count != _ENDLESS:
                return False
            open_counts.pop()
            at += 1
            continue
        if count > 0:
            open_counts[-1] = count - 1
        step = _take(data, at, open_counts)
        if step is None:
            return False
        at = step
    return at == len(data)


def _take(data: bytes, at: int, open_counts: list[int]) -> int | None:
    """Take one item's head, and what it holds of bytes; return where the next begins."""
    major, number, at = _read_head(data, at)
    if number == _ENDLESS:
        open_counts.append(_ENDLESS)
        return at if _BYTES <= major <= _MAP else None
    if major == _TAG:
        open_counts.append(1)
        return at if number in _TAGS else None
    if _BYTES <= major <= _MAP:
        if number > len(data) - at:
            return None
        if major in (_BYTES, _TEXT):
            return at + number
        open_counts.append(number if major == _ARRAY else 2 * number)
    return at


def _read_head(data: bytes, at: int) -> tuple[int, int, int]:
    """Return an item's major type, its number and where its head ends (RFC 8949 3)."""
    major, low = data[at] >> 5, data[at] & 31
    at += 1
    if low < 24:
        return major, low, at
    if low == 31:
        return major, _ENDLESS, at
    # 28 to 30 mean nothing, and are longer than any data.
    size = 1 << low - 24 if low <= 27 else len(data)
    return major, int.from_bytes(data[at : at + size]), at + size
