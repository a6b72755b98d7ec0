"""Admin view: hears the keyboard, and holds nothing of what is not shown."""

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kiosk.ui.admin_screens import compose_admin
from kiosk.ui.admin_taps import AdminAct, AdminPress, AdminTap, Bring, Digit, Letter
from kiosk.ui.admin_view import AdminView
from kiosk.ui.flow import Flow
from kiosk.ui.screens import compose_screen
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


def show(view: AdminView, name: str) -> None:
    view.show_screen(compose_admin(FLOWS[name], VI, NOW_MS), STATUS)


def read(view: AdminView) -> str:
    return "\n".join(label.text() for label in view.findChildren(QLabel))


@pytest.mark.parametrize(
    ("key", "tap"),
    [
        (Qt.Key.Key_7, Digit(digit="7")),
        (Qt.Key.Key_Backspace, AdminPress(act=AdminAct.ERASE)),
        (Qt.Key.Key_Return, AdminPress(act=AdminAct.ENTER)),
        (Qt.Key.Key_Escape, AdminPress(act=AdminAct.BACK)),
    ],
)
def test_a_key_is_a_tap(view: AdminView, key: Qt.Key, tap: AdminTap) -> None:
    heard: list[AdminTap] = []
    view.tapped.connect(heard.append)
    show(view, "pin")
    QTest.keyClick(view, key)
    assert heard == [tap]


def test_another_key_is_none(view: AdminView) -> None:
    heard: list[AdminTap] = []
    view.tapped.connect(heard.append)
    show(view, "pin")
    QTest.keyClick(view, Qt.Key.Key_A)
    assert heard == []


def test_one_page_is_shown_at_a_time(view: AdminView) -> None:
    for name in FLOWS:
        show(view, name)
        assert sum(page.isVisibleTo(view) for page in view._frame.pages) == 1


def test_a_passphrase_is_held_only_while_it_is_shown(view: AdminView) -> None:
    show(view, "export_passphrase")
    shown = PASSPHRASE[:10] in read(view)
    show(view, "export_done")
    assert (shown, PASSPHRASE[:10] in read(view)) == (True, False)


def test_nothing_is_shown_once_it_is_closed(view: AdminView) -> None:
    show(view, "export_passphrase")
    view.show_screen(None, STATUS)
    assert (view.isVisible(), PASSPHRASE[:10] in read(view)) == (False, False)


def test_a_letter_is_heard_where_the_passphrase_is_asked_for(view: AdminView) -> None:
    heard: list[AdminTap] = []
    view.tapped.connect(heard.append)
    show(view, "pin_forgotten")
    QTest.keyClicks(view, "q7")
    assert heard == [Letter(letter="q"), Letter(letter="7")]


def a_drop(mime: QMimeData) -> QDropEvent:
    return QDropEvent(
        QPointF(9, 9),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )


@pytest.mark.parametrize(
    ("name", "taken"),
    [("picture_choose", True), ("picture_codes", True), ("pin", False)],
)
def test_a_picture_is_dropped_where_one_is_asked_for(
    view: AdminView, name: str, *, taken: bool
) -> None:
    heard: list[AdminTap] = []
    view.tapped.connect(heard.append)
    show(view, name)
    mime = QMimeData()
    mime.setData("image/png", b"picture")
    view.dropEvent(a_drop(mime))
    expected = Bring(source=b"picture", name="ảnh đã dán")
    assert (heard, view.acceptDrops()) == ([expected] if taken else [], taken)


def test_a_picture_is_pasted_by_key_and_by_button(view: AdminView) -> None:
    heard: list[AdminTap] = []
    view.tapped.connect(heard.append)
    mime = QMimeData()
    mime.setData("image/png", b"picture")
    QGuiApplication.clipboard().setMimeData(mime)
    show(view, "picture_choose")
    QTest.keySequence(view, QKeySequence(QKeySequence.StandardKey.Paste))
    view.on_tapped(AdminPress(act=AdminAct.PASTE))
    assert heard == [Bring(source=b"picture", name="ảnh đã dán")] * 2


def test_an_empty_clipboard_is_told(view: AdminView) -> None:
    heard: list[AdminTap] = []
    view.tapped.connect(heard.append)
    QGuiApplication.clipboard().clear()
    show(view, "picture_choose")
    view.on_tapped(AdminPress(act=AdminAct.PASTE))
    assert heard == [AdminPress(act=AdminAct.PASTE)]
