"""Repair: what wrong charsets and input methods did to a code, named where it is undone."""

import codecs
import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import product

import msgspec

from kiosk.credentials.credential import Claim, Credential
from kiosk.payload import Repair
from kiosk.reason import Reason


class TextRepair(StrEnum):
    """What had been done to the text, and was undone."""

    # UTF-8 that was taken for another charset (formats.md 1d.3).
    LATIN1 = "latin1"
    CP1252 = "cp1252"
    BIG5 = "big5"
    SHIFT_JIS = "shift_jis"
    # A Vietnamese input method made letters of hex digits (formats.md 1d.1).
    TELEX_IN_HEX = "telex_in_hex"


LETTERS = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
"""The letters with marks that Vietnamese has."""

_KEYS = {"â": "aa", "ê": "ee", "đ": "dd", "à": "af", "è": "ef", "ầ": "aaf", "ề": "eef"}
"""What Telex makes of hex digits, and of which; its other keys are none."""

_HEX = re.compile("[0-9a-f]+")
_TOUCHED = re.compile(f"[0-9a-f{LETTERS}]+")
_WORD = re.compile(f"([{''.join(_KEYS)}])([a-f]{{0,5}})|[0-9a-f]+|.")
_FAMILIAR = frozenset(map(chr, range(0x20, 0x7F))).union("–’", LETTERS, LETTERS.upper())
_MOST_READINGS = 16
"""As a rule there is one: what is no UTF-8 falls out at the next letter."""


def note_repairs(credential: Credential, *repairs: StrEnum) -> Credential:
    """Return `credential` with `repairs` in its claims, and a warning.

    The warning is left out where only the reader's own wrapping was undone,
    which it may have put round every code.
    """
    if not repairs:
        return credential
    noted = credential.claims.get(Claim.REPAIR)
    names = "; ".join([*([noted] if noted else []), *repairs])
    others = tuple(reason for reason in credential.warnings if reason != _WARNING)
    warns = len(others) < len(credential.warnings) or not _WRAPPING.issuperset(repairs)
    return msgspec.structs.replace(
        credential,
        claims={**credential.claims, Claim.REPAIR: names},
        warnings=(*others, _WARNING) if warns else others,
    )


_WRAPPING: frozenset[StrEnum] = frozenset({Repair.ECI, Repair.BOM, Repair.NUL})
_WARNING = Reason.TEXT_REPAIRED


def mend_hex(value: str) -> bytes | Reason:
    """Return the bytes of hex that an input method may have touched.

    Telex keeps every key that it took for a mark, so its letters are written
    out again. VNI and a letter thrice swallow keys: that can't be undone.
    """
    digits = value.lower()
    if _HEX.fullmatch(digits):
        return Reason.VNI_DAMAGE if len(digits) % 2 else bytes.fromhex(digits)
    if not _TOUCHED.fullmatch(digits):
        return Reason.MALFORMED if value.isascii() else Reason.INPUT_METHOD
    text = _undo_telex(digits)
    return Reason.VNI_DAMAGE if text is None else text.encode("utf-8")


class _Reading(msgspec.Struct, frozen=True):
    """What hex says so far; `rest` are the digits of a letter that is not whole."""

    text: str = ""
    rest: str = ""


def _undo_telex(digits: str) -> str | None:
    """Return the Vietnamese text that `digits` were, None where they were none.

    Input methods take a mark's key at once or up to the end of the word, which
    a digit ends: each place is tried, and what is UTF-8 tells. Where two do, as
    in "ẫ" and "Ẻ", at once is likelier; staff are told to compare the name.
    """
    readings = [_Reading()]
    for found in _WORD.finditer(digits):
        letter, tail = found.groups()
        written = _place(_KEYS[letter], tail) if letter else (found.group(),)
        readings = [
            read
            for reading, keys in product(readings, written)
            if (read := _read_on(reading, keys)) is not None
        ][:_MOST_READINGS]
        if not readings:
            return None
    return next((reading.text for reading in readings if not reading.rest), None)


def _place(keys: str, tail: str) -> Iterator[str]:
    """Yield `keys`, the first of them in front, spread over `tail` in their order."""
    if len(keys) == 1:
        yield keys + tail
        return
    for at in range(len(tail) + 1):
        for rest in _place(keys[1:], tail[at:]):
            yield keys[0] + tail[:at] + rest


def _read_on(reading: _Reading, digits: str) -> _Reading | None:
    rest = reading.rest + digits
    try:
        whole = bytes.fromhex(rest[: len(rest) // 2 * 2])
        text, used = codecs.utf_8_decode(whole, "strict", False)
    except ValueError:  # of VNI's letters too, which are no hex
        return None
    if not _FAMILIAR.issuperset(text):
        return None
    return _Reading(text=reading.text + text, rest=rest[2 * used :])
