"""Beats: the window's own, so that one which hangs falls silent."""

import os
from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Slot

from kiosk.supervisor import Supervisor


class Beats(QObject):
    """Beats from the GUI thread: a window that hangs falls silent."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        super().__init__()
        self._supervisor = Supervisor(environment)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.on_time)

    def begin(self) -> None:
        """Tell that the kiosk is ready, and beat from now on."""
        self._supervisor.tell_ready()
        if self._supervisor.every_ms:
            self._timer.start(self._supervisor.every_ms)

    def finish(self) -> None:
        """Beat no more, and ask for time."""
        if self._timer.isActive():
            self._timer.stop()
            self._supervisor.tell_ending()

    @Slot()
    def on_time(self) -> None:
        """Beat."""
        self._supervisor.beat()
