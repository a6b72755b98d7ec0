"""Declaration pages: each answer and key tells its tap, and a page that is left is empty."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.staff.declaration_flow import begin_declaring
from kiosk.ui.staff.declaration_pages import PhonePage, QuestionPage
from kiosk.ui.staff.declaration_screens import (
    PhoneScreen,
    QuestionScreen,
    compose_declaration,
)
from kiosk.ui.staff.taps import AnswerTap, PhoneTap
from kiosk.ui.theme import Measure
from tests.ui.declarations import FEVER, PHONE, an_asking
from tests.ui.samples import NAME, VI

pytestmark = pytest.mark.usefixtures("fonts")

MEASURE = Measure(width=1280, height=800)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    return window


@pytest.fixture
def question(window: QWidget) -> QuestionPage:
    page = QuestionPage(window)
    begun = begin_declaring(an_asking(), 0)
    assert begun is not None
    screen = compose_declaration(begun, VI, None)
    assert isinstance(screen, QuestionScreen)
    page.setGeometry(window.rect())
    page.show_screen(screen, MEASURE)
    page.show()
    return page


@pytest.fixture
def phone(window: QWidget) -> PhonePage:
    page = PhonePage(window)
    begun = begin_declaring(an_asking(), 0)
    assert begun is not None
    typed = replace(begun, number=2, digits=PHONE)
    screen = compose_declaration(typed, VI, None)
    assert isinstance(screen, PhoneScreen)
    page.setGeometry(window.rect())
    page.show_screen(screen, MEASURE)
    page.show()
    return page


def read(page: QWidget) -> list[str]:
    return [" ".join(label.text().split()) for label in page.findChildren(QLabel)]


def find(page: QWidget, text: str) -> QPushButton:
    buttons = page.findChildren(QPushButton)
    [button] = [one for one in buttons if one.text() == text]
    return button


@pytest.mark.parametrize(("text", "is_yes"), [("CÓ", True), ("KHÔNG", False)])
def test_an_answer_is_told(
    question: QuestionPage,
    qtbot: QtBot,
    text: str,
    is_yes: bool,  # noqa: FBT001 - of the table above
) -> None:
    with qtbot.waitSignal(question.tapped) as told:
        QTest.mouseClick(find(question, text), Qt.MouseButton.LeftButton)
    assert told.args == [AnswerTap(is_yes=is_yes)]


def test_the_question_is_read_with_who_is_asked(question: QuestionPage) -> None:
    assert {FEVER.vi, FEVER.en, NAME} <= set(read(question))


def test_a_question_that_is_left_holds_nobody(question: QuestionPage) -> None:
    question.hide_all()
    assert not {FEVER.vi, NAME} & set(read(question))


def test_a_digit_is_told(phone: PhonePage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(phone.tapped) as told:
        QTest.mouseClick(find(phone, "7"), Qt.MouseButton.LeftButton)
    assert told.args == [PhoneTap(digit="7")]


def test_a_number_that_is_left_is_gone(phone: PhonePage) -> None:
    assert "0912 345 678" in read(phone)
    phone.hide_all()
    assert "0912 345 678" not in read(phone)
