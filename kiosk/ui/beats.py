"""Beats: how systemd hears that the window is up, and that its thread still turns."""

import contextlib
import os
import socket
import sys
from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Slot

ENDING_US = 120_000_000
"""How long the end, or a start anew in the same process, may take without a beat."""


class Beats(QObject):
    """Beats from the GUI thread: a window that hangs falls silent.

    systemd names its socket and time in the environment. WATCHDOG_PID is not
    looked at: where a compositor was started, it is the compositor's.
    """

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        super().__init__()
        self._address = environment.get("NOTIFY_SOCKET", "")
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.on_time)
        limit_us = environment.get("WATCHDOG_USEC", "")
        # Twice in its time, as sd_watchdog_enabled(3) has it.
        self._every_ms = int(limit_us) // 2000 if limit_us.isdecimal() else 0

    def begin(self) -> None:
        """Tell that the kiosk is ready, and beat from now on."""
        self._tell("READY=1")
        if self._every_ms and self._address:
            self._tell(f"WATCHDOG_USEC={2000 * self._every_ms}")
            self._timer.start(max(1, self._every_ms))
            self.on_time()

    def finish(self) -> None:
        """Beat no more, and ask for time: the road keeps what was read before it ends.

        Not STOPPING=1: the window may be opened again in the same process.
        """
        if self._timer.isActive():
            self._timer.stop()
            self._tell(f"WATCHDOG_USEC={ENDING_US}")

    @Slot()
    def on_time(self) -> None:
        """Beat."""
        self._tell("WATCHDOG=1")

    def _tell(self, what: str) -> None:
        if not self._address or sys.platform == "win32":
            return  # systemd's alone
        address = self._address
        if address.startswith("@"):  # not in the file system
            address = "\0" + address[1:]
        with (
            contextlib.suppress(OSError),  # a supervisor that is gone hears nothing
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify,
        ):
            notify.setblocking(False)
            notify.sendto(what.encode(), address)
