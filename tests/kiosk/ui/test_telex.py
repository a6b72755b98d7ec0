"""Telex: every syllable from its keys, in the orders in which people type them."""

import unicodedata

import pytest

from kiosk.ui.telex import ONSETS, RIMES, TONES, compose

KEYS = {"â": "aa", "ê": "ee", "ô": "oo", "ă": "aw", "ơ": "ow", "ư": "uw", "đ": "dd"}
STOPS = ("c", "ch", "k", "p", "t")
LATE_VOWELS = {"oa", "oe", "uy"}
"""Two vowels of which the second bears the tone where a consonant follows."""
SYLLABLES = [
    (onset, rime)
    for onset in sorted(ONSETS)
    for rime in sorted(RIMES)
    if "oo" not in rime  # typed as ooo
    and not (onset == "g" and rime[0] == "i" and rime[1:2] in set("aăâeêoôơu"))
    and not (onset == "gi" and rime[0] == "i")
    and not (onset == "qu" and rime[0] in "uư")
]


def tones_of(rime: str) -> list[tuple[str, str]]:
    tones = [(key, mark) for key, mark in TONES.items() if key in "sj"]
    return tones if rime.endswith(STOPS) else [("", ""), *TONES.items()]


def mark(onset: str, rime: str, tone: str) -> str:
    """Return the syllable with its tone where the spelling rule has it."""
    if not tone:
        return onset + rime
    vowels = len(rime) - len(rime.lstrip("aăâeêioôơuưy"))
    marked = [rime.rfind(letter) for letter in "ăâêôơ" if letter in rime]
    if marked:
        place = max(marked)
    elif vowels == 1 or (vowels == 2 and vowels == len(rime)):
        place = 0
    else:
        place = 1
    toned = rime[: place + 1] + tone + rime[place + 1 :]
    return unicodedata.normalize("NFC", onset + toned)


def spell(text: str) -> str:
    return "".join(KEYS.get(letter, letter) for letter in text)


def strip(text: str) -> str:
    """Return the keys of the letters alone, and the marks' keys behind them."""
    bare = "".join(KEYS[letter][0] if letter in KEYS else letter for letter in text)
    return bare + "".join(
        sorted({KEYS[letter][1] for letter in text if letter in KEYS})
    )


@pytest.mark.parametrize("write", [spell, strip], ids=["at once", "marks last"])
def test_every_syllable_can_be_typed(write: object) -> None:
    assert callable(write)
    wrong = [
        (write(onset + rime) + key, mark(onset, rime, tone))
        for onset, rime in SYLLABLES
        for key, tone in tones_of(rime)
        if compose(write(onset + rime) + key) != mark(onset, rime, tone)
    ]
    assert (len(SYLLABLES) > 3_000, wrong) == (True, [])


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("Nguyeenx", "Nguyễn"),
        ("NGUYEENX", "NGUYỄN"),
        ("Phuowng", "Phương"),
        ("Phuongw", "Phương"),
        ("dduwowngf", "đường"),
        ("hoasn", "hoán"),
        ("hoaf", "hòa"),
        ("thuyr", "thủy"),
        ("quys", "quý"),
        ("giaf", "già"),
        ("gif", "gì"),
        ("Ddawks", "Đắk"),
        ("Kroong", "Krông"),
        ("khuyru", "khuỷu"),
        ("thuowr", "thuở"),
        ("booong", "boong"),
    ],
)
def test_a_word_is_composed(keys: str, word: str) -> None:
    assert compose(keys) == word


@pytest.mark.parametrize(
    "name", ["Panasonic", "Samsung", "Toyota", "Software", "Vinamilk", "FPT"]
)
def test_what_is_no_syllable_stays_as_typed(name: str) -> None:
    assert compose(name) == name


@pytest.mark.parametrize(
    ("keys", "word"),
    [("ass", "as"), ("aaa", "aa"), ("ddd", "dd"), ("oww", "ow"), ("asz", "a")],
)
def test_the_same_key_again_takes_a_mark_back(keys: str, word: str) -> None:
    assert compose(keys) == word


def test_a_word_that_was_composed_goes_on() -> None:
    assert compose("Nguyên" + "x") == "Nguyễn"
