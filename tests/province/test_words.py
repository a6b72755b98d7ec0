"""Tests of the province's texts."""

import re
from importlib.resources import files

from province.words import SETS, list_words, load_page_texts


def test_every_page_text_is_said_in_both_languages() -> None:
    texts = load_page_texts()

    assert all(phrase.vi and phrase.en for phrase in texts.values())


def test_every_text_a_page_asks_for_exists() -> None:
    folder = files("province") / "web" / "templates"
    pages = "".join(page.read_text("utf-8") for page in folder.iterdir())

    asked = set(re.findall(r"texts\.(\w+)", pages))

    assert asked - set(load_page_texts()) == set()


def test_every_set_is_listed_and_reasons_tell_the_next_step() -> None:
    lines = list_words()

    assert {line["set"] for line in lines} == set(SETS)
    assert all(line["next_vi"] for line in lines if line["set"] == "reasons")
