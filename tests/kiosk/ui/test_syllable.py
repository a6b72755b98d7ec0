"""Syllable: onset and rime, and which letter bears the tone."""

import pytest

from kiosk.ui.syllable import ACUTE, GRAVE, is_possible, may_bear, spell, split


@pytest.mark.parametrize(
    ("letters", "parts"),
    [
        ("nghiêng", ("ngh", "iêng")),
        ("quang", ("qu", "ang")),
        ("gia", ("gi", "a")),
        ("gin", ("g", "in")),
        ("giêng", ("g", "iêng")),
        ("anh", ("", "anh")),
        ("krông", ("kr", "ông")),
    ],
)
def test_a_syllable_is_onset_and_rime(letters: str, parts: tuple[str, str]) -> None:
    assert split(letters) == parts


@pytest.mark.parametrize("letters", ["ngh", "uo", "duong", "thuơ", ""])
def test_the_beginning_of_a_syllable_is_possible(letters: str) -> None:
    assert is_possible(letters)


@pytest.mark.parametrize("letters", ["fa", "bm", "anon", "aa", "a1"])
def test_what_begins_no_syllable_is_not(letters: str) -> None:
    assert not is_possible(letters)


def test_before_a_stop_the_tone_is_one_of_two() -> None:
    assert (may_bear("hoc", ACUTE), may_bear("hoc", GRAVE)) == (True, False)


@pytest.mark.parametrize(
    ("letters", "syllable"),
    [("hoa", "hóa"), ("hoan", "hoán"), ("khuyu", "khuýu"), ("mưa", "mứa")],
)
def test_the_tone_stands_where_it_is_spelled(letters: str, syllable: str) -> None:
    assert spell(letters, ACUTE) == syllable
