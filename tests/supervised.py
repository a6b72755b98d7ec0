"""Supervised: hears on a real socket what systemd would be told."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WATCHDOG_US = "200000"
LIMIT = f"WATCHDOG_USEC={WATCHDOG_US}"


class Listener:
    """Hears what systemd would."""

    def __init__(self, path: Path) -> None:
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(str(path))
        self.environment = {"NOTIFY_SOCKET": str(path), "WATCHDOG_USEC": WATCHDOG_US}

    def hear(self, within_s: float = 20.0) -> str:
        """Return what is told next; nothing where all is silent for that long."""
        self.socket.settimeout(within_s)
        try:
            return self.socket.recv(100).decode()
        except TimeoutError:
            return ""

    def hear_rest(self, silence_s: float, most: int) -> int:
        """Return how many times something is told before it is silent."""
        return next((n for n in range(most) if not self.hear(silence_s)), most)

    def hear_all(self) -> list[str]:
        """Return what was told so far."""
        return list(iter(lambda: self.hear(0.05), ""))


@contextmanager
def listen(folder: Path) -> Iterator[Listener]:
    """Listen on a socket in `folder` until the block ends."""
    listener = Listener(folder / "notify")
    try:
        yield listener
    finally:
        listener.socket.close()
