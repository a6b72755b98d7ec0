"""Keyboard layout: the keys of each layer, and what a tap changes."""

import pytest

from kiosk.config import TypingMethod
from kiosk.ui.key_taps import CharacterTap, KeyAct, KeyPress
from kiosk.ui.keyboard_layout import (
    COLUMNS,
    KeyboardState,
    Layer,
    Shift,
    begin,
    list_rows,
    press,
)
from tests.ui.samples import EN, VI

LETTERS = begin(TypingMethod.TELEX, number=False, composes=True)
NUMBERS = begin(TypingMethod.TELEX, number=True, composes=False)
SHIFT = KeyPress(act=KeyAct.SHIFT)


def list_texts(state: KeyboardState) -> str:
    rows = list_rows(state, VI)
    return " ".join(key.button.text for row in rows for key in row if key.button)


def test_every_letter_and_digit_has_a_key() -> None:
    keys = list_texts(LETTERS).split()
    assert set("abcdefghijklmnopqrstuvwxyz0123456789,.-/") <= set(keys)


@pytest.mark.parametrize("layer", [Layer.LETTERS, Layer.SIGNS])
@pytest.mark.parametrize("composes", [True, False])
def test_every_row_fills_the_width(layer: Layer, composes: bool) -> None:  # noqa: FBT001
    rows = list_rows(KeyboardState(layer=layer, composes=composes), VI)
    shares = [round(sum(key.share for key in row), 3) for row in rows]
    assert shares == [COLUMNS] * 5


def test_a_number_is_asked_with_its_own_keys() -> None:
    assert NUMBERS.layer is Layer.NUMBERS
    assert len({sum(key.share for key in row) for row in list_rows(NUMBERS, VI)}) == 1


def test_shift_writes_one_capital() -> None:
    shifted = press(LETTERS, SHIFT)
    assert "Q" in list_texts(shifted).split()
    assert press(shifted, CharacterTap(text="Q")).shift is Shift.OFF


def test_shift_twice_stays_until_it_is_tapped_again() -> None:
    locked = press(press(LETTERS, SHIFT), SHIFT)
    assert press(locked, CharacterTap(text="Q")).shift is Shift.LOCKED
    assert press(locked, SHIFT).shift is Shift.OFF
    assert "CAPS" in list_texts(locked)


def test_the_methods_follow_each_other() -> None:
    state, methods = LETTERS, []
    for _ in TypingMethod:
        state = press(state, KeyPress(act=KeyAct.METHOD))
        methods.append(state.method)
    assert methods == [TypingMethod.VNI, TypingMethod.OFF, TypingMethod.TELEX]


def test_a_box_without_vietnamese_has_no_key_for_the_method() -> None:
    plain = begin(TypingMethod.TELEX, number=False, composes=False)
    assert ("Telex" in list_texts(LETTERS), "Telex" in list_texts(plain)) == (
        True,
        False,
    )


@pytest.mark.parametrize(
    ("act", "layer"),
    [
        (KeyAct.SIGNS, Layer.SIGNS),
        (KeyAct.NUMBERS, Layer.NUMBERS),
        (KeyAct.LETTERS, Layer.LETTERS),
    ],
)
def test_each_layer_is_reached(act: KeyAct, layer: Layer) -> None:
    assert press(press(LETTERS, SHIFT), KeyPress(act=act)) == KeyboardState(layer=layer)


@pytest.mark.parametrize("act", [KeyAct.ERASE, KeyAct.NEXT, KeyAct.HIDE])
def test_what_is_done_to_the_box_leaves_the_keys(act: KeyAct) -> None:
    assert press(LETTERS, KeyPress(act=act)) == LETTERS


def test_the_words_are_those_of_the_language() -> None:
    words = [key.button.text for key in list_rows(LETTERS, EN)[-1] if key.button]
    assert words == ["Hide", "#&()", "Telex", "Space"]
