"""Typing: the strokes with which a reader types a text, and the kernel's events of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.scanner.evdev import EV_KEY, EV_SYN, EVENT, SYN_DROPPED, SYN_REPORT
from kiosk.scanner.keys import PLAIN, SHIFTED

MS = 1_000_000
SHIFT_KEY, ENTER_KEY, TAB_KEY = 42, 28, 15
EV_MSC, MSC_SCAN = 4, 4

PLAIN_CODES = {character: code for code, character in reversed(PLAIN.items())}
SHIFTED_CODES = {character: code for code, character in reversed(SHIFTED.items())}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    code: int
    is_down: bool


def strokes(text: str) -> Iterator[Stroke]:
    """Yield the strokes of `text` on the US layout."""
    for character in text:
        is_plain = character in PLAIN_CODES
        code = (PLAIN_CODES if is_plain else SHIFTED_CODES)[character]
        if not is_plain:
            yield Stroke(code=SHIFT_KEY, is_down=True)
        yield Stroke(code=code, is_down=True)
        yield Stroke(code=code, is_down=False)
        if not is_plain:
            yield Stroke(code=SHIFT_KEY, is_down=False)


def an_event(kind: int, code: int, value: int, at_ms: int = 0) -> bytes:
    """Return an event as the kernel writes it."""
    return EVENT.pack(at_ms // 1000, at_ms % 1000 * 1000, kind, code, value)


def events(text: str, at_ms: int = 0) -> bytes:
    """Return the events of a keyboard that types `text` in one burst."""
    report = an_event(EV_SYN, SYN_REPORT, 0, at_ms)
    return b"".join(
        an_event(EV_MSC, MSC_SCAN, 0x70000 + stroke.code, at_ms)
        + an_event(EV_KEY, stroke.code, int(stroke.is_down), at_ms)
        + report
        for stroke in strokes(text)
    )


def a_gap(at_ms: int = 0) -> bytes:
    """Return what the kernel writes where it had to drop events."""
    return an_event(EV_SYN, SYN_DROPPED, 0, at_ms)
