"""Keyboard layout: which keys the screen's keyboard has, and what a tap changes; no Qt."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from kiosk.config import TypingMethod
from kiosk.ui.buttons import Button, Weight
from kiosk.ui.composer import Method
from kiosk.ui.key_taps import CharacterTap, KeyAct, KeyPress, KeyTap
from kiosk.ui.telex import TELEX
from kiosk.ui.texts import Texts
from kiosk.ui.vni import VNI

METHODS: Mapping[TypingMethod, Method | None] = {
    TypingMethod.TELEX: TELEX,
    TypingMethod.VNI: VNI,
    TypingMethod.OFF: None,
}


class Layer(StrEnum):
    """Which keys are shown."""

    LETTERS = "letters"
    SIGNS = "signs"
    NUMBERS = "numbers"


class Shift(StrEnum):
    """Whether capitals are written."""

    OFF = "off"
    ONCE = "once"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyboardState:
    """What the keyboard shows; `composes` where Vietnamese is written."""

    layer: Layer = Layer.LETTERS
    shift: Shift = Shift.OFF
    method: TypingMethod = TypingMethod.TELEX
    composes: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyShown:
    """A key, and how wide it is beside the others; without a button a gap."""

    button: Button | None
    share: float = 1.0


Rows = tuple[tuple[KeyShown, ...], ...]

COLUMNS = 11
"""The shares of each row of letters; of numbers there are fewer, wider keys."""

_LETTERS = ("1234567890", "qwertyuiop-", "asdfghjkl", "zxcvbnm,./")
_SIGNS = ("1234567890", "!?@#%&*()_-", ":;'\"+=|\\<>", "[]{}°~,./")
_NUMBERS = ("123", "456", "789")
_BESIDE_NUMBERS = ("-", ".")
_LAYERS = {
    KeyAct.LETTERS: Layer.LETTERS,
    KeyAct.SIGNS: Layer.SIGNS,
    KeyAct.NUMBERS: Layer.NUMBERS,
}
_NEXT_SHIFT = {
    Shift.OFF: Shift.ONCE,
    Shift.ONCE: Shift.LOCKED,
    Shift.LOCKED: Shift.OFF,
}
_NEXT_METHOD = {
    TypingMethod.TELEX: TypingMethod.VNI,
    TypingMethod.VNI: TypingMethod.OFF,
    TypingMethod.OFF: TypingMethod.TELEX,
}


def begin(method: TypingMethod, *, number: bool, composes: bool) -> KeyboardState:
    """Return the keyboard as it comes up at a box."""
    layer = Layer.NUMBERS if number else Layer.LETTERS
    return KeyboardState(layer=layer, method=method, composes=composes)


def press(state: KeyboardState, tapped: KeyTap) -> KeyboardState:
    """Return what the keyboard shows after a tap."""
    match tapped:
        case CharacterTap():
            is_once = state.shift is Shift.ONCE
            return replace(state, shift=Shift.OFF) if is_once else state
        case KeyPress(act=KeyAct.SHIFT):
            return replace(state, shift=_NEXT_SHIFT[state.shift])
        case KeyPress(act=KeyAct.METHOD):
            return replace(state, method=_NEXT_METHOD[state.method])
        case KeyPress(act=act) if act in _LAYERS:
            return replace(state, layer=_LAYERS[act], shift=Shift.OFF)
        case KeyPress():  # it does something to the box
            return state
        case _:
            assert_never(tapped)


def list_rows(state: KeyboardState, texts: Texts) -> Rows:
    """Return the keys, from the top."""
    if state.layer is Layer.NUMBERS:
        return tuple(_list_numbers(texts))
    return tuple(_list_letters(state, texts))


def _list_letters(state: KeyboardState, texts: Texts) -> Iterator[tuple[KeyShown, ...]]:
    is_letters = state.layer is Layer.LETTERS
    first, second, third, fourth = _LETTERS if is_letters else _SIGNS
    capital = state.shift is not Shift.OFF
    yield (*_show_characters(first), _show_act(texts, KeyAct.ERASE))
    yield _show_characters(second, capital=capital)
    next_key = _show_act(texts, KeyAct.NEXT, COLUMNS - len(third), Weight.PRIMARY)
    yield (*_show_characters(third, capital=capital), next_key)
    if is_letters:
        yield (_show_shift(state, texts), *_show_characters(fourth, capital=capital))
    else:
        yield (*_show_characters(fourth), _show_act(texts, KeyAct.NUMBERS, 2))
    yield _list_foot(state, texts)


def _list_foot(state: KeyboardState, texts: Texts) -> tuple[KeyShown, ...]:
    other = KeyAct.SIGNS if state.layer is Layer.LETTERS else KeyAct.LETTERS
    method = Button(
        text=texts.say(f"keyboard.{state.method}"),
        tap=KeyPress(act=KeyAct.METHOD),
    )
    foot = [_show_act(texts, KeyAct.HIDE, 1.8), _show_act(texts, other, 1.6)]
    if state.composes:
        foot.append(KeyShown(button=method, share=2))
    space = Button(
        text=texts.say("keyboard.space"),
        tap=CharacterTap(text=" "),
    )
    used = sum(key.share for key in foot)
    return (*foot, KeyShown(button=space, share=COLUMNS - used))


def _list_numbers(texts: Texts) -> Iterator[tuple[KeyShown, ...]]:
    yield (*_show_characters(_NUMBERS[0]), _show_act(texts, KeyAct.ERASE, 1.4))
    for row, sign in zip(_NUMBERS[1:], _BESIDE_NUMBERS, strict=True):
        (beside,) = _show_characters(sign)
        yield (*_show_characters(row), replace(beside, share=1.4))
    yield (
        _show_act(texts, KeyAct.HIDE),
        *_show_characters("0"),
        _show_act(texts, KeyAct.LETTERS),
        _show_act(texts, KeyAct.NEXT, 1.4, Weight.PRIMARY),
    )


def _show_characters(
    characters: Sequence[str], *, capital: bool = False
) -> tuple[KeyShown, ...]:
    written = [one.upper() if capital else one for one in characters]
    return tuple(
        KeyShown(button=Button(text=one, tap=CharacterTap(text=one), weight=Weight.KEY))
        for one in written
    )


def _show_shift(state: KeyboardState, texts: Texts) -> KeyShown:
    name = "caps" if state.shift is Shift.LOCKED else "shift"
    button = Button(
        text=texts.say(f"keyboard.{name}"),
        tap=KeyPress(act=KeyAct.SHIFT),
        is_on=state.shift is not Shift.OFF,
    )
    return KeyShown(button=button)


def _show_act(
    texts: Texts, act: KeyAct, share: float = 1.0, weight: Weight = Weight.PLAIN
) -> KeyShown:
    button = Button(
        text=texts.say(f"keyboard.{act}"), tap=KeyPress(act=act), weight=weight
    )
    return KeyShown(button=button, share=share)
