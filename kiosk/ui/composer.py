"""Composer: Vietnamese from the keys of any keyboard, one word at a time; no Qt.

A `Method` says which key puts which mark; Telex and VNI are two. Marks may be
typed right behind their letter or anywhere later in the word; the same key
again takes a mark back, and from there on the word is taken literally. What
makes no Vietnamese syllable stays as it was typed (`Panasonic`).
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.ui.syllable import (
    is_possible,
    may_bear,
    spell,
    split,
    split_tone,
)

_HATS = {"a": "â", "e": "ê", "o": "ô"}
_BARE = {"â": "a", "ă": "a", "ê": "e", "ô": "o", "ơ": "o", "ư": "u"}
_HORNED = {"a": "ă", "â": "ă", "o": "ơ", "ô": "ơ", "u": "ư"}
"""What a horn or breve makes of a letter; one that has a hat changes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """Which key puts which mark.

    `tones` has a tone's mark for each key, empty for the key that takes it
    away. `hats` and `horns` have the letters, without marks, that each key
    puts a hat or a horn (a breve, over a) on; `stroke` makes đ of d. A
    `lone_horn` makes ư behind an onset.
    """

    tones: Mapping[str, str]
    hats: Mapping[str, str]
    horns: Mapping[str, str]
    stroke: str
    lone_horn: str = ""
    keys: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        every = {*self.tones, *self.hats, *self.horns, self.stroke}
        object.__setattr__(self, "keys", frozenset(every))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    """A word without its tone, case kept; `is_literal` once a mark was taken back.

    `is_lone` where its last letter is a horn's own ư.
    """

    letters: str = ""
    tone: str = ""
    is_literal: bool = False
    is_lone: bool = False

    @property
    def lower(self) -> str:
        """Return the letters in lower case."""
        return self.letters.lower()


def compose(keys: str, method: Method) -> str:
    """Return the word that `keys` type; letters with marks may stand among them."""
    word = _Word()
    for key in unicodedata.normalize("NFC", keys):
        word = _press(word, key, method)
    is_word = is_possible(word.lower) and may_bear(word.lower, word.tone)
    return spell(word.letters, word.tone) if word.is_literal or is_word else keys


def _press(word: _Word, key: str, method: Method) -> _Word:
    bare, tone = split_tone(key)
    if word.is_literal or tone or not is_possible(word.lower):
        return _append(word, bare, tone)
    return _mark(word, key, method) or _append(word, key)


def _mark(word: _Word, key: str, method: Method) -> _Word | None:
    """Return the word once `key` has put its mark; None where it is a letter."""
    lower = key.lower()
    if not word.letters or lower not in method.keys:
        return None
    if lower in method.tones:
        return _press_tone(word, key, method.tones[lower])
    if lower == method.stroke:
        return _press_stroke(word, key)
    if lower in method.hats:
        return _press_hat(word, key, method.hats[lower])
    return _press_horn(word, key, method.horns[lower]) or _add_lone_horn(
        word, key, method
    )


def _append(word: _Word, key: str, tone: str = "") -> _Word:
    letters = word.letters + key
    onset, rime = split(letters.lower())
    if not word.is_literal and rime.startswith("uơ") and len(rime) > len("uơ"):
        letters = _put(letters, len(onset), "ư")  # thuơ, but thương
    return _Word(letters=letters, tone=tone or word.tone, is_literal=word.is_literal)


def _press_tone(word: _Word, key: str, wanted: str) -> _Word | None:
    if not split(word.lower)[1] or not (wanted or word.tone):
        return None
    if wanted == word.tone:
        return _Word(letters=word.letters + key, is_literal=True)
    # Before a stop only two tones stand, but another one may be corrected.
    if not may_bear(word.lower, wanted):
        return None
    return _Word(letters=word.letters, tone=wanted)


def _press_stroke(word: _Word, key: str) -> _Word | None:
    first = word.lower[:1]
    if first == "d":
        letters = _put(word.letters, 0, "đ")
        if not is_possible(letters.lower()):
            return None
        return _Word(letters=letters, tone=word.tone)
    if first == "đ":
        letters = _put(word.letters, 0, "d") + key
        return _Word(letters=letters, tone=word.tone, is_literal=True)
    return None


def _press_hat(word: _Word, key: str, plains: str) -> _Word | None:
    onset, rime = split(word.lower)
    for plain in plains:
        hat = _HATS[plain]
        if hat in rime:
            letters = _put(word.letters, len(onset) + rime.index(hat), plain) + key
            return _Word(letters=letters, tone=word.tone, is_literal=True)
    # ươ loses both its horns to uô.
    pair = rime.find("ươ")
    if pair >= 0 and "o" in plains:
        return _exchange(word, {pair: "u", pair + 1: "ô"})
    for place, letter in enumerate(rime):
        plain = _BARE.get(letter, letter)
        if plain in plains and plain in _HATS and letter not in _HATS.values():
            made = _exchange(word, {place: _HATS[plain]})
            if made is not None:
                return made
    return None


def _press_horn(word: _Word, key: str, plains: str) -> _Word | None:
    rime = split(word.lower)[1]
    for pair in ("uo", "ưo", "uô"):
        place = rime.find(pair)
        if place >= 0 and "o" in plains:
            # huơ has one horn, hương two; another may still come behind it.
            first = "u" if rime == pair and pair[0] == "u" else "ư"
            return _exchange(word, {place: first, place + 1: "ơ"})
    for plain in "aâoôu":
        if _BARE.get(plain, plain) in plains and plain in rime:
            made = _exchange(word, {rime.index(plain): _HORNED[plain]})
            if made is not None:
                return made
    return _take_horn_back(word, key, plains)


def _take_horn_back(word: _Word, key: str, plains: str) -> _Word | None:
    if word.is_lone:
        return _Word(letters=word.letters[:-1] + key, is_literal=True)
    onset, rime = split(word.lower)
    letters = word.letters
    for place, letter in enumerate(rime):
        if letter in "ăơư" and _BARE[letter] in plains:
            letters = _put(letters, len(onset) + place, _BARE[letter])
    if letters == word.letters:
        return None
    return _Word(letters=letters + key, tone=word.tone, is_literal=True)


def _add_lone_horn(word: _Word, key: str, method: Method) -> _Word | None:
    """Write ư behind an onset: tw, trwng."""
    onset, rime = split(word.lower)
    if key.lower() != method.lone_horn or rime or not onset:
        return None
    letters = word.letters + ("Ư" if key.isupper() else "ư")
    return _Word(letters=letters, tone=word.tone, is_lone=True)


def _exchange(word: _Word, marks: Mapping[int, str]) -> _Word | None:
    """Return the word with other letters in its rime; None where none begins so.

    Onset and rime may be others then: gi and eng, but g and iêng.
    """
    onset = split(word.lower)[0]
    letters = word.letters
    for place, letter in marks.items():
        letters = _put(letters, len(onset) + place, letter)
    if not is_possible(letters.lower()):
        return None
    return _Word(letters=letters, tone=word.tone)


def _put(letters: str, place: int, letter: str) -> str:
    """Return `letters` with `letter` at `place`, in the case of the one before."""
    kept = letter.upper() if letters[place].isupper() else letter
    return letters[:place] + kept + letters[place + 1 :]
