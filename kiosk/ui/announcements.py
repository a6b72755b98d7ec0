"""Announcements: verdicts for those who hear the screen rather than see it."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent

from kiosk.ui.screens import Screen, ScreenKind

Send = Callable[[QAccessibleEvent], None]

_SILENT = frozenset({ScreenKind.IDLE})


class Announcer:
    """Tells a screen reader each screen that the gate has come to."""

    def __init__(
        self, speaker: QObject, send: Send = QAccessible.updateAccessibility
    ) -> None:
        self._speaker = speaker
        self._send = send

    def announce(self, screen: Screen) -> None:
        """Tell what `screen` says, before whatever is being said."""
        if screen.kind in _SILENT:
            return
        event = QAccessibleAnnouncementEvent(self._speaker, compose_words(screen))
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        self._send(event)


def compose_words(screen: Screen) -> str:
    """Return what is said of `screen`: no name, as it is said aloud."""
    parts = (screen.headline, screen.reason, screen.next_step)
    return ". ".join(part.first for part in parts if part.first)
