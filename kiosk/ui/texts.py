"""Texts: what the screens say in one language, as values; no Qt."""

from collections.abc import Mapping

import msgspec

from assets.folder import ASSETS
from kiosk.reason import Reason
from kiosk.words import Words, load_words

_DECODER = msgspec.json.Decoder(dict[str, str])


class Texts(msgspec.Struct, frozen=True, kw_only=True):
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


def load_terminal_texts(language: str) -> Texts:
    """Return what a terminal says too, without Qt: `vi` or `en`."""
    source = ASSETS / "locale" / language / "terminal.json"
    phrases = _DECODER.decode(source.read_bytes())
    return Texts(language=language, phrases=phrases, words=load_words(language))
