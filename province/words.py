"""Words: the province's texts in Vietnamese and English, out of the assets."""

from dataclasses import dataclass
from importlib.resources import files

import msgspec

SETS = (
    "kind",
    "reasons",
    "outcome",
    "chain",
    "clock",
    "roster_state",
    "fault",
    "category",
    "export",
    "verification",
    "fork",
    "placing",
    "alarm",
    "sureness",
    "doubt",
    "role",
)
"""The closed sets that `province words` prints, in the order of cli.md."""

_NEXT = "next"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """The same thing said in both languages."""

    vi: str
    en: str


def load_page_texts() -> dict[str, Phrase]:
    """Return the texts of the pages by their keys, of all areas together."""
    vi, en = (_read_areas(language) for language in ("vi", "en"))
    return _pair(vi, en)


def list_areas(language: str) -> dict[str, dict[str, str]]:
    """Return the texts of the pages by their area, a file each."""
    folder = files("assets") / "locale" / language / "province"
    found = sorted(folder.iterdir(), key=lambda file: file.name)
    return {
        file.name.removesuffix(".json"): msgspec.json.decode(
            file.read_bytes(), type=dict[str, str]
        )
        for file in found
        if file.name.endswith(".json")
    }


def _read_areas(language: str) -> dict[str, str]:
    areas = list_areas(language)
    return {key: text for area in areas.values() for key, text in area.items()}


def load_sets() -> dict[str, dict[str, Phrase]]:
    """Return the closed sets by name, each from code to sentence."""
    vi, en = (
        msgspec.json.decode(
            _read(language, "words.json"), type=dict[str, dict[str, str]]
        )
        for language in ("vi", "en")
    )
    return {name: _pair(vi[name], en[name]) for name in vi}


def list_words() -> list[dict[str, str]]:
    """Return what `province words` prints, one mapping a line."""
    sets = load_sets()
    return [
        _describe(sets, name, code, phrase)
        for name in SETS
        for code, phrase in sets[name].items()
    ]


def _describe(
    sets: dict[str, dict[str, Phrase]], name: str, code: str, phrase: Phrase
) -> dict[str, str]:
    line = {"set": name, "code": code, "vi": phrase.vi, "en": phrase.en}
    if name == "reasons":
        step = sets[_NEXT][code]
        line |= {"next_vi": step.vi, "next_en": step.en}
    return line


def _pair(vi: dict[str, str], en: dict[str, str]) -> dict[str, Phrase]:
    return {key: Phrase(vi=vi[key], en=en[key]) for key in vi}


def _read(language: str, name: str) -> bytes:
    return (files("assets") / "locale" / language / name).read_bytes()
