"""Wrapping: what the way from a reader puts around a code's bytes, taken off."""

import re
from collections.abc import Iterator

from kiosk.payload import Repair

BOM = b"\xef\xbb\xbf"
NUL = b"\0"

ECI_IDENTIFIERS = frozenset({"]Q2", "]Q4", "]Q6"})
"""QR codes of readers that send ECI escapes (ISO/IEC 18004, annex F)."""

ESCAPE = re.compile(rb"\\(?:\\|([0-9]{6}))")
"""A doubled backslash, or the number of the charset of what follows."""
FOLLOWS_PROTOCOL = re.compile(rb"(?:[^\\]|\\\\|\\[0-9]{6})*", re.DOTALL)

CHARSETS = {
    0: "cp437",
    1: "latin-1",
    2: "cp437",
    **{2 + part: f"iso8859-{part}" for part in (*range(1, 12), 13, 14, 15, 16)},
    20: "shift_jis",
    21: "cp1250",
    22: "cp1251",
    23: "cp1252",
    24: "cp1256",
    25: "utf-16-be",
    28: "big5",
    29: "gb18030",
    30: "euc_kr",
    31: "gbk",
    32: "gb18030",
    33: "utf-16-le",
    34: "utf-32-be",
    35: "utf-32-le",
}
"""ECI numbers that are charsets; UTF-8 (26) and ASCII (27, 170) stay as they are."""


def unwrap(symbology: str, sent: bytes) -> tuple[bytes, tuple[Repair, ...]]:
    """Return the code's own bytes, and what had to be undone for them."""
    repairs = []
    code = sent.strip(NUL)
    if code != sent:
        repairs.append(Repair.NUL)
    unescaped = undo_eci(code) if symbology in ECI_IDENTIFIERS else code
    if unescaped != code:
        repairs.append(Repair.ECI)
    if unescaped.startswith(BOM):
        repairs.append(Repair.BOM)
    return unescaped.removeprefix(BOM), tuple(repairs)


def undo_eci(sent: bytes) -> bytes:
    """Return `sent` without ECI escapes, in UTF-8 where they name the charset.

    Some readers say `]Q2` and escape nothing: what breaks the protocol's rule
    for backslashes stays as it is.
    """
    if b"\\" not in sent or not FOLLOWS_PROTOCOL.fullmatch(sent):
        return sent
    return b"".join(_recode(number, piece) for number, piece in _split(sent))


def _split(sent: bytes) -> Iterator[tuple[int | None, bytes]]:
    """Yield what stands in each charset, with the charset's number."""
    number, piece, start = None, b"", 0
    for escape in ESCAPE.finditer(sent):
        piece += sent[start : escape.start()]
        start = escape.end()
        if escape[1] is None:
            piece += b"\\"
            continue
        yield number, piece
        number, piece = int(escape[1]), b""
    yield number, piece + sent[start:]


def _recode(number: int | None, piece: bytes) -> bytes:
    charset = None if number is None else CHARSETS.get(number)
    if charset is None:
        return piece
    try:
        return piece.decode(charset).encode()
    except UnicodeDecodeError:
        return piece
