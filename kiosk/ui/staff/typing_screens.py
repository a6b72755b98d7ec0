"""Typing screens: what is shown while a number is typed by hand, as values; no Qt."""

from dataclasses import dataclass

from kiosk.credentials.identity_number import LENGTH
from kiosk.payload import Direction
from kiosk.ui.buttons import Button, NoteShown, Weight
from kiosk.ui.staff.taps import StaffAct, StaffPress
from kiosk.ui.staff.typing_check import PROVINCE_DIGITS, YEAR_DIGITS, Said, read_digits
from kiosk.ui.staff.typing_flow import Typed, is_whole
from kiosk.ui.staff.typing_taps import DigitTap, Mode, ModeTap, WayTap
from kiosk.ui.texts import Texts

_DIGITS = "123456789"
_EMPTY = "·"
"""Stands where a digit is still to come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypingScreen:
    """What was typed so far, and by what it is typed: keys for digits, else a box."""

    title: str
    modes: tuple[Button, ...]
    ways: tuple[Button, ...]
    hint: str
    digits: str
    count: str
    text: str
    keys: tuple[Button, ...]
    note: NoteShown | None
    buttons: tuple[Button, ...]


def compose_typing(typed: Typed, texts: Texts) -> TypingScreen:
    """Return the screen of what was typed."""
    is_number = typed.mode is Mode.NUMBER
    count = texts.say("staff.typing.count", count=str(len(typed.text)))
    return TypingScreen(
        title=texts.say("staff.typing.title"),
        modes=tuple(_show_mode(mode, typed, texts) for mode in Mode),
        ways=tuple(_show_way(way, typed, texts) for way in Direction),
        hint=texts.say(f"staff.typing.hint.{typed.mode}"),
        digits=_group(typed.text) if is_number else "",
        count=count if is_number else "",
        text="" if is_number else typed.text,
        keys=_list_keys(texts) if is_number else (),
        note=_show_note(typed, texts),
        buttons=(
            Button(
                text=texts.say("staff.button.back"), tap=StaffPress(act=StaffAct.BACK)
            ),
            Button(
                text=texts.say("staff.typing.confirm"),
                tap=StaffPress(act=StaffAct.CONFIRM),
                weight=Weight.PRIMARY,
                is_enabled=is_whole(typed),
            ),
        ),
    )


def _show_note(typed: Typed, texts: Texts) -> NoteShown | None:
    if typed.heard is not None:
        return NoteShown(text=texts.say("staff.typing.heard"), is_good=False)
    if typed.mode is not Mode.NUMBER:
        return None
    said = read_digits(typed.text, typed.year)
    if said.doubt is not None:
        text = texts.say(
            f"staff.typing.doubt.{said.doubt}",
            province=typed.text[:PROVINCE_DIGITS],
            year=str(said.birth_year),
        )
        return NoteShown(text=text, is_good=False)
    told = _tell(said, texts)
    return NoteShown(text=told, is_good=True) if told else None


def _tell(said: Said, texts: Texts) -> str:
    if said.birth_year is None:
        key = "staff.typing.said.province" if said.province else ""
        return texts.say(key, province=said.province) if key else ""
    return texts.say(
        f"staff.typing.said.{said.sex}",
        province=said.province,
        year=str(said.birth_year),
    )


def _group(digits: str) -> str:
    """Return the digits as they mean something: province, birth, and the rest."""
    filled = digits.ljust(LENGTH, _EMPTY)
    parts = (
        filled[:PROVINCE_DIGITS],
        filled[PROVINCE_DIGITS:YEAR_DIGITS],
        filled[YEAR_DIGITS:],
    )
    return " ".join(parts)


def _list_keys(texts: Texts) -> tuple[Button, ...]:
    erase = Button(text=texts.say("keyboard.erase"), tap=DigitTap(digit=""))
    return (*(_show_digit(digit) for digit in _DIGITS), erase, _show_digit("0"))


def _show_digit(digit: str) -> Button:
    return Button(text=digit, tap=DigitTap(digit=digit), weight=Weight.KEY)


def _show_mode(mode: Mode, typed: Typed, texts: Texts) -> Button:
    return Button(
        text=texts.say(f"staff.typing.mode.{mode}"),
        tap=ModeTap(mode=mode),
        weight=Weight.CHIP,
        is_on=mode is typed.mode,
    )


def _show_way(way: Direction, typed: Typed, texts: Texts) -> Button:
    return Button(
        text=texts.say(f"staff.typing.way.{way}"),
        tap=WayTap(direction=way),
        weight=Weight.CHIP,
        is_on=way is typed.direction,
    )
