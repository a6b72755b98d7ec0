"""Keyboard session: comes up at a touched box, writes into it, gives way to real keys."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.config import OnScreenKeyboard, TypingMethod
from kiosk.ui.keyboard import Keyboard
from kiosk.ui.keyboard_session import KeyboardSession, Typing
from kiosk.ui.text_box import TextBox
from tests.ui.samples import EN, VI

pytestmark = pytest.mark.usefixtures("fonts")


class Desk:
    """A window with a page: a box at the top, one at the bottom, and a button."""

    def __init__(self, qtbot: QtBot, typing: Typing) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(1280, 800)
        self.page = QWidget(self.window)
        self.page.resize(1280, 800)
        self.upper = TextBox("host", self.page, telex=True)
        self.lower = TextBox("plate", self.page, number=True)
        self.button = QPushButton("OK", self.page)
        for view, top in ((self.upper, 40), (self.lower, 700), (self.button, 600)):
            view.setGeometry(40, top, 400, 60)
        self.upper.show_text("", 8.0)
        self.lower.show_text("", 8.0)
        self.session = KeyboardSession(self.window, VI, typing)
        self._qtbot = qtbot
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    def touch(self, view: QWidget) -> None:
        QTest.mouseClick(view, Qt.MouseButton.LeftButton)

    def tap(self, *texts: str) -> None:
        for text in texts:
            keys = self.window.findChildren(Keyboard)[0].findChildren(QPushButton)
            self.touch(next(k for k in keys if k.text() == text and not k.isHidden()))

    def wait_until_hidden(self) -> None:
        self._qtbot.waitUntil(lambda: not self.session.is_shown)

    def find_place(self, view: QWidget) -> QRect:
        return QRect(view.mapTo(self.window, QPoint()), view.size())


@pytest.fixture
def make_desk(qtbot: QtBot) -> Callable[..., Desk]:
    def make(
        method: TypingMethod = TypingMethod.TELEX,
        keyboard: OnScreenKeyboard = OnScreenKeyboard.AUTO,
    ) -> Desk:
        return Desk(qtbot, Typing(method=method, keyboard=keyboard))

    return make


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    return make_desk()


def test_a_touched_box_is_written_into(desk: Desk) -> None:
    desk.touch(desk.upper)
    desk.tap(*"dduwowngf", "Dấu cách", "Shift", "A", "n")
    assert (desk.upper.text(), desk.upper.hasFocus()) == ("đường An", True)


def test_a_letter_is_taken_back(desk: Desk) -> None:
    desk.touch(desk.upper)
    desk.tap("a", "n", "Xoá")
    assert desk.upper.text() == "a"


def test_the_other_method_is_one_tap_away(desk: Desk) -> None:
    desk.touch(desk.upper)
    desk.tap("Telex", "a", "1", "VNI", "a", "s")
    assert desk.upper.text() == "áas"


@pytest.mark.parametrize(
    ("method", "text"),
    [(TypingMethod.TELEX, "á1"), (TypingMethod.VNI, "as1"), (TypingMethod.OFF, "as1")],
)
def test_the_setting_says_how_is_typed(
    make_desk: Callable[..., Desk], method: TypingMethod, text: str
) -> None:
    desk = make_desk(method)
    desk.touch(desk.upper)
    QTest.keyClicks(desk.upper, "as1")
    assert desk.upper.text() == text


def test_it_goes_on_to_the_next_box_with_the_keys_of_a_number(desk: Desk) -> None:
    desk.touch(desk.upper)
    desk.tap("a", "Tiếp", "7")
    assert (desk.upper.text(), desk.lower.text()) == ("a", "7")
    assert desk.session.is_shown


def test_a_box_at_the_bottom_is_not_covered(desk: Desk) -> None:
    desk.touch(desk.lower)
    keyboard = desk.window.findChildren(Keyboard)[0].geometry()
    place = desk.find_place(desk.lower)
    assert not keyboard.intersects(place)
    assert desk.window.rect().contains(place)


def test_the_page_comes_back_with_the_last_box(desk: Desk) -> None:
    desk.touch(desk.lower)
    assert desk.page.y() < 0
    desk.tap("Ẩn phím")
    assert (desk.page.y(), desk.session.is_shown) == (0, False)


def test_a_button_above_it_can_be_tapped(desk: Desk) -> None:
    desk.button.setCheckable(True)
    desk.touch(desk.lower)
    desk.touch(desk.button)
    desk.wait_until_hidden()
    assert (desk.button.isChecked(), desk.page.y()) == (True, 0)


def test_the_page_stands_still_while_a_finger_is_down(desk: Desk, qtbot: QtBot) -> None:
    desk.touch(desk.lower)
    handle = desk.window.windowHandle()
    place = desk.find_place(desk.button).center()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=place)
    (leaving,) = desk.session.findChildren(QTimer)
    with qtbot.waitSignal(leaving.timeout):
        pass
    assert desk.session.is_shown
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=place)
    desk.wait_until_hidden()


def test_a_real_key_takes_its_place(desk: Desk) -> None:
    desk.touch(desk.upper)
    QTest.keyClicks(desk.upper, "as")
    assert (desk.upper.text(), desk.session.is_shown) == ("á", False)
    desk.touch(desk.upper)
    assert desk.session.is_shown


def test_it_is_never_shown_where_it_is_off(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(keyboard=OnScreenKeyboard.OFF)
    desk.touch(desk.upper)
    assert not desk.session.is_shown


def test_it_stays_where_it_is_always_on(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(keyboard=OnScreenKeyboard.ON)
    desk.upper.setFocus()
    QTest.keyClicks(desk.upper, "a")
    assert desk.session.is_shown


def test_focus_alone_covers_nothing(desk: Desk) -> None:
    """The form's first box has the focus as it opens; its buttons stay in sight."""
    desk.upper.setFocus()
    assert not desk.session.is_shown


def test_a_box_of_another_window_is_not_followed(desk: Desk, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    other = TextBox("host", window, telex=True)
    desk.session.on_focus_changed(None, other)
    other.touched.emit()
    assert not desk.session.is_shown


def test_the_words_change_with_the_language(desk: Desk) -> None:
    desk.touch(desk.upper)
    desk.session.set_texts(EN)
    desk.tap("Hide")
    assert not desk.session.is_shown
