"""Test what becomes of a field that a reader typed into."""

import msgspec
import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.ui.bursts import Asked
from kiosk.ui.fields import ASKS_NUMBER, find_asked, find_field, put_text, watch


@pytest.fixture
def field(qtbot: QtBot) -> QLineEdit:
    field = QLineEdit("ab")
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.hasFocus)
    return field


def test_the_field_is_the_one_with_the_focus(field: QLineEdit) -> None:
    assert find_field() is field
    field.setReadOnly(True)
    assert find_field() is None


def test_a_field_says_what_it_asks_for(field: QLineEdit) -> None:
    asked = [find_asked(None), find_asked(field)]
    field.setProperty(ASKS_NUMBER, True)
    assert [*asked, find_asked(field)] == [Asked.NOTHING, Asked.TEXT, Asked.NUMBER]


def test_text_is_put_where_the_cursor_is(qtbot: QtBot, field: QLineEdit) -> None:
    field.setCursorPosition(1)
    with qtbot.waitSignal(field.textEdited):
        put_text(field, "Ưu ddoo")
    assert field.text() == "aƯu ddoob"


@pytest.mark.parametrize(("now", "then"), [("a0b", "ab"), ("a0bc", "a0bc")])
def test_a_leak_is_undone_unless_somebody_typed_since(
    field: QLineEdit, now: str, then: str
) -> None:
    before = watch(field)
    assert before is not None
    field.setText(now)
    msgspec.structs.replace(before, leaked="a0b").undo()
    assert field.text() == then


def test_without_a_field_nothing_leaks() -> None:
    assert watch(None) is None
