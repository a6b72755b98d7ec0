"""List page: rows page by page, with their buttons, and nothing kept."""

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.ui.reception_flow import State
from tests.ui.stage import Stage
from tests.ui.visitors import a_visit, some_visits

pytestmark = pytest.mark.usefixtures("fonts")


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    stage = Stage(qtbot, *some_visits(10), a_visit(12, name="ĐẶNG VĂN ÚT"))
    stage.session.open()
    stage.tap("Ai đang ở trong")
    stage.wait_for("ĐANG Ở TRONG: 11 KHÁCH")
    yield stage
    stage.finish()


def test_pages_are_turned(stage: Stage) -> None:
    stage.wait_for("ĐẶNG VĂN ÚT")
    stage.tap("Trang sau")
    stage.wait_for("Trang 2/3")
    assert "ĐẶNG VĂN ÚT" not in stage.read()


def test_a_search_begins_at_its_first_page(stage: Stage) -> None:
    stage.tap("Trang sau")
    stage.wait_for("Trang 2/3")
    box = stage.window.findChild(QLineEdit, "search")
    assert isinstance(box, QLineEdit)
    QTest.keyClicks(box, "ut")
    stage.wait_for("ĐẶNG VĂN ÚT")


def test_turning_pages_keeps_the_screen_awake(stage: Stage) -> None:
    stage.now_ms = 50_000
    stage.tap("Trang sau")
    stage.pass_to(90_000)
    assert stage.session.reception.state is State.LIST


def test_nobodys_name_is_kept(stage: Stage) -> None:
    stage.tap("Quay lại")
    stage.wait_for("KHÁCH ĐẾN")
    texts = [child.text() for child in stage.session.view.list.findChildren(QLineEdit)]
    assert ("ĐẶNG VĂN ÚT" in stage.read(), texts) == (False, [""])
