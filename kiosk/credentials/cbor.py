"""Cbor: reads what a stranger wrote in CBOR (RFC 8949), within bounds.

Some of CBOR's tags compute what they say (a regular expression, a number of
thousands of digits, references), and cbor2 obeys them: here every tag that no
code of ours has is refused before it does.
"""

import io
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

import cbor2

MAX_DEPTH = 32
"""Deeper than any credential."""

MAPS = (dict, cbor2.frozendict)
LISTS = (list, tuple)
"""What `read_cbor` makes of maps and arrays: asking for them by name takes a fifth
of the time that the abstract classes take, and a certificate is asked twenty times."""

_TAGS = frozenset({16, 18, 61})
"""COSE_Encrypt0, COSE_Sign1, CWT: kept as tags. Dates, 0 and 1, are read as such."""

_OBEYED = (
    *(2, 3, 4, 5, 25, 28, 29, 30, 35, 36, 37, 52, 54, 100),
    *(256, 258, 260, 261, 1004, 43000, 55799),
)
"""The tags but dates that cbor2 6.2 has a decoder for; a test tries every number."""


def read_cbor(data: bytes) -> Any | None:
    """Return what `data` says, None where it is not one CBOR value and no more.

    Any: CBOR's values are what the reader's table makes of them.
    """
    stream = io.BytesIO(data)
    try:
        value = cbor2.load(
            stream,
            max_depth=MAX_DEPTH,
            allow_duplicate_keys=False,
            tag_hook=_keep_known,
            semantic_decoders=_REFUSED,
        )
    except (cbor2.CBORError, ValueError, TypeError, OverflowError):
        return None
    return value if stream.tell() == len(data) else None


def _keep_known(tag: cbor2.CBORTag, immutable: object) -> cbor2.CBORTag:
    del immutable
    if tag.tag not in _TAGS:
        raise cbor2.CBORDecodeError(f"tag {tag.tag}")
    return tag


def _refuse(decoder: object, immutable: object = None) -> NoReturn:
    del decoder, immutable
    raise cbor2.CBORDecodeError("a tag of no code")


_REFUSED: Mapping[int, Callable[..., NoReturn]] = dict.fromkeys(_OBEYED, _refuse)
