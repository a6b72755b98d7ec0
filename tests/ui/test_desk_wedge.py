"""Desk wedge: a reader that types, at a reception whose form has the focus."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.payload import Direction
from kiosk.scanner.reader import Gate
from kiosk.ui.bursts import understand
from kiosk.ui.draft import Box
from kiosk.ui.wedge import Wedge
from tests.builders import CARD
from tests.ui.keys import press
from tests.ui.stage import Stage
from tests.ui.visitors import some_visits

pytestmark = pytest.mark.usefixtures("fonts")

WORN = "26112001"
"""The badge of the first visitor."""
SUGGESTED = "26112003"
"""The badge that the form suggests for the next."""


@pytest.fixture
def stage(qtbot: QtBot, qapp: QApplication) -> Iterator[Stage]:
    stage = Stage(qtbot, *some_visits(2))
    gate = Gate(name="A", direction=Direction.IN)
    wedge = Wedge(stage.session.submit, gate, understand=understand)
    wedge.install(qapp)
    stage.session.open()
    stage.wait_for("KHÁCH ĐẾN")
    stage.wait_for_entry(SUGGESTED)
    stage.window.activateWindow()
    yield stage
    wedge.remove(qapp)
    stage.finish()


def focus(stage: Stage, box: Box, qtbot: QtBot) -> QLineEdit:
    found = stage.window.findChild(QLineEdit, box.value)
    assert isinstance(found, QLineEdit)
    found.setFocus()
    qtbot.waitUntil(found.hasFocus)
    return found


@pytest.mark.parametrize("box", Box)
def test_a_card_fills_the_form_wherever_the_cursor_is(
    stage: Stage, qtbot: QtBot, box: Box
) -> None:
    before = focus(stage, box, qtbot).text()
    press(stage.window, CARD + "\r")
    stage.wait_for("Đã đọc từ thẻ.")
    draft = stage.session.reception.draft
    expected = {Box.NAME: "Trần Thị Thử Nghiệm", Box.DOCUMENT: CARD[:12]}
    assert draft.read(box) == expected.get(box, before)


@pytest.mark.parametrize(
    ("box", "typed"),
    [
        (Box.PLATE, "29C-678.90"),
        (Box.PLATE, "29678901"),
        (Box.COMPANY, "ACME Trading Co"),
        (Box.BELONGINGS, "SN: asddwoowf"),
        (Box.DOCUMENT, "001190000999"),
        (Box.BADGE, "555000111"),
    ],
)
def test_what_is_no_code_stands_in_its_box_as_it_was_typed(
    stage: Stage, qtbot: QtBot, box: Box, typed: str
) -> None:
    field = focus(stage, box, qtbot)
    press(stage.window, typed + "\r")
    assert (field.text(), stage.session.reception.draft.read(box)) == (typed, typed)
    assert not field.hasFocus()  # Return went on to the next box


def test_a_badge_typed_elsewhere_signs_its_visitor_out(
    stage: Stage, qtbot: QtBot
) -> None:
    focus(stage, Box.NAME, qtbot)
    press(stage.window, WORN + "\r")
    qtbot.waitUntil(lambda: stage.desk.count_inside() == 1)
    assert stage.session.reception.draft.read(Box.NAME) == ""


def test_a_badge_is_found_while_the_list_is_searched(
    stage: Stage, qtbot: QtBot
) -> None:
    stage.tap("Ai đang ở trong")
    press(stage.window, WORN + "\r")
    qtbot.waitUntil(lambda: stage.desk.count_inside() == 1)
