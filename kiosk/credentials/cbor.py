"""Cbor: reads what a stranger wrote in CBOR (RFC 8949), within bounds.

Some of CBOR's tags compute what they say (a regular expression, a number of
thousands of digits, references), and cbor2 obeys them. So where a byte may be
the head of a tag, the structure is walked first: tags that no code of ours has,
lengths that can't be and too deep a nesting are refused.
"""

import io
import re
from typing import Any

import cbor2

MAX_DEPTH = 32
"""Deeper than any credential."""

_TAGS = frozenset({0, 1, 16, 18, 61})
"""Dates, COSE_Encrypt0, COSE_Sign1, CWT: the only tags of codes that we know."""

_BREAK = 0xFF
_ENDLESS = -1
_BYTES, _MAP, _TAG, _OTHER = 2, 5, 6, 7
_STRINGS = (2, 3)
_NESTING = (2, 3, 4, 5)
"""Arrays and maps, and strings in pieces."""


def read_cbor(data: bytes) -> Any | None:
    """Return what `data` says, None where it is not one CBOR value and no more.

    Any: CBOR's values are what the reader's table makes of them.
    """
    if _RISKY.search(data) and not is_bounded(data):
        return None
    stream = io.BytesIO(data)
    try:
        value = cbor2.load(stream, max_depth=MAX_DEPTH, allow_duplicate_keys=False)
    except (cbor2.CBORError, ValueError, TypeError, OverflowError):
        return None
    return value if stream.tell() == len(data) else None


_RISKY = re.compile(b"[\xc2-\xdb]")
"""Heads of tags but dates': without one of these bytes there is nothing to walk
for, and the payloads of most certificates have none."""


def is_bounded(data: bytes) -> bool:  # noqa: C901, PLR0912 - one loop, for speed
    """Say whether `data` is one value whose lengths, depth and tags we accept.

    One loop over the items' heads, as every signed code goes through it: a
    certificate's hundred take 8 µs.
    """
    end = len(data)
    counts: list[int] = []
    left, at = 1, 0
    while True:
        while left == 0:
            if not counts:
                return at == end
            left = counts.pop()
        if at >= end:
            return False
        major, low = data[at] >> 5, data[at] & 31
        at += 1
        if low == 31:  # endless, or the end of it
            if major == _OTHER and left < 0 and counts:
                left = counts.pop()
                continue
            if not _BYTES <= major <= _MAP:
                return False
            number = _ENDLESS
        elif low < 24:
            number = low
        elif low < 28:
            size = 1 << low - 24
            number = int.from_bytes(data[at : at + size])
            at += size
        else:
            return False
        left -= left > 0
        if major in _STRINGS and number >= 0:
            at += number
        elif major in _NESTING:
            if number > end - at or len(counts) >= MAX_DEPTH:
                return False
            counts.append(left)
            left = 2 * number if major == _MAP and number > 0 else number
        elif major == _TAG:
            if number not in _TAGS or len(counts) >= MAX_DEPTH:
                return False
            counts.append(left)
            left = 1
