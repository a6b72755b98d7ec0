"""Ready window: the kiosk's window as a process that tells what PySide has made, and ends.

Loads nothing that the kiosk itself does not load before it is ready.
"""

import json
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtGui, QtWidgets

from kiosk.payload import Direction, Payload
from kiosk.scanner.reader import Gate
from kiosk.ui.main import run_window
from kiosk.ui.posts import Posts
from kiosk.ui.threads import Event

if TYPE_CHECKING:
    from kiosk.ui.behind import Open


class QuietRoad:
    """Starts at once, and nothing comes along it."""

    def start(
        self,
        on_event: Callable[[Event], None],
        on_payload: Callable[[Payload], None] | None = None,
    ) -> None:
        """Start nothing."""

    def follow(self) -> None:
        """Start no more."""

    def submit(self, payload: Payload) -> None:
        """Take nothing."""

    def stop(self) -> None:
        """Have nothing to end."""


def tell() -> None:
    """Tell the types that are there, and end at once."""
    made = {name for module in (QtCore, QtGui, QtWidgets) for name in vars(module)}
    sys.stdout.write(json.dumps(sorted(made)) + "\n")
    sys.stdout.flush()
    os._exit(0)


def load() -> "Open":
    """Load no screens: the process has ended by then."""
    raise NotImplementedError


def main() -> int:
    """Show the window until it is ready."""
    return run_window(
        QuietRoad(),
        title="Kiosk",
        gate=Gate(name="A", direction=Direction.IN),
        on_ready=tell,
        posts=Posts(load=load, has_counter=True),
    )


if __name__ == "__main__":
    sys.exit(main())
