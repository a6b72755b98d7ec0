"""Widgets: what a screen looks like, pixel by pixel where it matters."""

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kiosk.decision import Outcome
from kiosk.ui.flow import Flow
from kiosk.ui.screens import Screen, compose_screen
from kiosk.ui.theme import PALETTE
from kiosk.ui.widgets import ScreenView
from tests.ui.images import count_differences, share_of
from tests.ui.samples import (
    EN,
    VI,
    WALL,
    a_decided,
    list_flows,
    screen_of,
    surroundings,
)

FLOWS = list_flows()
VERDICTS = [name for name in FLOWS if not name.startswith(("idle", "out-of-order"))]

pytestmark = pytest.mark.usefixtures("fonts")


def screen(name: str) -> Screen:
    return compose_screen(FLOWS[name], surroundings(), (VI, EN), WALL)


def view_of(
    qtbot: QtBot, shown: Screen, width: int = 1280, height: int = 800
) -> ScreenView:
    view = ScreenView(shown)
    qtbot.addWidget(view)
    view.resize(width, height)
    take(view)  # a hidden widget is laid out when it is painted
    return view


def take(view: ScreenView) -> QImage:
    return view.grab().toImage()


@pytest.mark.parametrize("name", VERDICTS)
def test_a_verdicts_colour_fills_the_screen(qtbot: QtBot, name: str) -> None:
    shown = screen(name)
    image = take(view_of(qtbot, shown))
    assert share_of(image, PALETTE[shown.kind].field) >= 0.8


def test_the_whole_name_is_shown(qtbot: QtBot) -> None:
    view = view_of(qtbot, screen("check-longest"), 800, 480)
    label = view.findChild(QLabel, "name")
    assert isinstance(label, QLabel)
    assert label.text().split() == screen("check-longest").name.split()


def test_markup_in_a_name_stays_text(qtbot: QtBot) -> None:
    markup = "<b>A</b> &amp; <img src=x>"
    view = view_of(qtbot, screen_of(a_decided(name=markup)))
    label = view.findChild(QLabel, "name")
    assert isinstance(label, QLabel)
    assert (label.text(), label.accessibleName()) == (markup, markup)


def test_nothing_of_the_last_person_stays(qtbot: QtBot) -> None:
    view = view_of(qtbot, screen("check"))
    view.show_screen(screen("unreadable"))
    label = view.findChild(QLabel, "name")
    assert isinstance(label, QLabel)
    assert (label.isVisibleTo(view), label.text()) == (False, "")


def test_a_new_size_is_filled(qtbot: QtBot) -> None:
    view = view_of(qtbot, screen("deny"), 800, 480)
    view.resize(1080, 1920)
    fresh = view_of(qtbot, screen("deny"), 1080, 1920)
    assert count_differences(take(view), take(fresh)) == 0


@pytest.mark.parametrize("name", FLOWS)
def test_a_screen_after_another_looks_as_it_does_alone(qtbot: QtBot, name: str) -> None:
    view = view_of(qtbot, screen("check-longest"))
    view.show_screen(screen(name))
    alone = view_of(qtbot, screen(name))
    assert count_differences(take(view), take(alone)) == 0


def test_the_countdown_is_painted_in_the_ink(qtbot: QtBot) -> None:
    view = view_of(qtbot, screen_of(a_decided(Outcome.ALLOW)))
    before = share_of(take(view), "#FFFFFF")
    view.set_countdown(1.0)
    assert share_of(take(view), "#FFFFFF") > before


def test_the_first_picture_is_told_once(qtbot: QtBot) -> None:
    view = ScreenView(screen("idle"))
    qtbot.addWidget(view)
    with qtbot.waitSignal(view.painted):
        take(view)
    with qtbot.assertNotEmitted(view.painted):
        take(view)


def test_idle_is_dark(qtbot: QtBot) -> None:
    view = view_of(qtbot, compose_screen(Flow(), surroundings(), (VI, EN), WALL))
    assert take(view).pixelColor(2, 2) == QColor("#101418")
