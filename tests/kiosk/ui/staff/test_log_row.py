"""Log row: one entry with the colour of its verdict, and none of anybody once left."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kiosk.ui.screens import ScreenKind
from kiosk.ui.staff.log_row import LogRowView
from kiosk.ui.staff.log_screens import LogRow, LogScreen
from kiosk.ui.staff.log_taps import DayTap
from kiosk.ui.staff.screens import compose_staff
from kiosk.ui.theme import PALETTE
from tests.ui.images import share_of
from tests.ui.samples import VI
from tests.ui.staff_samples import MANY, REFUSED, a_log

pytestmark = pytest.mark.usefixtures("fonts")

SCREEN = compose_staff(a_log([REFUSED, *MANY], DayTap(day=None)), VI)
assert isinstance(SCREEN, LogScreen)
ROWS: dict[ScreenKind, LogRow] = {row.kind: row for row in SCREEN.rows if row}
VOID = next(row for row in SCREEN.rows if row and row.is_void)


@pytest.fixture
def view(qtbot: QtBot) -> LogRowView:
    view = LogRowView(None)  # type: ignore[arg-type]  # a window of its own
    qtbot.addWidget(view)
    view.resize(1200, 61)
    view.show()
    return view


def read(view: LogRowView) -> list[str]:
    return [label.text() for label in view.findChildren(QLabel) if label.text()]


@pytest.mark.parametrize("kind", ROWS)
@pytest.mark.parametrize("is_tall", [True, False])
def test_a_row_has_its_verdicts_colour(
    view: LogRowView, kind: ScreenKind, *, is_tall: bool
) -> None:
    view.show_row(ROWS[kind], 8.0, is_tall=is_tall)
    assert share_of(view.grab().toImage(), PALETTE[kind].field) > 0.01


def test_a_row_is_read_out_whole(view: LogRowView) -> None:
    row = ROWS[ScreenKind.CHECK]
    view.show_row(row, 8.0, is_tall=False)
    assert all(text in view.accessibleName() for text in (row.time, row.name, row.act))
    assert row.name in read(view)


def test_a_void_entrys_name_is_struck_out(view: LogRowView) -> None:
    view.show_row(VOID, 8.0, is_tall=False)
    struck = [w.text() for w in view.findChildren(QLabel) if w.font().strikeOut()]
    assert struck == [VOID.name]


def test_a_tap_opens_the_entry(view: LogRowView, qtbot: QtBot) -> None:
    view.show_row(VOID, 8.0, is_tall=False)
    with qtbot.waitSignal(view.tapped) as told:
        QTest.mouseClick(view, Qt.MouseButton.LeftButton)
    assert told.args == [VOID.tap]


def test_a_row_that_is_still_read_cannot_be_opened(
    view: LogRowView, qtbot: QtBot
) -> None:
    view.show_row(None, 8.0, is_tall=False)
    with qtbot.assertNotEmitted(view.tapped):
        QTest.mouseClick(view, Qt.MouseButton.LeftButton)


def test_a_row_that_is_left_holds_nobody(view: LogRowView) -> None:
    view.show_row(VOID, 8.0, is_tall=False)
    view.take_away()
    assert (view.isHidden(), read(view), view.accessibleName()) == (True, [], "")
