"""The page about sending: its buttons say what they stand for."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.admin_taps import AdminAct, AdminPress, ChooseStuck
from kiosk.ui.sending_page import SendingPage
from kiosk.ui.sending_screens import compose_sending
from kiosk.ui.theme import Measure
from tests.ui.admin_samples import NOW_MS, STUCK, list_sending_flows
from tests.ui.samples import EN

FLOWS = list_sending_flows()


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[SendingPage]:
    window = QWidget()
    qtbot.addWidget(window)
    made = SendingPage(window)
    made.resize(1200, 700)
    window.resize(1200, 700)
    yield made  # noqa: PT022 - the window lives as long as its page


def show(page: SendingPage, name: str) -> dict[str, QPushButton]:
    screen = compose_sending(FLOWS[name], EN, NOW_MS)
    page.show_screen(screen, Measure(width=1280, height=800))
    buttons = page.findChildren(QPushButton)
    return {one.text(): one for one in buttons if one.isVisibleTo(page)}


def test_an_entry_and_an_act_are_taps(page: SendingPage) -> None:
    buttons, taps = show(page, "sending"), list[object]()
    page.tapped.connect(taps.append)
    buttons["19/11 08:10 · Staff's act"].click()
    buttons["Send all again"].click()
    buttons["Try now"].click()
    assert taps == [
        ChooseStuck(entry_id=STUCK[0].entry_id),
        AdminPress(act=AdminAct.RESEND),
        AdminPress(act=AdminAct.SEND_NOW),
    ]


def test_where_nothing_needs_attention_there_is_nothing_to_turn(
    page: SendingPage,
) -> None:
    show(page, "sending")
    assert set(show(page, "sending_done")) == {"Back", "Try now"}
