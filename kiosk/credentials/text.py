"""Text: a payload's bytes as NFC text, or the reason why they are none."""

import re
import unicodedata
from codecs import BOM_UTF8

import msgspec

from kiosk.credentials.repair import LETTERS, TextRepair
from kiosk.reason import Reason

_ENDS = "\0\t\r\n "
"""What readers add before or after a code; none of them belongs to one."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
"""BOM, zero-width and direction marks: they only make a name look like another."""

_CONTROLS = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029]")
_BREAKS = re.compile("[\t\r\n]")
_CONTROL_BYTES = re.compile(rb"[\0-\x08\x0b\x0c\x0e-\x1f\x7f]")

_LETTERS = f"{LETTERS}\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
_VIETNAMESE = frozenset(map(chr, range(0x80))).union(_LETTERS, _LETTERS.upper())
"""A text with any other letter is suspect: perhaps a wrong guess of the charset.

Sets, as Python takes 2 ms to make a pattern of so many letters.
"""

_FAMILIAR = _VIETNAMESE.union("–’")
"""The same with BHYT's en dash and the apostrophe of highland names.

Both are suspect all the same: "Ò" taken for Windows-1252 is "Ã’".
"""

_GARBLED = re.compile(
    "[\x80-\x9f\u2e80-\u9fff\uac00-\ud7af\ue000-\uf8ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\ufffd]"
)
"""C1 controls, CJK, kana, private use and U+FFFD: no personal code has them."""

_STACKED = re.compile(r"[^\w\s\0-\x7f]{31}")
"""More marks than Unicode lets stand on a letter (UAX 15, Stream-Safe Text).

Thousands of them take NFC 20 ms, as it puts them in order.
"""

_PRIVATE_BIG5 = re.compile("([\uf6b1-\uf70e])")
_FIRST_PRIVATE = 0xF6B1
"""Where iconv, and so zbar, puts Big5's row C6A1-C6FE; Python's codec has no such row.

"ơ" and "ư" lie in it: 2 of 400 invented cards read by zbar 0.23 had them.
"""

_WRONG_GUESSES = {
    "latin-1": TextRepair.LATIN1,
    "cp1252": TextRepair.CP1252,
    "big5": TextRepair.BIG5,
    "shift_jis": TextRepair.SHIFT_JIS,
}
"""What zbar and keyboard wedges take UTF-8 without ECI for (formats.md 1d.3)."""

_CP1252 = {
    ord(letter): code
    for code in range(0x80, 0xA0)
    if (letter := bytes([code]).decode("cp1252", "ignore"))
}
"""Windows' own letters; of the five codes without one it makes C1 controls."""


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """What a payload says, and which wrong charset was undone."""

    value: str
    repair: TextRepair | None = None


def read_text(data: bytes) -> Text | Reason:
    """Return the NFC text of `data` without what readers add at its ends."""
    try:
        # Not utf-8-sig, which is Python code.
        decoded = data.removeprefix(BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError:
        return _name_fault(data)
    return _mend(decoded)


def has_controls(text: str) -> bool:
    """Say whether `text` has control characters, line breaks and tabs included."""
    return bool(_CONTROLS.search(text) or _BREAKS.search(text))


def _name_fault(data: bytes) -> Reason:
    if _CONTROL_BYTES.search(data.strip(_ENDS.encode("ascii"))):
        return Reason.BINARY
    return Reason.WRONG_CHARSET


def _mend(text: str) -> Text | Reason:
    if text.isascii():  # then nothing is suspect but control characters
        plain = text.strip(_ENDS)
        if plain.isprintable() or not _CONTROLS.search(plain):
            return Text(value=plain)
        return Reason.BINARY
    is_plain = text.isascii() or _VIETNAMESE.issuperset(text)
    read = Text(value=text) if is_plain else _undo_wrong_guess(text)
    mended = _INVISIBLE.sub("", read.value).strip(_ENDS)
    if _GARBLED.search(mended) or _STACKED.search(mended):
        return Reason.WRONG_CHARSET
    if _CONTROLS.search(mended):
        return Reason.BINARY
    return Text(value=unicodedata.normalize("NFC", mended), repair=read.repair)


def _undo_wrong_guess(text: str) -> Text:
    """Return what `text` was before its bytes were taken for another charset.

    Certain, because the bytes must be UTF-8 and make nothing but Vietnamese.
    """
    # Invisible marks stay until here: U+00AD is a byte of "í" taken for Latin-1.
    for charset, repair in _WRONG_GUESSES.items():
        try:
            candidate = _encode(text, charset).decode("utf-8")
        except UnicodeError:
            continue
        if _FAMILIAR.issuperset(candidate):
            return Text(value=candidate, repair=repair)
    return Text(value=text)


def _encode(text: str, charset: str) -> bytes:
    match charset:
        case "cp1252":
            return text.translate(_CP1252).encode("latin-1")
        case "big5":
            parts = _PRIVATE_BIG5.split(text)
            return b"".join(map(_encode_big5, parts))
        case _:
            return text.encode(charset)


def _encode_big5(part: str) -> bytes:
    if _PRIVATE_BIG5.fullmatch(part):
        return bytes((0xC6, 0xA1 + ord(part) - _FIRST_PRIVATE))
    return part.encode("big5")
