"""Test the wedge without an X server: no scan codes, the event's text has to do."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.payload import MAX_FRAME_BYTES, Direction, Payload, ReadFault
from kiosk.scanner.reader import Gate
from kiosk.ui.wedge import Wedge, read_character

CODE = "001190000123|TRAN THI"


@pytest.fixture
def payloads(qapp: QApplication) -> Iterator[list[Payload]]:
    payloads: list[Payload] = []
    wedge = Wedge(payloads.append, Gate(name="north", direction=Direction.OUT))
    wedge.install(qapp)
    yield payloads
    wedge.remove(qapp)


class Field(QLineEdit):
    """A field that keeps which keys were let go over it."""

    def __init__(self) -> None:
        super().__init__()
        self.released = ""

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802 -- Qt's name
        self.released += event.text()
        super().keyReleaseEvent(event)


@pytest.fixture
def field(qtbot: QtBot) -> Field:
    field = Field()
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.hasFocus)
    return field


def press(field: Field, text: str) -> None:
    """Press keys as the platform does: to the window, not to the widget."""
    window = field.windowHandle()
    for character in text:
        key = Qt.Key.Key_Return if character == "\r" else Qt.Key.Key_A
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, character)
            QApplication.sendEvent(window, event)


def test_a_code_is_read_and_not_typed(payloads: list[Payload], field: Field) -> None:
    press(field, f"]Q1{CODE}\r")
    (payload,) = payloads
    assert (payload.data, payload.symbology) == (CODE.encode(), "]Q1")
    assert (payload.gate, payload.direction) == ("north", Direction.OUT)
    assert (payload.reader, field.text(), field.released) == ("wedge", "", "")


def test_what_a_person_typed_arrives_in_the_field(
    qtbot: QtBot, payloads: list[Payload], field: Field
) -> None:
    for character in "an":
        press(field, character)
        qtbot.waitUntil(lambda: field.text().endswith(character))  # noqa: B023
    assert (field.text(), payloads) == ("an", [])


def test_few_keys_and_return_arrive_in_order(
    qtbot: QtBot, payloads: list[Payload], field: Field
) -> None:
    with qtbot.waitSignal(field.returnPressed):
        press(field, "12345\r")
    assert (field.text(), payloads) == ("12345", [])


def test_a_code_without_terminator_is_read_after_silence(
    qtbot: QtBot, payloads: list[Payload], field: Field
) -> None:
    press(field, CODE)
    qtbot.waitUntil(lambda: bool(payloads))
    assert payloads[0].data == CODE.encode()


def test_a_code_that_is_too_long_is_refused(
    payloads: list[Payload], field: Field
) -> None:
    press(field, "7" * (MAX_FRAME_BYTES + 1) + "\r" + CODE + "\r")
    faults = [payload.fault for payload in payloads]
    assert faults == [ReadFault.TOO_LONG, None]
    assert [payload.data for payload in payloads] == [b"", CODE.encode()]


def test_another_key_gives_back_what_was_held_at_once(
    payloads: list[Payload], field: Field
) -> None:
    press(field, "an")
    QTest.keyClick(field.windowHandle(), Qt.Key.Key_Backspace)
    assert (field.text(), payloads) == ("a", [])


def test_removing_the_wedge_gives_back_what_was_held(
    qapp: QApplication, field: Field
) -> None:
    wedge = Wedge(lambda _: None, Gate(name="north", direction=Direction.IN))
    wedge.install(qapp)
    press(field, "an")
    assert field.text() == ""
    wedge.remove(qapp)
    assert (field.text(), field.released) == ("an", "an")


@pytest.mark.parametrize("modifier", ["ControlModifier", "AltModifier"])
def test_a_shortcut_is_no_character(modifier: str) -> None:
    event = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier[modifier], "a"
    )
    assert read_character(event) is None
