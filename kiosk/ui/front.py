"""Front: the kiosk's window stays before all others, over the whole screen."""

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

RETURN_MS = 500
"""What took the front is given this long: two programs that both insist would flicker."""


class Front(QObject):
    """Brings a window back once another one has the keyboard, or the screen changed."""

    def __init__(self, window: QWidget, application: QGuiApplication) -> None:
        super().__init__(window)
        self._window: QWidget | None = window
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(RETURN_MS)
        self._timer.timeout.connect(self.on_time)
        application.applicationStateChanged.connect(self.on_state_changed)
        application.primaryScreenChanged.connect(self.on_screen_changed)
        application.primaryScreen().geometryChanged.connect(self.on_screen_changed)

    def finish(self) -> None:
        """Let the window go."""
        self._timer.stop()
        self._window = None

    @Slot(Qt.ApplicationState)
    def on_state_changed(self, state: Qt.ApplicationState) -> None:
        """Come back soon where another program has the keyboard now."""
        if state == Qt.ApplicationState.ApplicationActive:
            self._timer.stop()
        elif self._window is not None:
            self._timer.start()

    @Slot()
    def on_screen_changed(self) -> None:
        """Fill the screen that is there now."""
        if self._window is not None:
            self._timer.start()

    @Slot()
    def on_time(self) -> None:
        """Come back, and look again later whether that was enough."""
        if self._window is None:
            return
        come_back(self._window)
        if not self._window.isActiveWindow():
            self._timer.start()


def come_back(window: QWidget) -> None:
    """Show `window` before the others, where it is full screen over all of it."""
    if window.isFullScreen():
        window.setGeometry(QGuiApplication.primaryScreen().geometry())
        window.showFullScreen()
    else:
        window.showNormal()
    window.raise_()
    window.activateWindow()
