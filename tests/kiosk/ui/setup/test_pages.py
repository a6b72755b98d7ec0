"""Pages of the setup: their buttons are taps, and one that is left holds nothing."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kiosk.decision import Outcome
from kiosk.ui.admin_screens import compose_admin
from kiosk.ui.admin_taps import AdminAct, AdminPress, Change, Hear
from kiosk.ui.admin_view import AdminView
from kiosk.ui.flow import Flow
from kiosk.ui.screens import compose_screen
from kiosk.ui.setup.calls import Key
from tests.ui.admin_samples import NOW_MS, PASSPHRASE, list_admin_flows
from tests.ui.samples import EN, VI, WALL, surroundings

FLOWS = list_admin_flows()
STATUS = compose_screen(Flow(), surroundings(), (VI, EN), WALL).status

pytestmark = pytest.mark.usefixtures("fonts")


@pytest.fixture
def view(qtbot: QtBot) -> AdminView:
    view = AdminView()
    qtbot.addWidget(view)
    view.resize(1280, 800)
    return view


def show(view: AdminView, name: str) -> dict[str, QPushButton]:
    view.show_screen(compose_admin(FLOWS[name], EN, NOW_MS), STATUS)
    buttons = view.findChildren(QPushButton)
    return {one.text(): one for one in buttons if one.isVisibleTo(view)}


def read(view: AdminView) -> str:
    return "\n".join(one.text() for one in view.findChildren(QLabel))


@pytest.mark.parametrize(
    ("name", "text", "tap"),
    [
        ("setup_gate", "OUT", Change(key=Key.DIRECTION, value="out")),
        ("setup_welcome", "Type the code", AdminPress(act=AdminAct.TYPE_CODE)),
        ("try_sounds", "Do not enter", Hear(outcome=Outcome.DENY)),
        ("checkup_bad", "Test the readers", AdminPress(act=AdminAct.TRY_READERS)),
        ("settings", "Restart", AdminPress(act=AdminAct.RESTART)),
    ],
)
def test_a_button_is_a_tap(view: AdminView, name: str, text: str, tap: object) -> None:
    taps = list[object]()
    view.tapped.connect(taps.append)
    show(view, name)[text].click()
    assert taps == [tap]


@pytest.mark.parametrize(
    ("name", "secret"),
    [("try_readers", "Nguyệt"), ("setup_recovery", PASSPHRASE)],
)
def test_what_was_read_or_told_once_is_gone_with_its_page(
    view: AdminView, name: str, secret: str
) -> None:
    show(view, name)
    assert secret in read(view)
    view.show_screen(None, STATUS)
    assert secret not in read(view)


def test_a_page_with_fewer_settings_shows_none_of_the_last(view: AdminView) -> None:
    show(view, "settings")
    assert "IN" not in show(view, "settings_night")
