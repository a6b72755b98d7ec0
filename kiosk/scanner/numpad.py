"""Numpad: characters that a reader types as numbers, with ALT held down.

Windows knows no other way to type what the layout lacks, so readers in ALT
mode send the digits of each character on the numeric keypad. What the numbers
count is the reader's setting: Unicode, a code page, or the bytes of UTF-8.
"""

import unicodedata
from collections.abc import Sequence

from kiosk.scanner.keys import PLAIN

ALT = 56
"""The left ALT key; AltGr, at the right, is another."""
DIGITS = {code: PLAIN[code] for code in range(71, 83) if PLAIN[code].isdigit()}
MAX_DIGITS = 7
"""Unicode ends at 1114111."""
LAST_CHARACTER = 0x10FFFF
REPLACEMENT = "\ufffd"
NOT_VIETNAMESE = frozenset("ÐðÞþ")
"""What Windows-1252 has where Windows-1258 has letters and marks of Vietnamese."""


class Numpad:
    """Gathers the digits between ALT's press and its release."""

    def __init__(self) -> None:
        self._digits: str | None = None

    @property
    def is_open(self) -> bool:
        """Say whether ALT is down and nothing but digits came since."""
        return self._digits is not None

    def press_alt(self) -> None:
        """Begin a number; a repeat of the held key changes nothing."""
        if self._digits is None:
            self._digits = ""

    def take(self, code: int) -> bool:
        """Take a key; tell whether it is a digit of a number."""
        digit = DIGITS.get(code)
        if digit is None or self._digits is None:
            self._digits = None  # ALT with another key is a shortcut
            return False
        self._digits = (self._digits + digit)[: MAX_DIGITS + 1]
        return True

    def release_alt(self) -> int | None:
        """Return the number that ALT's release ends; None where none was typed."""
        digits, self._digits = self._digits, None
        if not digits:
            return None
        return int(digits) if len(digits) <= MAX_DIGITS else LAST_CHARACTER + 1


def spell(typed: Sequence[str | int]) -> str:
    """Return the text of characters and of numbers that stand for some.

    Where all numbers are bytes, they are UTF-8 if they can be, else a code page's.
    """
    if all(isinstance(part, str) or part < 256 for part in typed):
        return _decode(b"".join(_to_bytes(part) for part in typed))
    return "".join(part if isinstance(part, str) else _name(part) for part in typed)


def _to_bytes(part: str | int) -> bytes:
    return part.encode() if isinstance(part, str) else bytes((part,))


def _decode(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        western = "".join(_name(byte) for byte in data)
    vietnamese = unicodedata.normalize("NFC", data.decode("cp1258", "replace"))
    has_marks = any(map(unicodedata.combining, data.decode("cp1258", "replace")))
    is_clean = not any(map(unicodedata.combining, vietnamese))
    if is_clean and (has_marks or NOT_VIETNAMESE & set(western)):
        return vietnamese
    return western


def _name(number: int) -> str:
    """Return a character by its number, those below 256 as Windows-1252 has them."""
    if number < 256:
        try:
            return bytes((number,)).decode("cp1252")
        except UnicodeDecodeError:
            return chr(number)
    is_half = 0xD800 <= number < 0xE000
    return REPLACEMENT if is_half or number > LAST_CHARACTER else chr(number)
