"""Words: the closed sets' sentences in Vietnamese and English.

They stand in `assets/locale/{vi,en}/words.json`: one object per set, from code
to sentence, and `next`, from reason to what staff do next. A test holds the
codes equal to the enums'. `advice` says of each fault what people do about it,
`fault_name` calls it in a few words; `remedy` says what people do about an
entry that needs attention.
"""

from collections.abc import Mapping

import msgspec

from assets.folder import ASSETS

SETS = (
    "kind",
    "reasons",
    "outcome",
    "chain",
    "clock",
    "roster_state",
    "fault",
    "distrust",
    "category",
    "export",
    "verification",
    "backup",
    "restore",
    "purge",
    "damage",
    "salvage",
    "fork",
    "alarm",
    "placing",
    "sureness",
    "doubt",
    "attention",
    "role",
)
"""The closed sets, in the order of cli.md."""

LANGUAGES = ("vi", "en")
"""Vietnamese first."""

_NEXT = "next"
_ADVICE = "advice"
_FAULT_NAME = "fault_name"
_REMEDY = "remedy"
_DECODER = msgspec.json.Decoder(dict[str, dict[str, str]])


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """The sentences of one language."""

    language: str
    sets: Mapping[str, Mapping[str, str]]
    next_steps: Mapping[str, str]
    advice: Mapping[str, str]
    fault_names: Mapping[str, str]
    remedies: Mapping[str, str]

    def say(self, name: str, code: str) -> str:
        """Return the sentence of `code` in the set `name`."""
        return self.sets[name][code]

    def say_next(self, reason: str) -> str:
        """Return what staff do next about `reason`."""
        return self.next_steps[reason]

    def say_advice(self, fault: str) -> str:
        """Return what people do about `fault`."""
        return self.advice[fault]

    def name_fault(self, fault: str) -> str:
        """Return what `fault` is called."""
        return self.fault_names[fault]

    def say_remedy(self, cause: str) -> str:
        """Return what people do about an entry that needs attention for `cause`."""
        return self.remedies[cause]


def load_words(language: str) -> Words:
    """Return the sentences of `language`, one of `LANGUAGES`."""
    source = ASSETS / "locale" / language / "words.json"
    sets = _DECODER.decode(source.read_bytes())
    return Words(
        language=language,
        sets=sets,
        next_steps=sets.pop(_NEXT),
        advice=sets.pop(_ADVICE),
        fault_names=sets.pop(_FAULT_NAME),
        remedies=sets.pop(_REMEDY),
    )


def list_words() -> list[dict[str, str]]:
    """Return every code of every set, as `kiosk words` prints them."""
    vi, en = (load_words(language) for language in LANGUAGES)
    return [_describe(name, code, vi, en) for name in SETS for code in vi.sets[name]]


def _describe(name: str, code: str, vi: Words, en: Words) -> dict[str, str]:
    line = {
        "set": name,
        "code": code,
        "vi": vi.say(name, code),
        "en": en.say(name, code),
    }
    if name == "reasons":
        line |= {"next_vi": vi.say_next(code), "next_en": en.say_next(code)}
    if name == "fault":
        line |= {"next_vi": vi.say_advice(code), "next_en": en.say_advice(code)}
        line |= {"name_vi": vi.name_fault(code), "name_en": en.name_fault(code)}
    if name == "attention":
        line |= {"next_vi": vi.say_remedy(code), "next_en": en.say_remedy(code)}
    return line
