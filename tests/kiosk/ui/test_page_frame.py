"""Page frame: one page at a time, below the status line, and what is left is told."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.flow import Flow
from kiosk.ui.page_frame import PageFrame
from kiosk.ui.screens import compose_screen
from kiosk.ui.theme import Measure
from tests.ui.samples import EN, VI, WALL, surroundings

STATUS = compose_screen(Flow(), surroundings(), (VI, EN), WALL).status
MEASURE = Measure(width=1280, height=800)

pytestmark = pytest.mark.usefixtures("fonts")


class Stage:
    """A frame with two pages, and which of them were left."""

    def __init__(self, qtbot: QtBot) -> None:
        self.view = QWidget()
        qtbot.addWidget(self.view)
        self.view.resize(1280, 800)
        self.first, self.second = QWidget(self.view), QWidget(self.view)
        self.left: list[QWidget] = []
        self.frame = PageFrame[QWidget](
            self.view, (self.first, self.second), self.leave
        )

    def leave(self, page: QWidget) -> None:
        self.left.append(page)
        page.hide()


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage(qtbot)


def test_a_page_is_new_once(stage: Stage) -> None:
    brought = [stage.frame.bring(stage.first, STATUS, MEASURE) for _ in range(2)]
    assert (brought, stage.left) == ([True, False], [])


def test_the_other_page_is_left(stage: Stage) -> None:
    stage.frame.bring(stage.first, STATUS, MEASURE)
    stage.frame.bring(stage.second, STATUS, MEASURE)
    assert (stage.left, stage.first.isHidden()) == ([stage.first], True)


def test_a_page_stands_below_the_status_line(stage: Stage) -> None:
    stage.frame.bring(stage.first, STATUS, MEASURE)
    place = stage.first.geometry()
    assert place.top() > MEASURE.status_height
    assert stage.view.rect().contains(place)


def test_every_page_is_taken_away(stage: Stage) -> None:
    stage.frame.bring(stage.first, STATUS, MEASURE)
    stage.frame.take_away()
    assert set(stage.left) == {stage.first, stage.second}
