"""Look page: what a code is stands on it, and nothing once it is left."""

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from kiosk.decision import Outcome
from kiosk.presentation import Looked
from kiosk.reason import Reason
from kiosk.ui.staff.look_page import LookPage
from kiosk.ui.staff.look_screens import compose_look
from kiosk.ui.theme import Measure
from tests.ui.samples import NAME, VI, a_decided

pytestmark = pytest.mark.usefixtures("fonts")

MEASURE = Measure(width=1280, height=800)
LOOKED = Looked(decision=a_decided(Outcome.CHECK, [Reason.EXPIRED]).decision)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1280, 800)
    return window


@pytest.fixture
def page(window: QWidget) -> LookPage:
    page = LookPage(window)
    page.setGeometry(window.rect())
    page.show_screen(compose_look(LOOKED, VI, None), MEASURE)
    window.show()
    return page


def read(page: LookPage) -> str:
    labels = page.findChildren(QLabel)
    return "\n".join(" ".join(one.text().split()) for one in labels)


def test_it_says_what_the_code_is_and_would_come_to(page: LookPage) -> None:
    told = read(page)
    assert NAME in told
    assert "•••• 2345" in told
    assert VI.explain(Reason.EXPIRED) in told


def test_before_a_code_there_is_no_verdict(page: LookPage) -> None:
    page.show_screen(compose_look(None, VI, None), MEASURE)
    assert VI.say("staff.look.hint") in read(page)
    assert VI.say("staff.look.outcome_check") not in read(page)


def test_once_it_is_left_it_holds_nobody(page: LookPage) -> None:
    page.hide_all()
    told = read(page)
    assert NAME not in told
    assert "2345" not in told
