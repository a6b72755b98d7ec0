"""Wedge window: a real window with a field and the wedge, run as a process.

Prints one JSON object a line: what the wedge read and what the field holds.
`ms` runs from the last key's own timestamp to the payload, `heard_ms` to when
Qt brought that key; X11's clock and Python's monotonic one are the same.
"""

import argparse
import json
import sys
import time

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit

from kiosk.payload import Direction, Payload
from kiosk.scanner.burst import Burst
from kiosk.scanner.reader import Gate
from kiosk.ui.bursts import Asked, understand
from kiosk.ui.wedge import Wedge, switch_off_input_methods

CLOCK_MS = 2**32


class Teller(QObject):
    """Tells what happens; `busy_s` is how long each payload blocks the window."""

    def __init__(self, busy_s: float) -> None:
        super().__init__()
        self._busy_s = busy_s
        self._text = ""
        self._pressed_ms = 0
        self._heard_ns = 0
        self._burst: Burst | None = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Keep the characters that Qt makes of the keys, layout and all."""
        is_press = event.type() == QEvent.Type.KeyPress
        if is_press and watched.isWindowType() and isinstance(event, QKeyEvent):
            self._text += event.text()
            self._pressed_ms = event.timestamp()
            self._heard_ns = time.monotonic_ns()
        return False

    @Slot(object)
    def hear(self, burst: Burst) -> None:
        """Keep how the next payload was typed."""
        self._burst = burst

    def take(self, payload: Payload) -> None:
        """Tell of a payload and of the characters it would have been."""
        self._tell(
            read=payload.data.decode(),
            symbology=payload.symbology,
            repairs=payload.repairs,
            mode=self._burst.mode if self._burst else "",
            qt=self._text,
            heard_ms=self._since_ms(self._heard_ns),
            ms=self._since_ms(payload.received_ns),
        )
        self._text = ""
        time.sleep(self._busy_s)

    @Slot(str)
    def tell_field(self, text: str) -> None:
        """Tell what the field holds now."""
        self._tell(field=text)

    @Slot(QWindow)
    def tell_ready(self, window: QWindow | None) -> None:
        """Tell that keys arrive from now on."""
        if window is not None:
            self._tell(ready=True)

    def _since_ms(self, at_ns: int) -> float:
        """Return how long after the last key that was."""
        return (at_ns / 1e6 - self._pressed_ms) % CLOCK_MS

    def _tell(self, **what: object) -> None:
        print(json.dumps(what), flush=True)  # noqa: T201


def present_text(payload: Payload, asked: Asked) -> Payload | None:
    """Take everything for a presentation, and undo hex mode."""
    understood = understand(payload, asked)
    return payload if understood is None else understood


def main() -> int:
    """Show the window until the process is ended."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--busy-s", type=float, default=0.0)
    parser.add_argument("--form", action="store_true", help="text goes to the field")
    parser.add_argument("--input-methods", action="store_true", help="leave them on")
    parser.add_argument("--no-wedge", action="store_true")
    options = parser.parse_args()
    if not options.input_methods:
        switch_off_input_methods()
    application = QApplication(sys.argv[:1])
    teller = Teller(options.busy_s)
    gate = Gate(name="main", direction=Direction.IN)
    meant = understand if options.form else present_text
    wedge = Wedge(teller.take, gate, understand=meant)
    wedge.heard.connect(teller.hear)
    if not options.no_wedge:
        wedge.install(application)
    application.installEventFilter(teller)
    application.focusWindowChanged.connect(teller.tell_ready)
    field = QLineEdit()
    field.textChanged.connect(teller.tell_field)
    field.show()
    field.activateWindow()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
