"""Telex: Vietnamese from the keys of any keyboard, one word at a time; no Qt.

Simple Telex as UniKey has it: `aa ee oo aw ow uw dd`, tones `s f r x j`, `z`
takes the tone away, the same key again takes a mark back. What makes no
Vietnamese syllable stays as it was typed (`Panasonic`).
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

TONES = {"f": "\u0300", "s": "\u0301", "x": "\u0303", "r": "\u0309", "j": "\u0323"}
_TONE_KEYS = {*TONES, "z"}
_TONE_MARKS = frozenset(TONES.values())
_HATS = {"a": "â", "e": "ê", "o": "ô"}
_HATLESS = {"â": "a", "ă": "a", "ê": "e", "ô": "o", "ơ": "o", "ư": "u"}
_HORNS = (("a", "ă"), ("â", "ă"), ("o", "ơ"), ("ô", "ơ"), ("u", "ư"))
_STOP_TONES = frozenset({TONES["s"], TONES["j"]})
_STOPS = ("c", "ch", "k", "p", "t")
_VOWELS = frozenset("aăâeêioôơuưy")
_CARRIERS = "ơêôâă"
"""Where one of these stands, it bears the tone."""

ONSETS = frozenset(
    {""}.union(
        re.findall(
            r"\w+",
            # The last ones begin names of the highlands: Krông, Pleiku, Blao.
            "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x "
            "kr pl br bl",
        )
    )
)
RIMES = frozenset(
    re.findall(
        r"\w+",
        "a ac ach ai ak am an ang anh ao ap at au ay ăc ăk ăm ăn ăng ăp ăt "
        "âc âm ân âng âp ât âu ây e ec em en eng eo ep et "
        "ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu "
        "iêc iêm iên iêng iêp iêt iêu o oc oi ok om on ong op ot ooc oong "
        "oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt "
        "oe oen oeo oet ô ôc ôi ôk ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt "
        "u ua uc ui um un ung up ut uân uâng uât uây uê uên uêch uênh uơ "
        "uôc uôi uôm uôn uông uôt uy uya uych uyên uyêt uynh uyt uyu "
        "ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu "
        "y ych ynh yt yêm yên yêng yêt yêu",
    )
)
_BEGINNINGS = frozenset(rime[:end] for rime in RIMES for end in range(len(rime) + 1))
# What comes by on the way to a rime: uo → uô, uơ; ưo → ươ; ye → yê.
_ON_THE_WAY = frozenset(
    {"uo", "ưo", "ie", "ye", "uye", "uâ", "uu"}
    | {"u" + rime[1:] for rime in RIMES if rime.startswith("ươ")}
    | {"uo" + rime[2:] for rime in RIMES if rime[:2] in ("ươ", "uô")}
    | {"ưo" + rime[2:] for rime in RIMES if rime.startswith("ươ")}
    | {"ie" + rime[2:] for rime in RIMES if rime.startswith("iê")}
    | {"ye" + rime[2:] for rime in RIMES if rime.startswith("yê")}
    | {"uye" + rime[3:] for rime in RIMES if rime.startswith("uyê")}
    | {"ua" + rime[2:] for rime in RIMES if rime.startswith("uâ")}
    | {"ue" + rime[2:] for rime in RIMES if rime.startswith("uê")}
    | {"e" + rime[1:] for rime in RIMES if rime.startswith("ê")}
    | {"o" + rime[1:] for rime in RIMES if rime[0] in "ôơ"}
    | {"a" + rime[1:] for rime in RIMES if rime[0] in "ăâ"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    """A word without its tone, case kept; `is_literal` once a mark was taken back."""

    letters: str = ""
    tone: str = ""
    is_literal: bool = False

    @property
    def lower(self) -> str:
        """Return the letters in lower case."""
        return self.letters.lower()


@lru_cache(maxsize=1024)
def compose(keys: str) -> str:
    """Return the word that `keys` type; letters with marks may stand among them."""
    word = _Word()
    for key in unicodedata.normalize("NFC", keys):
        word = _press(word, key)
    if word.is_literal:
        return _spell(word)
    return _spell(word) if _is_possible(word.lower) else keys


def _press(word: _Word, key: str) -> _Word:
    bare, tone = _split_tone(key)
    if word.is_literal or tone or not word.letters or not _is_possible(word.lower):
        return _append(word, bare, tone)
    lower = key.lower()
    if lower in _TONE_KEYS:
        return _press_tone(word, key) or _append(word, key)
    if lower == "d":
        return _press_stroke(word, key) or _append(word, key)
    if lower in _HATS:
        return _press_hat(word, key) or _append(word, key)
    if lower == "w":
        return _press_horn(word, key) or _append(word, key)
    return _append(word, key)


def _append(word: _Word, key: str, tone: str = "") -> _Word:
    letters = word.letters + key
    onset, rime = _split(letters.lower())
    if not word.is_literal and rime.startswith("uơ") and len(rime) > len("uơ"):
        letters = _put(letters, len(onset), "ư")  # thuơ, but thương
    return _Word(letters=letters, tone=tone or word.tone, is_literal=word.is_literal)


def _press_tone(word: _Word, key: str) -> _Word | None:
    rime = _split(word.lower)[1]
    wanted = TONES.get(key.lower(), "")
    if not rime or not (wanted or word.tone):
        return None
    if wanted == word.tone:
        return _Word(letters=word.letters + key, is_literal=True)
    if wanted and rime.endswith(_STOPS) and wanted not in _STOP_TONES:
        return None
    return _Word(letters=word.letters, tone=wanted)


def _press_stroke(word: _Word, key: str) -> _Word | None:
    onset = _split(word.lower)[0]
    if onset == "d":
        return _Word(letters=_put(word.letters, 0, "đ"), tone=word.tone)
    if onset == "đ":
        letters = _put(word.letters, 0, "d") + key
        return _Word(letters=letters, tone=word.tone, is_literal=True)
    return None


def _press_hat(word: _Word, key: str) -> _Word | None:
    onset, rime = _split(word.lower)
    plain, hat = key.lower(), _HATS[key.lower()]
    if hat in rime:
        letters = _put(word.letters, len(onset) + rime.index(hat), plain) + key
        return _Word(letters=letters, tone=word.tone, is_literal=True)
    for place, letter in enumerate(rime):
        if _HATLESS.get(letter, letter) == plain and letter in {plain, "ă", "ơ"}:
            made = _exchange(word, onset, rime, {place: hat})
            if made is not None:
                return made
    return None


def _press_horn(word: _Word, key: str) -> _Word | None:
    onset, rime = _split(word.lower)
    pair = rime.find("uo") if "uo" in rime else rime.find("ưo")
    if pair >= 0:
        marks = {pair: "ư", pair + 1: "ơ"} if rime != "uo" else {pair + 1: "ơ"}
        return _exchange(word, onset, rime, marks)
    for plain, horned in _HORNS:
        if plain in rime:
            made = _exchange(word, onset, rime, {rime.index(plain): horned})
            if made is not None:
                return made
    return _take_horn_back(word, key)


def _take_horn_back(word: _Word, key: str) -> _Word | None:
    onset, rime = _split(word.lower)
    letters = word.letters
    for place, letter in enumerate(rime):
        if letter in "ăơư":
            letters = _put(letters, len(onset) + place, _HATLESS[letter])
    if letters == word.letters:
        return None
    return _Word(letters=letters + key, tone=word.tone, is_literal=True)


def _exchange(
    word: _Word, onset: str, rime: str, marks: dict[int, str]
) -> _Word | None:
    letters = word.letters
    made = list(rime)
    for place, letter in marks.items():
        made[place] = letter
        letters = _put(letters, len(onset) + place, letter)
    if not _may_begin("".join(made)):
        return None
    return _Word(letters=letters, tone=word.tone)


def _put(letters: str, place: int, letter: str) -> str:
    """Return `letters` with `letter` at `place`, in the case of the one before."""
    kept = letter.upper() if letters[place].isupper() else letter
    return letters[:place] + kept + letters[place + 1 :]


def _split(lower: str) -> tuple[str, str]:
    """Return onset and rime; `qu` is an onset, and so is `gi` before a vowel."""
    end = 0
    while end < len(lower) and lower[end] not in _VOWELS:
        end += 1
    onset, rime = lower[:end], lower[end:]
    if onset == "q" and rime.startswith("u"):
        return "qu", rime[1:]
    if onset == "g" and rime.startswith("i") and _may_begin(rime[1:]) and rime[1:]:
        after = rime[1:]
        return ("gi", after) if after[0] in _VOWELS else (onset, rime)
    return onset, rime


def _may_begin(rime: str) -> bool:
    return rime in _BEGINNINGS or rime in _ON_THE_WAY


def _is_possible(lower: str) -> bool:
    onset, rime = _split(lower)
    if not rime:
        return any(known.startswith(onset) for known in ONSETS)
    return onset in ONSETS and _may_begin(rime)


def _split_tone(letter: str) -> tuple[str, str]:
    parts = unicodedata.normalize("NFD", letter)
    tone = next((part for part in parts if part in _TONE_MARKS), "")
    return unicodedata.normalize("NFC", parts.replace(tone, "")), tone


def _spell(word: _Word) -> str:
    if not word.tone:
        return word.letters
    place = _find_tone_place(word.lower)
    marked = word.letters[: place + 1] + word.tone + word.letters[place + 1 :]
    return unicodedata.normalize("NFC", marked)


def _find_tone_place(lower: str) -> int:
    """Return which letter bears the tone, as hòa and thúy have it."""
    onset, rime = _split(lower)
    start = len(onset)
    for carrier in _CARRIERS:
        if carrier in rime:
            return start + rime.index(carrier)
    vowels = 0
    while vowels < len(rime) and rime[vowels] in _VOWELS:
        vowels += 1
    has_coda = vowels < len(rime)
    if vowels >= 3 or (vowels == 2 and has_coda):
        return start + 1
    return start
