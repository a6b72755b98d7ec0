"""Text box: Telex where Vietnamese belongs, plain letters elsewhere."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.text_box import TextBox
from kiosk.ui.vni import VNI

pytestmark = pytest.mark.usefixtures("fonts")


@pytest.fixture
def owner(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def type_into(box: TextBox, keys: str) -> str:
    QTest.keyClicks(box, keys)
    return box.text()


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("chij Lan, phongf Hanhf chinhs", "chị Lan, phòng Hành chính"),
        ("Xuowngr 2", "Xưởng 2"),
        ("29As", "29As"),
        ("Panasonic", "Panasonic"),
    ],
)
def test_telex_is_composed(owner: QWidget, keys: str, text: str) -> None:
    assert type_into(TextBox("host", owner, telex=True), keys) == text


def test_a_name_begins_each_word_with_a_capital(owner: QWidget) -> None:
    box = TextBox("name", owner, telex=True, capitals=True)
    assert type_into(box, "ddawngj thij as") == "Đặng Thị Á"


def test_a_plain_box_takes_keys_as_they_are(owner: QWidget) -> None:
    assert type_into(TextBox("plate", owner), "29as") == "29as"


def test_a_word_is_gone_on_after_a_correction(owner: QWidget) -> None:
    box = TextBox("host", owner, telex=True)
    type_into(box, "Hoafn")
    QTest.keyClick(box, Qt.Key.Key_Backspace)
    assert type_into(box, "is") == "Hoái"


def test_typing_in_the_middle_keeps_what_follows(owner: QWidget) -> None:
    box = TextBox("host", owner, telex=True)
    box.setText("Lan Hanh")
    box.setCursorPosition(len("Lan Hanh"))
    type_into(box, "f")
    assert box.text() == "Lan Hành"


def test_a_locked_box_is_not_typed_into(owner: QWidget) -> None:
    box = TextBox("name", owner, telex=True)
    box.show_text("NGUYỄN", 8.0, is_locked=True)
    assert type_into(box, "abc") == "NGUYỄN"


def test_only_a_persons_edits_are_told(owner: QWidget, qtbot: QtBot) -> None:
    box = TextBox("host", owner, telex=True)
    told: list[tuple[str, str]] = []
    box.written.connect(lambda name, text: told.append((name, text)))
    box.show_text("Lan", 8.0)
    type_into(box, "f")
    assert told == [("host", "Làn")]
    assert qtbot is not None


def test_a_long_text_is_written_smaller(owner: QWidget) -> None:
    box = TextBox("name", owner)
    box.resize(300, 60)
    box.show_text("Lan", 8.0)
    large = box.font().pixelSize()
    box.show_text("Nguyễn Phạm Hoàng Thục Đoan", 8.0)
    assert box.font().pixelSize() < large


def test_vni_is_composed_where_it_is_chosen(owner: QWidget) -> None:
    box = TextBox("host", owner, telex=True)
    box.set_method(VNI)
    assert type_into(box, "Nguye64n Lan22 29A1 P10") == "Nguyễn Lan2 29A1 P10"


def test_without_a_method_letters_stay_and_names_begin_large(owner: QWidget) -> None:
    box = TextBox("name", owner, telex=True, capitals=True)
    box.set_method(None)
    assert type_into(box, "ddawngj as") == "Ddawngj As"


def test_keys_of_the_screen_are_composed_alike(owner: QWidget) -> None:
    box = TextBox("host", owner, telex=True)
    for key in "Dduwowngf":
        box.type_key(key)
    box.erase_back()
    assert box.text() == "Đườn"


def test_a_locked_box_takes_no_keys_of_the_screen(owner: QWidget) -> None:
    box = TextBox("host", owner, telex=True)
    box.show_text("Lan", 8.0, is_locked=True)
    box.type_key("f")
    box.erase_back()
    assert box.text() == "Lan"


def test_a_word_is_forgotten_once_the_cursor_goes_elsewhere(owner: QWidget) -> None:
    """The same letters elsewhere are a word of their own, and compose anew."""
    box = TextBox("host", owner, telex=True)
    type_into(box, "as ass")
    QTest.keyClick(box, Qt.Key.Key_Backspace)
    assert type_into(box, "s") == "á á"
