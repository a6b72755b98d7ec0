"""Cwt: what CBOR Web Tokens have in common (RFC 8392), whoever issues them."""

import re
import unicodedata
import zlib
from datetime import UTC, datetime, timedelta
from typing import Any

MAX_INFLATED_BYTES = 65_536
"""A certificate is 0.5 kB; a zip bomb ends here (signed-codes.md 1, pitfall 7)."""

_KEPT_TEXT = 200
"""Longer than any name of the schema (80); the rest of a longer one is cut off."""

_PLAIN = re.compile(rf"[!-~]{{0,{_KEPT_TEXT}}}\Z").match
"""ASCII without blanks: there is nothing to fold, to cut off or to compose."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def inflate(packed: bytes) -> bytes | None:
    """Return what zlib packed, None where it is not whole or too much."""
    inflater = zlib.decompressobj()
    try:
        message = inflater.decompress(packed, MAX_INFLATED_BYTES)
    except zlib.error:
        return None
    return message if inflater.eof else None


def read_time(value: Any) -> datetime | None:
    """Return a CWT's NumericDate, whole, with decimals or as a tagged date."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return _EPOCH + timedelta(seconds=value)
    except (OverflowError, ValueError):  # NaN is a ValueError
        return None


def as_text(value: Any) -> str:
    """Return short NFC text of what a field says; containers say nothing."""
    if type(value) is str and value.isascii() and _PLAIN(value):
        return value  # most fields: a certificate has ten
    if isinstance(value, datetime):
        value = value.isoformat()
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = " ".join(str(value)[:_KEPT_TEXT].split())
    return unicodedata.normalize("NFC", text)
