"""Staff view: a page over the gate's screen, which it leaves without a trace."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kiosk.ui.flow import Deed, Flow
from kiosk.ui.question_view import QuestionView
from kiosk.ui.screens import compose_screen
from kiosk.ui.staff.flow import ASK_AFTER_MS, StaffFlow, begin_settling
from kiosk.ui.staff.screens import compose_question, compose_staff
from kiosk.ui.staff.taps import StaffAct, StaffPress
from kiosk.ui.staff.view import StaffView
from tests.ui.samples import EN, NAME, VI, WALL, a_decided, surroundings

pytestmark = pytest.mark.usefixtures("fonts")

STATUS = compose_screen(Flow(), surroundings(), (VI, EN), WALL).status
FLOW, _ = begin_settling(StaffFlow(), a_decided(), Deed.ADMITTED, 0)


@pytest.fixture
def view(qtbot: QtBot) -> StaffView:
    view = StaffView()
    qtbot.addWidget(view)
    view.resize(1280, 800)
    view.show_screen(compose_staff(FLOW, VI), STATUS)
    return view


def test_the_page_is_shown(view: StaffView) -> None:
    assert (view.isVisible(), view.settle.isVisible()) == (True, True)


def test_nothing_is_left_of_anybody(view: StaffView) -> None:
    view.show_screen(None, STATUS)
    texts = [label.text() for label in view.findChildren(QLabel)]
    assert (view.isHidden(), NAME in texts) == (True, False)


def test_escape_goes_back(view: StaffView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.tapped) as told:
        QTest.keyClick(view, Qt.Key.Key_Escape)
    assert told.args == [StaffPress(act=StaffAct.BACK)]


def test_a_question_covers_the_page_until_it_is_answered(view: StaffView) -> None:
    [question] = view.findChildren(QuestionView)
    view.ask(compose_question(FLOW, VI, ASK_AFTER_MS))
    assert (question.isHidden(), question.geometry()) == (False, view.rect())
    view.ask(None)
    assert question.isHidden()


def test_a_page_fills_a_view_that_grows(view: StaffView) -> None:
    before = view.settle.width()
    view.resize(1920, 1080)
    assert view.settle.width() > before
