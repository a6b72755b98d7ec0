"""Spelling: every Vietnamese syllable, and the keys by which people type it."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kiosk.ui.syllable import ONSETS, RIMES, STOPS

ACUTE, GRAVE, HOOK, TILDE, DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
LATE = {"oa", "oe", "uy"}
"""Two vowels of which the second bears the tone where a consonant follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The keys of marks and tones in one method."""

    marks: Mapping[str, str]
    tones: Mapping[str, str]


TELEX = Layout(
    marks={"â": "a", "ê": "e", "ô": "o", "ă": "w", "ơ": "w", "ư": "w", "đ": "d"},
    tones={ACUTE: "s", GRAVE: "f", HOOK: "r", TILDE: "x", DOT: "j", "": ""},
)
VNI = Layout(
    marks={"â": "6", "ê": "6", "ô": "6", "ă": "8", "ơ": "7", "ư": "7", "đ": "9"},
    tones={ACUTE: "1", GRAVE: "2", HOOK: "3", TILDE: "4", DOT: "5", "": ""},
)
BARE = {"â": "a", "ê": "e", "ô": "o", "ă": "a", "ơ": "o", "ư": "u", "đ": "d"}


def list_syllables() -> list[tuple[str, str]]:
    """Return each onset with each rime that can stand behind it."""
    return [
        (onset, rime)
        for onset in sorted(ONSETS)
        for rime in sorted(RIMES)
        if "oo" not in rime  # typed as ooo
        and not _is_other_onset(onset, rime)
    ]


def _is_other_onset(onset: str, rime: str) -> bool:
    """Say whether the letters are another onset's: gia is gi and a, giêng is g and iêng."""
    is_gi = onset == "g" and rime[0] == "i" and rime[1:2] in set("aăâeêoôơu")
    doubled = (onset == "gi" and rime[0] == "i") or (onset == "qu" and rime[0] in "uư")
    return doubled or (is_gi and rime != "iêng")


def list_tones(rime: str) -> tuple[str, ...]:
    """Return the tones that a rime may have."""
    if rime.endswith(STOPS):
        return ACUTE, DOT
    return "", ACUTE, GRAVE, HOOK, TILDE, DOT


def find_bearer(rime: str) -> int:
    """Return which letter of a rime bears the tone."""
    marked = [rime.rfind(letter) for letter in "ăâêôơ" if letter in rime]
    vowels = len(rime) - len(rime.lstrip("aăâeêioôơuưy"))
    if marked:
        return max(marked)
    if vowels == 1 or (vowels == 2 and vowels == len(rime)):
        return 0
    return 1


def write(onset: str, rime: str, tone: str) -> str:
    """Return the syllable as it is spelled."""
    place = find_bearer(rime) + 1
    return unicodedata.normalize("NFC", onset + rime[:place] + tone + rime[place:])


def type_at_once(onset: str, rime: str, tone: str, layout: Layout) -> str:
    """Each mark right behind its letter, the tone last: dduwowngf."""
    return (
        "".join(_type(letter, layout) for letter in onset + rime) + layout.tones[tone]
    )


def type_tone_at_vowel(onset: str, rime: str, tone: str, layout: Layout) -> str:
    """Each mark and the tone right behind their letter: dduwowfng."""
    keys = [_type(letter, layout) for letter in onset + rime]
    keys[len(onset) + find_bearer(rime)] += layout.tones[tone]
    return "".join(keys)


def type_marks_last(onset: str, rime: str, tone: str, layout: Layout) -> str:
    """The letters, then the marks, then the tone: duongwdf."""
    return _bare(onset + rime) + _list_marks(onset + rime, layout) + layout.tones[tone]


def type_tone_before_marks(onset: str, rime: str, tone: str, layout: Layout) -> str:
    """The letters, then the tone, then the marks: duongfwd."""
    return _bare(onset + rime) + layout.tones[tone] + _list_marks(onset + rime, layout)


def type_stroke_last(onset: str, rime: str, tone: str, layout: Layout) -> str:
    """All at once but for đ, whose key comes last: duwowngfd."""
    keys = type_at_once(onset.replace("đ", "d"), rime, tone, layout)
    return keys + layout.marks["đ"] * onset.count("đ")


def type_vowels_marks_before_coda(
    onset: str, rime: str, tone: str, layout: Layout
) -> str:
    """The marks and the tone behind all vowels, then the coda: dduowfng."""
    vowels = len(rime) - len(rime.lstrip("aăâeêioôơuưy"))
    nucleus, coda = rime[:vowels], rime[vowels:]
    head = "".join(_type(letter, layout) for letter in onset) + _bare(nucleus)
    return head + _list_marks(nucleus, layout) + layout.tones[tone] + coda


ORDERS = (
    type_at_once,
    type_tone_at_vowel,
    type_marks_last,
    type_tone_before_marks,
    type_stroke_last,
    type_vowels_marks_before_coda,
)


def list_cases() -> Iterator[tuple[str, str, str]]:
    """Yield onset, rime and tone of every syllable."""
    for onset, rime in list_syllables():
        for tone in list_tones(rime):
            yield onset, rime, tone


def _type(letter: str, layout: Layout) -> str:
    return BARE.get(letter, letter) + layout.marks.get(letter, "")


def _bare(letters: str) -> str:
    return "".join(BARE.get(letter, letter) for letter in letters)


def _list_marks(letters: str, layout: Layout) -> str:
    return "".join(
        sorted({layout.marks[letter] for letter in letters if letter in layout.marks})
    )
