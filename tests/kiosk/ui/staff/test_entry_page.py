"""Entry page: why an entry was decided so, and one button for each thing to do."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kiosk.credentials.credential import Claim
from kiosk.logged import Logged
from kiosk.ui.flow import Deed
from kiosk.ui.screens import ScreenKind
from kiosk.ui.staff.entry_page import EntryPage
from kiosk.ui.staff.log_screens import EntryScreen
from kiosk.ui.staff.log_taps import JudgeTap
from kiosk.ui.staff.screens import compose_staff
from kiosk.ui.theme import PALETTE, Measure
from tests.ui.images import share_of
from tests.ui.samples import VI
from tests.ui.staff_samples import HELD, OPEN, REFUSED, an_entry

pytestmark = pytest.mark.usefixtures("fonts")


@pytest.fixture
def page(qtbot: QtBot) -> EntryPage:
    page = EntryPage(None)  # type: ignore[arg-type]  # a window of its own
    qtbot.addWidget(page)
    page.resize(1240, 700)
    page.show()
    return page


def show(page: EntryPage, entry: Logged) -> EntryScreen:
    screen = compose_staff(an_entry(entry), VI)
    assert isinstance(screen, EntryScreen)
    page.show_screen(screen, Measure(width=1280, height=800))
    return screen


def read(page: EntryPage) -> str:
    labels = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    return " ".join(" ".join(labels).split())


def test_every_fact_stands_on_the_page(page: EntryPage) -> None:
    screen = show(page, REFUSED)
    shown = read(page)
    assert [line.text for line in screen.lines if line.text not in shown] == []
    assert screen.advice in shown


@pytest.mark.parametrize(
    ("entry", "kind"), [(OPEN, ScreenKind.CHECK), (HELD, ScreenKind.ALLOW)]
)
def test_the_verdicts_colour_is_there(
    page: EntryPage, entry: Logged, kind: ScreenKind
) -> None:
    show(page, entry)
    assert share_of(page.grab().toImage(), PALETTE[kind].field) > 0.05


def test_a_tap_says_what_is_to_be_done(page: EntryPage, qtbot: QtBot) -> None:
    show(page, OPEN)
    text = VI.say("log.button.admitted")
    [button] = [b for b in page.findChildren(QPushButton) if b.text() == text]
    with qtbot.waitSignal(page.tapped) as told:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert told.args == [JudgeTap(deed=Deed.ADMITTED)]


def test_buttons_of_another_entry_are_gone(page: EntryPage) -> None:
    show(page, OPEN)
    show(page, REFUSED)
    shown = [b.text() for b in page.findChildren(QPushButton) if b.isVisible()]
    assert shown == [VI.say("staff.button.back")]


def test_a_page_that_is_left_holds_nobodys_name(page: EntryPage) -> None:
    show(page, OPEN)
    page.hide_all()
    held = [label.text() for label in page.findChildren(QLabel)]
    assert not any(OPEN.claims[Claim.NAME] in text for text in held)
    assert not any(line in held for line in ("VÀO · Cổng A", "•••• 0007"))
