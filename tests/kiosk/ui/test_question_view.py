"""Question view: covers a screen, and the keyboard answers it at once."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.buttons import Button, Question
from kiosk.ui.question_view import QuestionView
from kiosk.ui.staff.taps import StaffAct, StaffPress
from tests.ui.images import share_of

pytestmark = pytest.mark.usefixtures("fonts")

NO = Button(text="Không", tap=StaffPress(act=StaffAct.BACK))
YES = Button(text="Có", tap=StaffPress(act=StaffAct.STAY))
QUESTION = Question(text="Còn ai ở đây không?", buttons=(NO, YES))


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[QuestionView]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1280, 800)
    view = QuestionView(window)
    view.setGeometry(window.rect())
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    view.show_question(QUESTION, 8.0)
    yield view
    assert view.parent() is window  # which lives until here


def list_shown(view: QuestionView) -> list[str]:
    return [b.text() for b in view.findChildren(QPushButton) if b.isVisible()]


def test_every_answer_is_offered(view: QuestionView) -> None:
    assert list_shown(view) == [NO.text, YES.text]


def test_an_answer_of_before_is_gone(view: QuestionView) -> None:
    view.show_question(Question(text="Xong?", buttons=(YES,)), 8.0)
    assert list_shown(view) == [YES.text]


def test_the_answers_stand_inside_the_panel(view: QuestionView) -> None:
    buttons = [b for b in view.findChildren(QPushButton) if b.isVisible()]
    assert all(view.rect().contains(button.geometry()) for button in buttons)
    assert not buttons[0].geometry().intersects(buttons[1].geometry())


def test_a_tap_answers(view: QuestionView, qtbot: QtBot) -> None:
    [button] = [b for b in view.findChildren(QPushButton) if b.text() == YES.text]
    with qtbot.waitSignal(view.tapped) as told:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert told.args == [YES.tap]


def test_what_was_answered_is_not_shown(view: QuestionView) -> None:
    view.show_question(None, 8.0)
    assert view.isHidden()


def test_the_screen_below_is_darkened(view: QuestionView) -> None:
    picture = view.window().grab().toImage()
    assert share_of(picture, picture.pixelColor(2, 2).name()) > 0.3
    assert picture.pixelColor(2, 2).lightness() < 128
