"""Form page: the keyboard begins at the name, and goes on where a card has filled it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.ui.draft import Box
from tests.builders import CARD, a_payload
from tests.ui.stage import Stage
from tests.ui.visitors import some_visits

pytestmark = pytest.mark.usefixtures("fonts")


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    stage = Stage(qtbot, *some_visits(2))
    stage.session.open()
    stage.wait_for("KHÁCH ĐẾN")
    yield stage
    stage.finish()


def box_of(stage: Stage, box: Box) -> QLineEdit:
    found = stage.window.findChild(QLineEdit, box.value)
    assert isinstance(found, QLineEdit)
    return found


def test_the_keyboard_begins_at_the_name(stage: Stage) -> None:
    assert stage.session.view.form.focusWidget() is box_of(stage, Box.NAME)


def test_the_keyboard_goes_on_with_the_host_after_a_card(stage: Stage) -> None:
    stage.session.submit(a_payload(CARD))
    stage.wait_for("Đã đọc từ thẻ.")
    assert stage.session.view.form.focusWidget() is box_of(stage, Box.HOST)


def test_the_keyboard_begins_again_with_the_next_visitor(stage: Stage) -> None:
    stage.session.submit(a_payload(CARD))
    stage.wait_for("Đã đọc từ thẻ.")
    stage.tap("Ghi nhận và in thẻ")
    stage.wait_for("Thẻ đã gửi tới")
    assert stage.session.view.form.focusWidget() is box_of(stage, Box.NAME)


def test_return_goes_on_to_the_next_box_and_confirms_nothing(stage: Stage) -> None:
    QTest.keyClick(box_of(stage, Box.HOST), Qt.Key.Key_Return)
    assert (stage.desk.count_inside(), stage.session.reception.note) == (2, None)


def test_what_is_typed_reaches_the_draft(stage: Stage) -> None:
    QTest.keyClicks(box_of(stage, Box.COMPANY), "Coong ty Maaux")
    draft = stage.session.reception.draft
    assert draft.read(Box.COMPANY) == "Công ty Mẫu"


def test_a_known_name_is_offered_as_it_is_typed(stage: Stage) -> None:
    QTest.keyClicks(box_of(stage, Box.NAME), "pham")
    stage.tap("PHẠM NGỌC VÍ DỤ, gặp Cô Hạnh, Kế toán · Kiểm toán Ước Lệ · 30A-678.90")
    assert box_of(stage, Box.PLATE).text() == "30A-678.90"


def test_a_form_that_is_left_holds_nothing(stage: Stage) -> None:
    QTest.keyClicks(box_of(stage, Box.COMPANY), "abc")
    stage.tap("Màn hình chính")
    boxes = stage.session.view.form.findChildren(QLineEdit)
    assert {box.text() for box in boxes} == {""}
