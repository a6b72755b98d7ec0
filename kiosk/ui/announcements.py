"""Announcements: verdicts for those who hear the screen rather than see it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6 import QtGui
from PySide6.QtCore import QObject

from kiosk.ui.screens import Screen, ScreenKind

if TYPE_CHECKING:  # PySide makes it with the first announcement (2 ms)
    from PySide6.QtGui import QAccessibleEvent

Send = Callable[["QAccessibleEvent"], None]

_SILENT = frozenset({ScreenKind.IDLE})


class Announcer:
    """Tells a screen reader each screen that the gate has come to."""

    def __init__(self, speaker: QObject, send: Send | None = None) -> None:
        self._speaker = speaker
        self._send = send

    def announce(self, screen: Screen) -> None:
        """Tell what `screen` says, before whatever is being said."""
        if screen.kind in _SILENT:
            return
        words = compose_words(screen)
        event = QtGui.QAccessibleAnnouncementEvent(self._speaker, words)
        event.setPoliteness(QtGui.QAccessible.AnnouncementPoliteness.Assertive)
        send = self._send or QtGui.QAccessible.updateAccessibility
        send(event)


def compose_words(screen: Screen) -> str:
    """Return what is said of `screen`: no name, as it is said aloud."""
    parts = (screen.headline, screen.reason, screen.next_step)
    return ". ".join(part.first for part in parts if part.first)
