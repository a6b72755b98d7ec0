"""Log page: as many rows as fit, turned by buttons, keys and wheel."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kiosk.credentials.credential import Claim
from kiosk.ui.staff.flow import StaffFlow
from kiosk.ui.staff.log_page import LogPage
from kiosk.ui.staff.log_row import LogRowView
from kiosk.ui.staff.log_screens import LogScreen
from kiosk.ui.staff.log_taps import ScrollTap
from kiosk.ui.staff.screens import compose_staff
from kiosk.ui.staff.taps import StaffWrite
from kiosk.ui.text_box import TextBox
from kiosk.ui.theme import Measure
from tests.ui.samples import VI
from tests.ui.staff_samples import MANY, a_log

pytestmark = pytest.mark.usefixtures("fonts")

MEASURE = Measure(width=1280, height=800)


@pytest.fixture
def page(qtbot: QtBot) -> LogPage:
    page = LogPage(None)  # type: ignore[arg-type]  # a window of its own
    qtbot.addWidget(page)
    page.resize(1240, 700)
    page.show()
    show(page, a_log(MANY))
    return page


def show(page: LogPage, flow: StaffFlow) -> None:
    screen = compose_staff(flow, VI)
    assert isinstance(screen, LogScreen)
    page.show_screen(screen, MEASURE)


def list_rows(page: LogPage) -> list[LogRowView]:
    return [row for row in page.findChildren(LogRowView) if row.isVisible()]


def test_the_rows_stand_one_under_the_other_inside(page: LogPage) -> None:
    places = [row.geometry() for row in list_rows(page)]
    assert 5 <= len(places) <= 10
    assert all(page.rect().contains(place) for place in places)
    assert all(a.bottom() < b.top() for a, b in pairwise(places))


def test_a_list_that_shrinks_leaves_no_row_behind(page: LogPage) -> None:
    show(page, a_log(MANY[:2]))
    assert len(list_rows(page)) == 2


@pytest.mark.parametrize(
    ("first", "turn", "expected"), [(0, 1, 1), (100, -1, -1), (0, -1, 0)]
)
def test_pages_are_turned_by_as_many_rows_as_fit(
    page: LogPage, qtbot: QtBot, first: int, turn: int, expected: int
) -> None:
    show(page, a_log(MANY, ScrollTap(first=first)))
    fitting = len(list_rows(page))
    with qtbot.waitSignal(page.tapped) as told:
        page.pager.turned.emit(turn)
    assert told.args == [ScrollTap(first=first + expected * fitting)]


@pytest.mark.parametrize(("key", "sign"), [("PageDown", 1), ("PageUp", -1)])
def test_keys_turn_pages(page: LogPage, qtbot: QtBot, key: str, sign: int) -> None:
    show(page, a_log(MANY, ScrollTap(first=100)))
    with qtbot.waitSignal(page.tapped) as told:
        QTest.keyClick(page, Qt.Key[f"Key_{key}"])
    assert told.args == [ScrollTap(first=100 + sign * len(list_rows(page)))]


def test_a_wheel_moves_one_row(page: LogPage, qtbot: QtBot) -> None:
    middle = QPointF(page.rect().center())
    turned = QWheelEvent(
        middle,
        middle,
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    with qtbot.waitSignal(page.tapped) as told:
        page.wheelEvent(turned)
    assert told.args == [ScrollTap(first=1)]


def test_letters_are_told_as_they_are_typed(page: LogPage) -> None:
    told: list[object] = []
    page.tapped.connect(told.append)
    [box] = page.findChildren(TextBox)
    QTest.keyClicks(box, "dd")
    assert told == [StaffWrite(text="d"), StaffWrite(text="dd")]


def test_a_page_that_is_left_holds_nobodys_name(page: LogPage) -> None:
    page.hide_all()
    held = [label.text() for label in page.findChildren(QLabel)]
    named = (entry.claims.get(Claim.NAME) for entry in MANY)
    names = {name for name in named if name}
    assert names
    assert names.isdisjoint(held)
    assert list_rows(page) == []
