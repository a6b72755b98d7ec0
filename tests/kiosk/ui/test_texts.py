"""Texts: both languages say everything that is asked for."""

import string
import unicodedata

import pytest

from kiosk.credentials.credential import Kind
from kiosk.health import Link
from kiosk.payload import Direction
from kiosk.reason import Reason
from kiosk.ui.translations import load_texts
from tests.ui.samples import EN, VI

HEADLINES = [
    f"{kind}.{direction}"
    for kind in ("allow", "check", "deny", "unreadable")
    for direction in Direction
]


def find_blanks(phrase: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name}


def test_both_languages_hold_the_same_phrases() -> None:
    assert VI.phrases.keys() == EN.phrases.keys()


def test_both_languages_leave_the_same_blanks() -> None:
    blanks = {key: find_blanks(phrase) for key, phrase in VI.phrases.items()}
    assert blanks == {key: find_blanks(phrase) for key, phrase in EN.phrases.items()}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_phrase_is_nfc(language: str) -> None:
    phrases = load_texts(language).phrases.values()
    assert [
        phrase for phrase in phrases if not unicodedata.is_normalized("NFC", phrase)
    ] == []


@pytest.mark.parametrize("key", [*HEADLINES, "out_of_order.headline"])
def test_a_headline_has_three_words_at_most(key: str) -> None:
    assert max(len(VI.say(key).split()), len(EN.say(key).split())) <= 3


def test_the_idle_headline_has_six_words_at_most() -> None:
    key = "idle.headline"
    assert max(len(VI.say(key).split()), len(EN.say(key).split())) <= 6


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_code_has_a_short_name(kind: Kind) -> None:
    assert all(texts.say(f"kind.{kind}") for texts in (VI, EN))


@pytest.mark.parametrize("link", Link)
def test_every_state_of_the_link_has_its_word(link: Link) -> None:
    assert VI.say(f"link.{link}") != EN.say(f"link.{link}")


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_says_what_happened_and_what_to_do(reason: Reason) -> None:
    assert all(texts.explain(reason) and texts.advise(reason) for texts in (VI, EN))
