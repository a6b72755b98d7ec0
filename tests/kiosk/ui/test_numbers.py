"""Numbers: each is what Qt's enumeration says."""

from enum import Enum

import pytest
from PySide6.QtCore import Qt

from kiosk.ui import numbers

WINDOW = Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint
MODIFIERS = ("Shift", "Control", "Meta", "Alt", "CapsLock", "NumLock", "AltGr")


@pytest.mark.parametrize(
    ("number", "meant"),
    [
        (numbers.ALIGN_LEFT, Qt.AlignmentFlag.AlignLeft),
        (numbers.ALIGN_MIDDLE, Qt.AlignmentFlag.AlignHCenter),
        (numbers.ALIGN_HALFWAY, Qt.AlignmentFlag.AlignVCenter),
        (numbers.PLAIN_TEXT, Qt.TextFormat.PlainText),
        (numbers.PRECISE_TIMER, Qt.TimerType.PreciseTimer),
        (numbers.TAB_FOCUS, Qt.FocusPolicy.TabFocus),
        (numbers.FRAMELESS, WINDOW),
        (numbers.IN_FRONT, WINDOW | Qt.WindowType.WindowStaysOnTopHint),
        (numbers.SHIFT, Qt.KeyboardModifier.ShiftModifier),
        (numbers.CONTROL, Qt.KeyboardModifier.ControlModifier),
        (numbers.ALT, Qt.KeyboardModifier.AltModifier),
        (numbers.META, Qt.KeyboardModifier.MetaModifier),
        (numbers.KEY_TAB, Qt.Key.Key_Tab),
        (numbers.KEY_RETURN, Qt.Key.Key_Return),
        (numbers.KEY_ENTER, Qt.Key.Key_Enter),
        (numbers.KEY_ALT, Qt.Key.Key_Alt),
        (numbers.KEY_F10, Qt.Key.Key_F10),
    ],
)
def test_a_number_is_what_qt_calls_so(number: int, meant: Enum) -> None:
    assert number == meant.value


def test_modifiers_are_the_keys_that_type_nothing_by_themselves() -> None:
    keys = {Qt.Key[f"Key_{name}"].value for name in MODIFIERS}
    assert keys == numbers.MODIFIER_KEYS
