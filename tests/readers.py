"""Readers: what readers of several settings make of a test code's text."""

from collections.abc import Callable

from kiosk.scanner.burst import Mode
from kiosk.scanner.teaching import TEXTS, Heard, Lesson

SERIAL = "serial:/dev/ttyACM0"
WEDGE = "wedge"
GERMAN = str.maketrans("yzYZ", "zyZY")
FRENCH = str.maketrans("azqwAZQW", "qwazQWAZ")

Read = Callable[[str], Heard]


def hear_serial(text: str) -> Heard:
    """Return what a reader on USB-COM sends."""
    return Heard(reader=SERIAL, data=text.encode(), symbology="]Q1", suffix="\r")


def hear_typed(text: str, mode: Mode = Mode.PLAIN) -> Heard:
    """Return what a reader types, whatever letters it can type."""
    return Heard(
        reader=WEDGE, data=text.encode(), suffix="\r", mode=mode, keys_per_second=500
    )


def hear_dropping(text: str) -> Heard:
    """Return what a reader types that has no keys for Vietnamese letters."""
    return hear_typed("".join(letter for letter in text if letter.isascii()))


def hear_hex(text: str) -> Heard:
    """Return what a reader in hex mode types."""
    return hear_typed(text.encode().hex(), Mode.HEX)


def hear_mojibake(text: str) -> Heard:
    """Return what a reader sends that knows Latin-1 only, but to UTF-8."""
    return hear_serial(text.encode().decode("latin-1"))


def read_all(read: Read) -> dict[Lesson, tuple[Heard, ...]]:
    """Return what a reader makes of all lessons."""
    return {
        lesson: tuple(read(text) for text in texts) for lesson, texts in TEXTS.items()
    }
