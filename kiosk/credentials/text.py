"""Text: a payload's bytes as NFC text, or the reason why they are none."""

import re
import unicodedata
from dataclasses import dataclass

from kiosk.reason import Reason

_ENDS = "\0\t\r\n "
"""What readers add before or after a code; none of them belongs to one."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
"""BOM, zero-width and direction marks: they only make a name look like another."""

_CONTROLS = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029]")
_BREAKS = re.compile("[\t\r\n]")
_CONTROL_BYTES = re.compile(rb"[\0-\x08\x0b\x0c\x0e-\x1f\x7f]")

_LETTERS = (
    "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
    "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
)
_VIETNAMESE = f"\0-\x7f{_LETTERS}{_LETTERS.upper()}"
_SUSPECT = re.compile(f"[^{_VIETNAMESE}]")
"""Any letter that Vietnamese does not have: perhaps a wrong guess of the charset."""

_FOREIGN = re.compile(f"[^{_VIETNAMESE}–’]")
"""The same without BHYT's en dash and the apostrophe of highland names.

Both are suspect all the same: "Ò" taken for Windows-1252 is "Ã’".
"""

_GARBLED = re.compile(
    "[\x80-\x9f\u2e80-\u9fff\uac00-\ud7af\ue000-\uf8ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\ufffd]"
)
"""C1 controls, CJK, kana, private use and U+FFFD: no personal code has them."""

_PRIVATE_BIG5 = re.compile("([\uf6b1-\uf70e])")
_FIRST_PRIVATE = 0xF6B1
"""Where iconv, and so zbar, puts Big5's row C6A1-C6FE; Python's codec has no such row.

"ơ" and "ư" lie in it: 2 of 400 invented cards read by zbar 0.23 had them.
"""

_WRONG_GUESSES = ("latin-1", "cp1252", "big5", "shift_jis")
"""What zbar and keyboard wedges take UTF-8 without ECI for (formats.md 1d.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What a payload says; `repaired` where a wrong charset was undone."""

    value: str
    repaired: bool = False


def read_text(data: bytes) -> Text | Reason:
    """Return the NFC text of `data` without what readers add at its ends."""
    try:
        decoded = data.decode("utf-8-sig")
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
    repaired = _undo_wrong_guess(text) if _SUSPECT.search(text) else None
    mended = _INVISIBLE.sub("", text if repaired is None else repaired).strip(_ENDS)
    if _GARBLED.search(mended):
        return Reason.WRONG_CHARSET
    if _CONTROLS.search(mended):
        return Reason.BINARY
    return Text(
        value=unicodedata.normalize("NFC", mended), repaired=repaired is not None
    )


def _undo_wrong_guess(text: str) -> str | None:
    """Return what `text` was before its bytes were taken for another charset.

    Certain, because the bytes must be UTF-8 and make nothing but Vietnamese.
    """
    # Invisible marks stay until here: U+00AD is a byte of "í" taken for Latin-1.
    for charset in _WRONG_GUESSES:
        try:
            candidate = _encode(text, charset).decode("utf-8")
        except UnicodeError:
            continue
        if not _FOREIGN.search(candidate):
            return candidate
    return None


def _encode(text: str, charset: str) -> bytes:
    if charset != "big5":
        return text.encode(charset)
    return b"".join(
        bytes((0xC6, 0xA1 + ord(part) - _FIRST_PRIVATE))
        if _PRIVATE_BIG5.fullmatch(part)
        else part.encode(charset)
        for part in _PRIVATE_BIG5.split(text)
    )
