"""Teaching: what a reader makes of codes whose text is known, and what to change in it."""

import string
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum

import msgspec

from kiosk.payload import Repair
from kiosk.scanner.burst import Mode
from kiosk.scanner.keyed import undo_hex

_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_BASES = "aăâeêioôơuưy"


def _list_letters() -> str:
    toned = (
        unicodedata.normalize("NFC", base + tone) for base in _BASES for tone in _TONES
    )
    small = "".join(letter for letter in toned if not letter.isascii()) + "đ"
    return small + small.upper()


VIETNAMESE = _list_letters()
"""All 134 letters that English does not have."""

PRINTABLE = string.ascii_letters + " " + string.digits + string.punctuation


class Lesson(StrEnum):
    """What a test code is to show."""

    DIGITS = "digits"
    """The suffix and the pace, whatever the layout."""
    ASCII = "ascii"
    """The layout: both cases and punctuation."""
    LETTERS = "letters"
    """All Vietnamese letters as UTF-8, which says nothing of it (no ECI)."""
    ECI = "eci"
    """The same with ECI 26."""
    TWINS = "twins"
    """Two codes, one right after the other."""
    LONG = "long"


TEXTS: Mapping[Lesson, tuple[str, ...]] = {
    Lesson.DIGITS: ("90210" + string.digits * 3,),
    Lesson.ASCII: (PRINTABLE,),
    # Something must come of a reader that can type none of the letters.
    Lesson.LETTERS: (f"KIOSK-UTF8 {VIETNAMESE}",),
    Lesson.ECI: (f"KIOSK-ECI {VIETNAMESE}",),
    Lesson.TWINS: ("KIOSK-TWIN-LEFT-1357", "KIOSK-TWIN-RIGHT-2468"),
    Lesson.LONG: ("KIOSK-LONG-" + (string.digits + string.ascii_uppercase) * 16,),
}
SELF_TEST = f"KIOSK|{VIETNAMESE}|{string.digits}"
"""What is read in the end: all letters, as a card has them."""


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """One read as it came, before anything about it is mended.

    `keys_per_second` is None for a reader that does not type.
    """

    reader: str
    data: bytes
    symbology: str = ""
    suffix: str = ""
    mode: Mode = Mode.PLAIN
    repairs: tuple[Repair, ...] = ()
    keys_per_second: int | None = None

    @property
    def text(self) -> str:
        """Return what was read, in NFC, whatever its bytes are."""
        return unicodedata.normalize("NFC", self.data.decode(errors="replace"))


class Letters(StrEnum):
    """What became of the Vietnamese letters."""

    UNKNOWN = "unknown"
    """They were not read."""
    WHOLE = "whole"
    DROPPED = "dropped"
    """Some are missing, the rest is right."""
    STRIPPED = "stripped"
    """Without their marks."""
    MOJIBAKE = "mojibake"
    """Each byte of UTF-8 as a letter of its own."""
    MANGLED = "mangled"


class Layout(StrEnum):
    """The keyboard that a typing reader thinks it is plugged in as."""

    UNKNOWN = "unknown"
    US = "us"
    CAPS = "caps"
    """Cases are turned round."""
    GERMAN = "german"
    FRENCH = "french"
    OTHER = "other"


class Advice(StrEnum):
    """What to change in a reader, the first the most important."""

    USB_COM = "usb_com"
    """Let it be a serial port: no keyboard types Vietnamese letters."""
    UTF8 = "utf8"
    LAYOUT_US = "layout_us"
    CAPS_OFF = "caps_off"
    SUFFIX = "suffix"
    SLOW = "slow"
    CUT = "cut"
    """It cuts long codes."""


class Maker(StrEnum):
    """Whose words for a setting are known."""

    HONEYWELL = "Honeywell"
    ZEBRA = "Zebra"
    NEWLAND = "Newland"
    DATALOGIC = "Datalogic"


USB_COM_MODES: Mapping[Maker, str] = {
    Maker.HONEYWELL: "USB Serial (Terminal ID 130)",
    Maker.ZEBRA: "USB CDC Host",
    Maker.NEWLAND: "USB CDC",
    Maker.DATALOGIC: "USB-COM",
}
"""What each calls a serial port over USB (scanning.md 5)."""

TYPING = ("wedge", "evdev:", "rawinput:")
WITHOUT_SUFFIX = ("hidraw:", "camera:")
"""Readers whose reports say by themselves where a code ends."""
SLOW_KEYS_PER_SECOND = 100
"""A card's 118 letters would take longer than a second."""


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """What was found about one reader; `lost` are the letters that never came."""

    reader: str
    suffix: str = ""
    layout: Layout = Layout.UNKNOWN
    letters: Letters = Letters.UNKNOWN
    lost: str = ""
    aim: str = ""
    eci: bool | None = None
    """Whether codes with ECI came right; None where none came."""
    mode: Mode = Mode.PLAIN
    merges: bool = False
    cuts: bool = False
    keys_per_second: int | None = None

    @property
    def types(self) -> bool:
        """Say whether it is a keyboard to the machine."""
        return self.reader.startswith(TYPING)


Reads = Mapping[Lesson, Sequence[Heard]]


def describe(reader: str, reads: Reads) -> Profile:
    """Return what `reads` of one reader show."""
    every = [heard for lesson in Lesson for heard in reads.get(lesson, ())]
    letters, (spelt,) = reads.get(Lesson.LETTERS, ()), TEXTS[Lesson.LETTERS]
    eci = reads.get(Lesson.ECI, ())
    paces = [one.keys_per_second for one in every if one.keys_per_second is not None]
    return Profile(
        reader=reader,
        suffix=next((one.suffix for one in reversed(every) if one.suffix), ""),
        layout=_judge_layout(reads.get(Lesson.ASCII, ())),
        letters=judge(spelt, letters[0]) if letters else Letters.UNKNOWN,
        lost=find_lost(spelt, letters[0]) if letters else "",
        aim=next((one.symbology for one in every if one.symbology), ""),
        eci=_is_whole(Lesson.ECI, eci) if eci else None,
        mode=_find_mode(reads),
        merges=_merges(reads.get(Lesson.TWINS, ())),
        cuts=_cuts(reads.get(Lesson.LONG, ())),
        keys_per_second=min(paces) if paces else None,
    )


def advise(profile: Profile) -> tuple[Advice, ...]:
    """Return what to change in the reader, nothing where it is as it should be."""
    found = []
    spoilt = profile.letters not in {Letters.WHOLE, Letters.UNKNOWN}
    if spoilt:
        found.append(Advice.USB_COM if profile.types else Advice.UTF8)
    if profile.types and not spoilt:  # a serial port has neither of these
        found += _advise_keys(profile)
    ends = profile.reader.startswith(WITHOUT_SUFFIX) or profile.suffix
    if profile.merges or not ends:
        found.append(Advice.SUFFIX)
    if profile.cuts:
        found.append(Advice.CUT)
    return tuple(found)


def judge(expected: str, heard: Heard) -> Letters:
    """Return what became of `expected` on its way."""
    text = recover(expected, heard)
    if text == expected:
        return Letters.WHOLE
    if text in _list_mojibake(expected):
        return Letters.MOJIBAKE
    lost = set(find_lost(expected, heard))
    if text == "".join(letter for letter in expected if letter not in lost):
        return Letters.DROPPED
    if _strip(text) == _strip(expected):
        return Letters.STRIPPED
    return Letters.MANGLED


def find_lost(expected: str, heard: Heard) -> str:
    """Return the letters of `expected` that did not come, each once."""
    text = recover(expected, heard)
    return "".join(dict.fromkeys(one for one in expected if one not in text))


def recover(expected: str, heard: Heard) -> str:
    """Return the text that was read, hex mode undone where it is `expected`."""
    meant = undo_hex(heard.text)
    return expected if meant == expected else heard.text


def _advise_keys(profile: Profile) -> list[Advice]:
    found = []
    if profile.layout is Layout.CAPS:
        found.append(Advice.CAPS_OFF)
    elif profile.layout not in {Layout.US, Layout.UNKNOWN}:
        found.append(Advice.LAYOUT_US)
    pace = profile.keys_per_second
    if pace is not None and pace < SLOW_KEYS_PER_SECOND:
        found.append(Advice.SLOW)
    return found


def _is_whole(lesson: Lesson, heard: Sequence[Heard]) -> bool:
    return judge(TEXTS[lesson][0], heard[0]) is Letters.WHOLE


def _judge_layout(heard: Sequence[Heard]) -> Layout:
    if not heard:
        return Layout.UNKNOWN
    text = recover(PRINTABLE, heard[0])
    became = dict(zip(PRINTABLE, text, strict=False))
    match (became.get("y"), became.get("z"), became.get("a"), became.get("q")):
        case _ if text == PRINTABLE:
            return Layout.US
        case _ if text.swapcase() == PRINTABLE:
            return Layout.CAPS
        case ("z", "y", "a", "q"):
            return Layout.GERMAN
        case (_, _, "q", "a"):
            return Layout.FRENCH
        case _:
            return Layout.OTHER


def _find_mode(reads: Reads) -> Mode:
    """Return how it types; what looks like hex is hex only where it is the text's."""
    for lesson, read in reads.items():
        for heard in read:
            if heard.mode is Mode.ALT:
                return Mode.ALT
            if undo_hex(heard.text) in TEXTS[lesson]:
                return Mode.HEX
    return Mode.PLAIN


def _merges(heard: Sequence[Heard]) -> bool:
    left, right = TEXTS[Lesson.TWINS]
    return any(left in one.text and right in one.text for one in heard)


def _cuts(heard: Sequence[Heard]) -> bool:
    whole = TEXTS[Lesson.LONG][0]
    return bool(heard) and len(recover(whole, heard[0])) < len(whole)


def _list_mojibake(expected: str) -> set[str]:
    """Return `expected` as its bytes are read by those who know no UTF-8."""
    data = expected.encode()
    tables = (("latin-1", "strict"), ("cp1252", "replace"), ("cp1252", "ignore"))
    read = (data.decode(table, errors) for table, errors in tables)
    return {unicodedata.normalize("NFC", text) for text in read}


def _strip(text: str) -> str:
    spread = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(one for one in spread if not unicodedata.combining(one))
