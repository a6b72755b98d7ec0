"""Composer: every syllable in every order, by both methods, and what is none."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.ui.composer import Method, compose
from kiosk.ui.telex import TELEX
from kiosk.ui.vni import VNI
from tests.kiosk.ui import spelling
from tests.kiosk.ui.spelling import ORDERS, Layout, list_cases, write

METHODS = {"telex": (TELEX, spelling.TELEX), "vni": (VNI, spelling.VNI)}
CASES = list(list_cases())
Order = Callable[[str, str, str, Layout], str]
Case = Callable[[str], str]

every_method = pytest.mark.parametrize("name", METHODS)


WAYS = [
    *((order, str.lower) for order in ORDERS),
    *((order, case) for order in ORDERS[:3] for case in (str.upper, str.capitalize)),
]


@every_method
@pytest.mark.parametrize(
    ("order", "case"), WAYS, ids=[f"{o.__name__}-{c.__name__}" for o, c in WAYS]
)
def test_every_syllable_is_composed(name: str, order: Order, case: Case) -> None:
    method, layout = METHODS[name]
    wrong = [
        syllable
        for syllable in CASES
        if compose(case(order(*syllable, layout)), method) != case(write(*syllable))
    ]
    assert (len(CASES) > 20_000, wrong) == (True, [])


@every_method
def test_a_key_after_any_syllable_goes_on_from_what_stands_there(name: str) -> None:
    """A word that was corrected is typed on: its letters have their marks already."""
    method, layout = METHODS[name]
    wrong = [
        (onset, rime)
        for onset, rime, tone in CASES
        if len(rime) > 1
        and tone
        and compose(onset + rime + layout.tones[tone], method)
        != write(onset, rime, tone)
    ]
    assert wrong == []


@every_method
@given(keys=st.text(max_size=12))
def test_no_keys_break_it(name: str, keys: str) -> None:
    assert isinstance(compose(keys, METHODS[name][0]), str)


@pytest.mark.parametrize("word", ["Panasonic", "Toyota", "Vinamilk", "FPT", "Canada"])
@pytest.mark.parametrize("method", [TELEX, VNI], ids=["telex", "vni"])
def test_what_is_no_syllable_stays_as_typed(word: str, method: Method) -> None:
    assert compose(word, method) == word


def test_the_tone_of_a_stop_is_one_of_two() -> None:
    assert (compose("Marc", TELEX), compose("hocf", TELEX)) == ("Marc", "hocf")


def test_another_tone_takes_the_place_of_the_first() -> None:
    assert (compose("hoafs", TELEX), compose("hoa23", VNI)) == ("hóa", "hỏa")


def test_another_mark_takes_the_place_of_the_first() -> None:
    assert (compose("tawa", TELEX), compose("to67", VNI)) == ("tâ", "tơ")


def test_a_word_that_was_composed_goes_on() -> None:
    assert compose("Nguyên" + "x", TELEX) == "Nguyễn"
