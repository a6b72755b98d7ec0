"""Test the wedge without an X server: no scan codes, the event's text has to do."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.payload import MAX_FRAME_BYTES, Direction, Payload, ReadFault, Repair
from kiosk.scanner.burst import SILENCE_MS, Burst, Mode
from kiosk.scanner.keys import PLAIN
from kiosk.scanner.numpad import ALT, DIGITS
from kiosk.scanner.reader import Gate
from kiosk.ui.bursts import Asked
from kiosk.ui.fields import ASKS_NUMBER
from kiosk.ui.wedge import (
    CAPS_LOCK,
    Understand,
    Wedge,
    present_all,
    read_character,
)
from tests.ui.keys import press

CODE = "001190000123|TRAN THI"
NO_MODIFIER = Qt.KeyboardModifier.NoModifier
KEYPAD = {digit: code for code, digit in DIGITS.items()}
SCAN_CODES = {character: code for code, character in PLAIN.items()}
ENTER_CODE = 28


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


class Windows:
    """Sends keys as Qt does on Windows: PC set 1, and what ALT has composed."""

    def __init__(self, field: Field) -> None:
        self._field = field
        self._now_ms = 1000

    def tap(
        self,
        code: int,
        text: str,
        *,
        alt: bool = False,
        shifted: bool = False,
        caps: bool = False,
    ) -> None:
        """Press and release a key."""
        down = Qt.KeyboardModifier.NoModifier
        if alt:
            down |= Qt.KeyboardModifier.AltModifier
        if shifted:
            down |= Qt.KeyboardModifier.ShiftModifier
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            self._send(kind, code, text, down=down, caps=caps)

    def type_number(self, number: str, composed: str) -> None:
        """Type a number on the keypad with ALT held, and what Windows makes of it."""
        self._send(QEvent.Type.KeyPress, ALT, "")
        for digit in number:
            self.tap(KEYPAD[digit], digit, alt=True)
        self._send(QEvent.Type.KeyRelease, ALT, "")
        self.tap(ALT, composed)

    def _send(
        self,
        kind: QEvent.Type,
        code: int,
        text: str,
        *,
        down: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        caps: bool = False,
    ) -> None:
        native = CAPS_LOCK["windows"] if caps else 0
        key = Qt.Key.Key_Return if text == "\r" else Qt.Key.Key_unknown
        event = QKeyEvent(kind, key, down, code, 0, native, text)
        self._now_ms += 1
        event.setTimestamp(self._now_ms)
        QApplication.sendEvent(self._field.windowHandle(), event)


@contextmanager
def a_wedge(
    qapp: QApplication, *, understand: Understand = present_all
) -> Iterator[list[Payload]]:
    payloads: list[Payload] = []
    gate = Gate(name="north", direction=Direction.IN)
    wedge = Wedge(payloads.append, gate, understand=understand, platform="windows")
    wedge.install(qapp)
    yield payloads
    wedge.remove(qapp)


def test_numbers_with_alt_are_read_and_what_windows_makes_of_them_is_not(
    qapp: QApplication, field: Field
) -> None:
    windows = Windows(field)
    with a_wedge(qapp) as payloads:
        for letter in "Nguyễn Ánh":
            windows.type_number(f"{ord(letter):04d}", letter)
        windows.type_number("013", "\r")
    assert [payload.data.decode() for payload in payloads] == ["Nguyễn Ánh"]
    assert (field.text(), field.released) == ("", "")


def test_a_person_may_type_a_letter_by_its_number(
    qtbot: QtBot, qapp: QApplication, field: Field
) -> None:
    with a_wedge(qapp) as payloads:
        Windows(field).type_number("0225", "á")
        qtbot.waitUntil(lambda: field.text().endswith("á"))
    assert payloads == []


def test_a_key_right_after_alt_is_not_taken_for_what_alt_made(
    qapp: QApplication, field: Field
) -> None:
    windows = Windows(field)
    with a_wedge(qapp) as payloads:
        windows.tap(SCAN_CODES["a"], "a")
        for letter in "bcdefg":
            windows.type_number(str(ord(letter)), letter)
            windows.tap(SCAN_CODES["a"], "a")
        windows.tap(ENTER_CODE, "\r")
    assert [payload.data for payload in payloads] == [b"abacadaeafaga"]


def test_a_case_that_caps_lock_swapped_is_swapped_back(
    qapp: QApplication, field: Field
) -> None:
    windows = Windows(field)
    with a_wedge(qapp) as payloads:
        for letter in "tRAN tHI nGHIEM":
            code, shifted = SCAN_CODES[letter.lower()], letter.isupper()
            windows.tap(code, letter, shifted=shifted, caps=True)
        windows.tap(ENTER_CODE, "\r", caps=True)
    (payload,) = payloads
    assert (payload.data, payload.repairs) == (b"Tran Thi Nghiem", (Repair.CAPS,))


def never(payload: Payload, asked: Asked) -> Payload | None:
    del payload, asked
    return None


def test_what_is_no_code_goes_into_the_field_with_its_return(
    qtbot: QtBot, qapp: QApplication, field: Field
) -> None:
    field.setText("7 ")
    with (
        a_wedge(qapp, understand=never) as payloads,
        qtbot.waitSignals([field.returnPressed, field.textEdited]),
    ):
        press(field, "ACME 29A\r")
    assert (field.text(), payloads) == ("7 ACME 29A", [])


def test_without_a_terminator_text_arrives_after_silence(
    qtbot: QtBot, qapp: QApplication, field: Field
) -> None:
    with a_wedge(qapp, understand=never):
        press(field, "ACME 29A")
        qtbot.waitUntil(lambda: field.text() == "ACME 29A")


@pytest.mark.parametrize(
    ("prepare", "asked"),
    [
        (lambda field: field.setText("7"), Asked.TEXT),
        (lambda field: field.setProperty(ASKS_NUMBER, True), Asked.NUMBER),
        (lambda field: field.setReadOnly(True), Asked.NOTHING),
        (lambda field: field.clearFocus(), Asked.NOTHING),
    ],
    ids=["text", "number", "locked", "no focus"],
)
def test_a_burst_is_judged_by_the_field_it_came_to(
    qapp: QApplication,
    field: Field,
    prepare: Callable[[Field], None],
    asked: Asked,
) -> None:
    prepare(field)
    seen: list[Asked] = []

    def note(payload: Payload, asked: Asked) -> Payload:
        seen.append(asked)
        return payload

    with a_wedge(qapp, understand=note) as payloads:
        press(field, CODE + "\r")
    assert (seen, len(payloads), CODE in field.text()) == ([asked], 1, False)


def press_at(field: Field, text: str, at_ms: int) -> None:
    """Press keys of one millisecond, told by the keys' own timestamps."""
    for character in text:
        key = Qt.Key.Key_Return if character == "\r" else Qt.Key.Key_A
        event = QKeyEvent(QEvent.Type.KeyPress, key, NO_MODIFIER, character)
        event.setTimestamp(at_ms)
        QApplication.sendEvent(field.windowHandle(), event)


def test_what_leaked_while_the_reader_stalled_is_taken_back(
    qtbot: QtBot, payloads: list[Payload], field: Field
) -> None:
    field.setText("ab")
    field.setCursorPosition(1)
    press_at(field, CODE[:3], 1000)
    qtbot.waitUntil(lambda: field.text() == f"a{CODE[:3]}b")
    with qtbot.waitSignal(field.textEdited):
        press_at(field, CODE[3:] + "\r", 1060)
    assert (field.text(), field.cursorPosition()) == ("ab", 1)
    assert [payload.data for payload in payloads] == [CODE.encode()]


def test_what_a_person_typed_before_a_code_stays(
    qtbot: QtBot, payloads: list[Payload], field: Field
) -> None:
    press_at(field, "an", 1000)
    qtbot.waitUntil(lambda: field.text() == "an")
    press_at(field, CODE + "\r", 1000 + SILENCE_MS + 1)
    assert (field.text(), len(payloads)) == ("an", 1)


def test_each_burst_is_heard_as_it_was_typed(
    qapp: QApplication, field: Field, qtbot: QtBot
) -> None:
    wedge = Wedge(lambda _: None, Gate(name="north", direction=Direction.IN))
    wedge.install(qapp)
    with qtbot.waitSignal(wedge.heard) as heard:
        press(field, CODE + "\r")
    wedge.remove(qapp)
    burst = (heard.args or [None])[0]
    assert isinstance(burst, Burst)
    assert (burst.text, burst.terminator, burst.mode) == (CODE, "\r", Mode.PLAIN)


@pytest.mark.parametrize("modifier", ["ControlModifier", "AltModifier"])
def test_a_shortcut_is_no_character(modifier: str) -> None:
    event = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier[modifier], "a"
    )
    assert read_character(event, "offscreen") is None


@pytest.mark.parametrize(
    ("text", "native_modifiers", "meant"),
    [("ệ", 0, "ệ"), ("Ệ", 0x2, "ệ"), ("€", 0, "€"), ("a", 0, None), ("", 0, None)],
)
def test_a_letter_on_a_key_that_no_us_keyboard_has_is_read(
    text: str, native_modifiers: int, meant: str | None
) -> None:
    event = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_A, NO_MODIFIER, 250, 0, native_modifiers, text
    )
    assert read_character(event, "xcb") == meant
