"""Typing flow: what is typed is presented once it is whole, and is wiped by a code."""

from dataclasses import replace

import pytest

from kiosk.decision import Outcome
from kiosk.payload import Direction
from kiosk.reason import Reason
from kiosk.ui.staff.taps import StaffAct, StaffPress, StaffTap, StaffWrite
from kiosk.ui.staff.typing_flow import (
    SubmitCall,
    Typed,
    begin_typing,
    is_whole,
    note_typing,
    tap_typing,
)
from kiosk.ui.staff.typing_taps import DigitTap, Mode, ModeTap, WayTap
from tests.ui.samples import GATE, a_decided

BACK, CONFIRM = (StaffPress(act=act) for act in (StaffAct.BACK, StaffAct.CONFIRM))
BEGUN = begin_typing(GATE, 2026)
NUMBER = "001190012345"
CODE = ModeTap(mode=Mode.CODE)


def follow(*taps: StaffTap, typed: Typed = BEGUN) -> Typed:
    for tapped in taps:
        turned, calls = tap_typing(typed, tapped)
        assert turned is not None
        assert calls == ()
        typed = turned
    return typed


def type_digits(digits: str) -> Typed:
    return follow(*(DigitTap(digit=digit) for digit in digits))


def test_a_number_is_typed_and_presented() -> None:
    call = SubmitCall(text=NUMBER, gate=GATE.name, direction=Direction.IN)
    assert tap_typing(type_digits(NUMBER), CONFIRM) == (None, (call,))


def test_no_more_digits_are_taken_than_a_number_has() -> None:
    assert type_digits(NUMBER + "99").text == NUMBER


def test_the_last_digit_is_taken_back() -> None:
    assert follow(DigitTap(digit=""), typed=type_digits("001")).text == "00"


@pytest.mark.parametrize("digits", ["", "001", NUMBER[:10], NUMBER[:11]])
def test_what_is_not_whole_is_not_presented(digits: str) -> None:
    typed = type_digits(digits)
    assert (is_whole(typed), tap_typing(typed, CONFIRM)) == (False, (typed, ()))


def test_an_old_cards_nine_digits_are_whole() -> None:
    assert is_whole(type_digits("012345678"))


def test_a_number_in_doubt_is_presented_all_the_same() -> None:
    """Real cards differ after corrections of civil status."""
    assert is_whole(type_digits("999999999999"))


def test_the_person_goes_the_other_way() -> None:
    typed = follow(WayTap(direction=Direction.OUT), typed=type_digits(NUMBER))
    _, (call,) = tap_typing(typed, CONFIRM)
    assert call.direction is Direction.OUT


def test_another_cards_code_is_written() -> None:
    typed = follow(CODE, StaffWrite(text=" KH-0042 "))
    _, (call,) = tap_typing(typed, CONFIRM)
    assert call.text == "KH-0042"


def test_another_mode_begins_anew() -> None:
    assert follow(CODE, typed=type_digits("001")).text == ""
    assert follow(ModeTap(mode=Mode.NUMBER), typed=type_digits("001")).text == "001"


def test_each_mode_has_its_own_taps() -> None:
    assert follow(StaffWrite(text="x")).text == ""
    assert follow(CODE, DigitTap(digit="1")).text == ""


def test_back_ends_it() -> None:
    assert tap_typing(type_digits("001"), BACK) == (None, ())


def test_a_persons_code_wipes_the_form() -> None:
    assert note_typing(type_digits("001"), a_decided()) is None


def test_a_code_that_cannot_be_read_is_told_of() -> None:
    typed = type_digits("001")
    blurred = a_decided(Outcome.UNREADABLE, [Reason.UNKNOWN_KIND])
    told = note_typing(typed, blurred)
    assert told == replace(typed, heard=Reason.UNKNOWN_KIND)
    assert follow(DigitTap(digit="1"), typed=told).heard is None
