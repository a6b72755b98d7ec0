"""Announcements: each verdict is told to a screen reader, and no name."""

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from pytestqt.qtbot import QtBot

from kiosk.decision import Outcome
from kiosk.reason import Reason
from kiosk.ui.announcements import Announcer
from kiosk.ui.flow import Flow
from kiosk.ui.screens import Screen, compose_screen
from tests.ui.samples import EN, NAME, VI, WALL, a_decided, screen_of, surroundings


def announce(screen: Screen) -> list[QAccessibleEvent]:
    sent: list[QAccessibleEvent] = []
    speaker = QObject()
    Announcer(speaker, sent.append).announce(screen)
    return sent


@pytest.mark.parametrize("outcome", Outcome)
def test_a_verdict_is_told_at_once(qtbot: QtBot, outcome: Outcome) -> None:
    del qtbot
    screen = screen_of(a_decided(outcome))
    (event,) = announce(screen)
    assert isinstance(event, QAccessibleAnnouncementEvent)
    assert event.message().startswith(screen.headline.first)
    assert event.politeness() == QAccessible.AnnouncementPoliteness.Assertive


def test_why_and_what_to_do_are_told_and_who_is_not(qtbot: QtBot) -> None:
    del qtbot
    screen = screen_of(a_decided(Outcome.DENY, [Reason.KIND_NOT_ACCEPTED]))
    (event,) = announce(screen)
    assert isinstance(event, QAccessibleAnnouncementEvent)
    said = event.message()
    assert screen.reason.first in said
    assert screen.next_step.first in said
    assert NAME not in said


def test_the_idle_screen_is_not_told(qtbot: QtBot) -> None:
    del qtbot
    idle = compose_screen(Flow(), surroundings(), (VI, EN), WALL)
    assert announce(idle) == []
