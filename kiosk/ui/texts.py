"""Texts: what the screens say in one language, as values; no Qt."""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.reason import Reason
from kiosk.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """One language's screen texts, and the words of the closed sets."""

    language: str
    phrases: Mapping[str, str]
    words: Words

    def say(self, key: str, **values: str) -> str:
        """Return the phrase `key` with its blanks filled."""
        return self.phrases[key].format_map(values)

    def explain(self, reason: Reason) -> str:
        """Return the sentence of `reason`."""
        return self.words.say("reasons", reason)

    def advise(self, reason: Reason) -> str:
        """Return what staff do next about `reason`."""
        return self.words.say_next(reason)
