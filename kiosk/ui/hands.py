"""Hands: touches, keys and the pointer, as the window itself hears of them.

Each is seen on its way to the window, before any page has it, and goes on.
"""

from typing import Final

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QMouseEvent, QWindow

POINTER_SHOWN_MS = 3_000
"""A pointer that nobody moves is in the way (screens.md 5)."""

_TOUCHES: Final = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.TouchBegin,
        QEvent.Type.KeyPress,
        QEvent.Type.Wheel,
    }
)


class Hands(QObject):
    """Tells who touches a window, and hides the pointer that nobody moves."""

    touched = Signal()
    exposed = Signal()
    """The window can be seen; what stands in it is painted before the next event."""

    def __init__(self, window: QWindow) -> None:
        super().__init__(window)
        self._window = window
        self._is_hidden = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(POINTER_SHOWN_MS)
        self._timer.timeout.connect(self.on_still)
        self._timer.start()
        window.installEventFilter(self)

    def eventFilter(  # noqa: N802 - Qt's name
        self, watched: QObject, event: QEvent
    ) -> bool:
        """Look at what comes to the window; nothing is taken from it."""
        kind = event.type()
        if kind in _TOUCHES:
            self.touched.emit()
        elif isinstance(event, QMouseEvent) and kind == QEvent.Type.MouseMove:
            self._on_moved(event)
        elif kind == QEvent.Type.Expose and self._window.isExposed():
            self.exposed.emit()
        return super().eventFilter(watched, event)

    @Slot()
    def on_still(self) -> None:
        """Hide the pointer."""
        if not self._is_hidden:
            self._is_hidden = True
            QGuiApplication.setOverrideCursor(QtCore.Qt.CursorShape.BlankCursor)

    def finish(self) -> None:
        """Give the pointer back."""
        self._timer.stop()
        self._show()

    def _on_moved(self, event: QMouseEvent) -> None:
        """Show the pointer, unless it is a finger's."""
        if event.source() == QtCore.Qt.MouseEventSource.MouseEventNotSynthesized:
            self._show()
            self._timer.start()

    def _show(self) -> None:
        if self._is_hidden:
            self._is_hidden = False
            QGuiApplication.restoreOverrideCursor()
