"""Admin shown: buttons and notes that several of the admin's screens have."""

import pytest

from kiosk.export.fault import ExportFault
from kiosk.ui.admin_calls import Plugged
from kiosk.ui.admin_shown import show_fact, show_key, show_press, show_stick, warn
from kiosk.ui.admin_taps import AdminAct, AdminPress, Digit
from tests.ui.admin_samples import STICK
from tests.ui.samples import VI


@pytest.mark.parametrize(
    ("stick", "told", "is_good"),
    [
        (STICK, "USB KINGSTON, còn trống 9,1 GB", True),
        (ExportFault.TWO_STICKS, "Có nhiều USB mới cắm. Chỉ để lại một chiếc.", False),
    ],
)
def test_a_stick_is_told_with_its_room(
    stick: Plugged | ExportFault, told: str, *, is_good: bool
) -> None:
    note = show_stick(stick, VI)
    assert (note.text, note.is_good) == (told, is_good)


def test_a_button_says_its_act() -> None:
    button = show_press(VI, AdminAct.FORGOT, is_enabled=False)
    assert (button.text, button.is_enabled) == ("Quên PIN", False)
    assert button.tap == AdminPress(act=AdminAct.FORGOT)


def test_a_key_says_its_digit() -> None:
    assert show_key("7", is_enabled=True).tap == Digit(digit="7")


def test_a_fact_has_its_name() -> None:
    assert show_fact(VI, "rows", "7").label == "Số lượt"


def test_a_warning_is_not_good() -> None:
    assert not warn("Cắm USB vào máy.").is_good
