"""Reception widgets: a button tells its tap; chips keep to their room."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.buttons import Button, NoteShown, Weight
from kiosk.ui.reception_theme import FOCUS
from kiosk.ui.reception_widgets import Chips, NoteBar, TapButton
from kiosk.ui.taps import Act, Press
from tests.ui.images import share_of

pytestmark = pytest.mark.usefixtures("fonts")

UNIT = 8.0
CONFIRM = Button(text="Ghi nhận", tap=Press(act=Act.CONFIRM), weight=Weight.PRIMARY)


@pytest.fixture
def owner(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(800, 200)
    return widget


def a_button(owner: QWidget, button: Button = CONFIRM) -> TapButton:
    view = TapButton(owner)
    view.resize(200, 80)
    view.show_button(button, UNIT)
    return view


@pytest.mark.parametrize("by_key", [False, True])
def test_a_button_tells_its_tap(owner: QWidget, qtbot: QtBot, *, by_key: bool) -> None:
    view = a_button(owner)
    with qtbot.waitSignal(view.tapped) as caught:
        if by_key:
            QTest.keyClick(view, Qt.Key.Key_Space)
        else:
            QTest.mouseClick(view, Qt.MouseButton.LeftButton)
    assert caught.args == [Press(act=Act.CONFIRM)]


def test_a_button_has_its_name_for_those_who_cannot_see(owner: QWidget) -> None:
    view = a_button(owner)
    assert (view.accessibleName(), view.text()) == ("Ghi nhận", "Ghi nhận")


def test_the_focus_is_a_ring_of_3_pixels_at_least(owner: QWidget, qtbot: QtBot) -> None:
    view = a_button(owner)
    owner.show()
    qtbot.waitExposed(owner)
    owner.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    image = view.grab().toImage()
    ring = [image.pixelColor(x, 40).name().upper() == FOCUS for x in range(8)]
    assert sum(ring) >= 3


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (3, 3), (30, 6)])
def test_chips_that_have_no_room_are_left_out(
    owner: QWidget, count: int, shown: int
) -> None:
    chips = Chips("hosts", owner)
    chips.resize(800, 140)
    buttons = [Button(text=f"Anh Dũng {n:02d}", tap=CONFIRM.tap) for n in range(count)]
    chips.show_buttons(buttons, UNIT)
    visible = [one for one in chips.findChildren(QPushButton) if one.isVisibleTo(chips)]
    assert len(visible) == shown


def test_chips_that_share_are_all_there_however_long(owner: QWidget) -> None:
    chips = Chips("offers", owner, shares=True)
    chips.resize(800, 62)
    buttons = [Button(text="Một cái tên rất dài " * 4, tap=CONFIRM.tap)] * 3
    chips.show_buttons(buttons, UNIT)
    visible = [one for one in chips.findChildren(QPushButton) if one.isVisibleTo(chips)]
    assert (len(visible), visible[-1].geometry().right() < 800) == (3, True)


@pytest.mark.parametrize("is_good", [False, True])
def test_a_note_has_a_colour_and_an_icon_of_its_kind(
    owner: QWidget, *, is_good: bool
) -> None:
    bar = NoteBar(owner)
    bar.resize(800, 80)
    bar.show_note(NoteShown(text="Đã ghi nhận.", is_good=is_good), UNIT)
    amber = share_of(bar.grab().toImage(), "#FFC20A")
    assert (amber > 0.5) is not is_good


def test_a_note_that_is_gone_holds_no_name(owner: QWidget) -> None:
    bar = NoteBar(owner)
    bar.resize(800, 80)
    bar.show_note(NoteShown(text="Lê Văn Giả đã ra.", is_good=True), UNIT)
    bar.show_note(None, UNIT)
    texts = [child.text() for child in bar.findChildren(QPushButton)]
    assert (bar.isHidden(), any("Giả" in text for text in texts)) == (True, False)
