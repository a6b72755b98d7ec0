"""Wedge window: a real window with a field and the wedge, run as a process.

Prints one JSON object a line: what the wedge read and what the field holds.
"""

import json
import sys
import time

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit

from kiosk.payload import Direction, Payload
from kiosk.scanner.reader import Gate
from kiosk.ui.wedge import Wedge


class Teller(QObject):
    """Tells what happens; `busy_s` is how long each payload blocks the window."""

    def __init__(self, busy_s: float) -> None:
        super().__init__()
        self._busy_s = busy_s
        self._text = ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Keep the characters that Qt makes of the keys, layout and all."""
        is_press = event.type() == QEvent.Type.KeyPress
        if is_press and watched.isWindowType() and isinstance(event, QKeyEvent):
            self._text += event.text()
        return False

    def take(self, payload: Payload) -> None:
        """Tell of a payload and of the characters it would have been."""
        read = payload.data.decode()
        self._tell(read=read, symbology=payload.symbology, qt=self._text)
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

    def _tell(self, **what: object) -> None:
        print(json.dumps(what), flush=True)  # noqa: T201


def main() -> int:
    """Show the window until the process is ended."""
    application = QApplication(sys.argv)
    teller = Teller(float(sys.argv[1]))
    wedge = Wedge(teller.take, Gate(name="main", direction=Direction.IN))
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
