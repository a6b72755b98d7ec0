"""Supervisor: how systemd hears that codes are read, and that the kiosk still turns."""

import contextlib
import os
import socket
import sys
from collections.abc import Mapping

ENDING_US = 120_000_000
"""How long the end, or a start anew in the same process, may take without a beat."""


class Supervisor:
    """Whoever started the kiosk and waits for its beats; nobody where it is not systemd.

    systemd names its socket and time in the environment. WATCHDOG_PID is not
    looked at: where a compositor was started, it is the compositor's.
    """

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._address = environment.get("NOTIFY_SOCKET", "")
        limit_us = environment.get("WATCHDOG_USEC", "")
        # Twice in its time, as sd_watchdog_enabled(3) has it.
        every_ms = int(limit_us) // 2000 if limit_us.isdecimal() else 0
        self.every_ms = max(1, every_ms) if every_ms and self._address else 0
        """How often to beat; 0 where nobody waits for it."""

    def tell_ready(self) -> None:
        """Tell that codes are read, and beat where beats are waited for."""
        self._tell("READY=1")
        if self.every_ms:
            self._tell(f"WATCHDOG_USEC={2000 * self.every_ms}")
            self.beat()

    def beat(self) -> None:
        """Tell that the kiosk still turns."""
        self._tell("WATCHDOG=1")

    def tell_ending(self) -> None:
        """Ask for time without beats: the road keeps what was read before it ends.

        Not STOPPING=1: a window may be opened again in the same process.
        """
        self._tell(f"WATCHDOG_USEC={ENDING_US}")

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
