"""Pager: turns pages, and is not there where all fits one."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.pager import Pager
from kiosk.ui.reception_screens import Pages

pytestmark = pytest.mark.usefixtures("fonts")

WORDS = Pages(back="Trước", further="Sau", number="Trang {page}/{pages}")


@pytest.fixture
def owner(qtbot: QtBot) -> QWidget:
    owner = QWidget()
    qtbot.addWidget(owner)
    return owner


@pytest.fixture
def pager(owner: QWidget) -> Pager:
    pager = Pager(owner)
    pager.resize(600, 80)
    return pager


def buttons_of(pager: Pager) -> dict[str, QPushButton]:
    return {button.text(): button for button in pager.findChildren(QPushButton)}


def test_one_page_needs_no_pager(pager: Pager) -> None:
    pager.show_pages(0, 1, WORDS, 8.0)
    assert pager.isHidden()


@pytest.mark.parametrize(("page", "can"), [(0, (False, True)), (2, (True, False))])
def test_the_ends_are_the_ends(pager: Pager, page: int, can: tuple[bool, bool]) -> None:
    pager.show_pages(page, 3, WORDS, 8.0)
    buttons = buttons_of(pager)
    assert (buttons["Trước"].isEnabled(), buttons["Sau"].isEnabled()) == can


@pytest.mark.parametrize(("text", "by"), [("Trước", -1), ("Sau", 1)])
def test_a_button_turns_one_page(
    pager: Pager, qtbot: QtBot, text: str, by: int
) -> None:
    pager.show_pages(1, 3, WORDS, 8.0)
    with qtbot.waitSignal(pager.turned) as caught:
        QTest.mouseClick(buttons_of(pager)[text], Qt.MouseButton.LeftButton)
    assert caught.args == [by]
