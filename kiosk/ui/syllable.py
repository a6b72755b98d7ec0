"""Syllable: how Vietnamese spells one, its onset, rime and tone; no Qt."""

import re
import unicodedata
from functools import lru_cache

GRAVE, ACUTE, TILDE, HOOK, DOT = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
TONES = (ACUTE, GRAVE, HOOK, TILDE, DOT)
"""The marks of sắc, huyền, hỏi, ngã, nặng, in the order of VNI's digits."""
STOPS = ("c", "ch", "k", "p", "t")
"""What ends a syllable that has no other tone than these two."""
STOP_TONES = frozenset({ACUTE, DOT})
VOWELS = frozenset("aăâeêioôơuưy")
_CARRIERS = "ơêôâă"
"""Where one of these stands, it bears the tone."""

ONSETS = frozenset(
    {""}.union(
        re.findall(
            r"\w+",
            # The last ones begin names of the highlands: Krông, Pleiku, Đrăk.
            "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x "
            "kr pl bl br dr đr gl",
        )
    )
)
RIMES = frozenset(
    re.findall(
        r"\w+",
        # With k only names of the highlands end: Đắk Lắk, Búk, Ngọk.
        "a ac ach ai ak am an ang anh ao ap at au ay ăc ăk ăm ăn ăng ăp ăt "
        "âc âk âm ân âng âp ât âu ây e ec ek em en eng eo ep et "
        "ê êch êk êm ên ênh êp êt êu i ia ich im in inh ip it iu "
        "iêc iêk iêm iên iêng iêp iêt iêu o oc oi ok om on ong op ot ooc oong "
        "oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt "
        "oe oem oen oeo oet ô ôc ôi ôk ôm ôn ông ôp ôt ơ ơi ơk ơm ơn ơp ơt "
        "u ua uc ui uk um un ung up ut uân uâng uât uây uê uên uêch uênh uêt uơ "
        "uôc uôi uôm uôn uông uôt uy uya uych uyên uyêt uyn uynh uyp uyt uyu "
        "ư ưa ưc ưi ưk ưm ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu "
        "y ych yn ynh yp yt yêm yên yêng yêt yêu",
    )
)
_BEGINNINGS = frozenset(rime[:end] for rime in RIMES for end in range(len(rime) + 1))
_ONSET_BEGINNINGS = frozenset(
    onset[:end] for onset in ONSETS for end in range(len(onset) + 1)
)
# What comes by on the way to a rime: uo → uô, uơ; ưo → ươ; ye → yê.
_ON_THE_WAY = frozenset(
    {"uo", "ưo", "ie", "ye", "uye", "uâ", "uu"}
    | {
        plain + rime[len(marked) :]
        for marked, plains in {
            "ươ": ("uơ", "uo", "ưo"),
            "uô": ("uo",),
            "iê": ("ie",),
            "yê": ("ye",),
            "uyê": ("uye",),
            "uâ": ("ua",),
            "uê": ("ue",),
            "oă": ("oa",),
            "ưu": ("uu",),
            "ê": ("e",),
            "ô": ("o",),
            "ơ": ("o",),
            "ư": ("u",),
            "ă": ("a",),
            "â": ("a",),
        }.items()
        for plain in plains
        for rime in RIMES
        if rime.startswith(marked)
    }
)


@lru_cache(maxsize=4096)
def split(lower: str) -> tuple[str, str]:
    """Return onset and rime; `qu` is an onset, and so is `gi` before a vowel."""
    end = 0
    while end < len(lower) and lower[end] not in VOWELS:
        end += 1
    onset, rime = lower[:end], lower[end:]
    if onset == "q" and rime.startswith("u"):
        return "qu", rime[1:]
    after = rime[1:]
    if onset == "g" and rime.startswith("i") and after[:1] in VOWELS and after:
        return ("gi", after) if may_begin(after) else (onset, rime)
    return onset, rime


def may_begin(rime: str) -> bool:
    """Say whether a rime may begin so, while some of its marks are still to come."""
    return rime in _BEGINNINGS or rime in _ON_THE_WAY


@lru_cache(maxsize=4096)
def is_possible(lower: str) -> bool:
    """Say whether letters without a tone may become a syllable."""
    onset, rime = split(lower)
    if not rime:
        return onset in _ONSET_BEGINNINGS
    return onset in ONSETS and may_begin(rime)


def may_bear(lower: str, tone: str) -> bool:
    """Say whether a syllable of these letters may have `tone`, or none."""
    rime = split(lower)[1]
    return not tone or (bool(rime) and (not rime.endswith(STOPS) or tone in STOP_TONES))


def split_tone(letter: str) -> tuple[str, str]:
    """Return a letter without its tone, and the tone's mark."""
    parts = unicodedata.normalize("NFD", letter)
    tone = next((part for part in parts if part in TONES), "")
    return unicodedata.normalize("NFC", parts.replace(tone, "")), tone


def spell(letters: str, tone: str) -> str:
    """Return the syllable of `letters` with `tone` where it belongs, as NFC."""
    if not tone:
        return letters
    place = find_tone_place(letters.lower())
    return unicodedata.normalize(
        "NFC", letters[: place + 1] + tone + letters[place + 1 :]
    )


@lru_cache(maxsize=4096)
def find_tone_place(lower: str) -> int:
    """Return which letter bears the tone, as hòa and thúy have it."""
    onset, rime = split(lower)
    start = len(onset)
    for carrier in _CARRIERS:
        if carrier in rime:
            return start + rime.index(carrier)
    vowels = 0
    while vowels < len(rime) and rime[vowels] in VOWELS:
        vowels += 1
    has_coda = vowels < len(rime)
    if vowels > 2 or (vowels == 2 and has_coda):
        return start + 1
    return start
