"""Typing screens: what the digits say in words, and what can be tapped."""

from dataclasses import replace

import pytest

from kiosk.payload import Direction
from kiosk.reason import Reason
from kiosk.ui.staff.typing_flow import begin_typing
from kiosk.ui.staff.typing_screens import TypingScreen, compose_typing
from kiosk.ui.staff.typing_taps import Mode
from tests.ui.samples import EN, GATE, VI

BEGUN = begin_typing(GATE, 2026)


def show(text: str, mode: Mode = Mode.NUMBER) -> TypingScreen:
    return compose_typing(replace(BEGUN, text=text, mode=mode), VI)


def test_the_digits_stand_as_they_mean_something() -> None:
    screen = show("00119001")
    assert (screen.digits, screen.count) == ("001 190 01····", "8/12 số")


@pytest.mark.parametrize(
    ("digits", "note"),
    [
        ("001", "Khai sinh tại: Hà Nội"),
        ("001190", "Khai sinh tại: Hà Nội · Nữ · sinh 1990"),
        ("001090", "Khai sinh tại: Hà Nội · Nam · sinh 1990"),
        ("003", "Không tỉnh nào có mã 003. Xem lại ba số đầu."),
        ("001290", "Năm sinh 2090 chưa tới. Xem lại số thứ 4 đến thứ 6."),
    ],
)
def test_what_the_digits_say_is_told(digits: str, note: str) -> None:
    shown = show(digits).note
    assert shown is not None
    assert (shown.text, shown.is_good) == (note, note.startswith("Khai sinh"))


def test_too_few_digits_say_nothing() -> None:
    assert show("00").note is None


def test_a_code_that_could_not_be_read_comes_first() -> None:
    heard = replace(BEGUN, text="001", heard=Reason.UNKNOWN_KIND)
    note = compose_typing(heard, EN).note
    assert note is not None
    assert note.text.startswith("The code just shown can't be read.")


def test_only_what_is_whole_can_be_checked() -> None:
    enabled = [show(text).buttons[-1].is_enabled for text in ("0011", "001190012345")]
    assert enabled == [False, True]


def test_the_chosen_mode_and_way_are_marked() -> None:
    out = replace(BEGUN, mode=Mode.CODE, direction=Direction.OUT)
    screen = compose_typing(out, VI)
    chosen = [one.text for one in (*screen.modes, *screen.ways) if one.is_on]
    assert chosen == ["Mã thẻ khác", "RA"]


def test_a_code_is_written_into_a_box() -> None:
    screen = show("KH-0042", Mode.CODE)
    assert (screen.text, screen.keys, screen.digits) == ("KH-0042", (), "")
