"""Keyboard wedge: a reader that types is heard as ever while the screen's keyboard is up."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.payload import Direction
from kiosk.scanner.reader import Gate
from kiosk.ui.bursts import understand
from kiosk.ui.draft import Box
from kiosk.ui.keyboard_session import AS_USUAL, KeyboardSession
from kiosk.ui.wedge import Wedge
from tests.builders import CARD
from tests.ui.keys import press
from tests.ui.samples import VI
from tests.ui.stage import Stage

pytestmark = pytest.mark.usefixtures("fonts")


@pytest.fixture
def stage(qtbot: QtBot, qapp: QApplication) -> Iterator[Stage]:
    stage = Stage(qtbot)
    gate = Gate(name="A", direction=Direction.IN)
    wedge = Wedge(stage.session.submit, gate, understand=understand)
    wedge.install(qapp)
    stage.session.open()
    stage.wait_for("KHÁCH ĐẾN")
    stage.window.activateWindow()
    yield stage
    wedge.remove(qapp)
    stage.finish()


@pytest.fixture
def keyboard(stage: Stage) -> KeyboardSession:
    return KeyboardSession(stage.window, VI, AS_USUAL)


def touch(stage: Stage, box: Box, qtbot: QtBot) -> QLineEdit:
    found = stage.window.findChild(QLineEdit, box.value)
    assert isinstance(found, QLineEdit)
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)
    found.setFocus()
    qtbot.waitUntil(found.hasFocus)
    return found


def test_a_card_fills_the_form_and_none_of_its_keys_the_box(
    stage: Stage, keyboard: KeyboardSession, qtbot: QtBot
) -> None:
    touch(stage, Box.COMPANY, qtbot)
    assert keyboard.is_shown
    press(stage.window, CARD + "\r")
    stage.wait_for("Đã đọc từ thẻ.")
    draft = stage.session.reception.draft
    assert (draft.read(Box.DOCUMENT), draft.read(Box.COMPANY)) == (CARD[:12], "")


def test_a_reader_s_keys_are_no_person_s_and_leave_the_keyboard(
    stage: Stage, keyboard: KeyboardSession, qtbot: QtBot
) -> None:
    box = touch(stage, Box.COMPANY, qtbot)
    shown: list[bool] = []
    box.textEdited.connect(lambda: shown.append(keyboard.is_shown))
    press(stage.window, "ACME Trading Co\r")
    assert (box.text(), shown) == ("ACME Trading Co", [True])
