"""Keyboard: the keys below a page, for who has no real ones."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui import reception_theme as look
from kiosk.ui.key_taps import KeyAct, KeyPress
from kiosk.ui.keyboard_layout import COLUMNS, KeyShown, Rows
from kiosk.ui.reception_widgets import TapButton
from kiosk.ui.theme import Measure

_REPEAT_AFTER_MS = 500
_REPEAT_EACH_MS = 90
_LARGEST_SHARES = 6.0
"""A keypad of few keys has no wider ones than this many of the letters'."""


class Keyboard(QWidget):
    """Paints rows of keys; none of them takes the focus from the box."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("keyboard")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pool: list[TapButton] = []
        self.hide()

    def show_rows(self, rows: Rows, measure: Measure) -> None:
        """Show `rows` at the bottom of a window of `measure`."""
        height = find_height(len(rows), measure)
        self.setGeometry(0, measure.height - height, measure.width, height)
        shown = [key for row in rows for key in row if key.button is not None]
        while len(self._pool) < len(shown):
            self._pool.append(self._make_key())
        for spare in self._pool[len(shown) :]:
            spare.hide()
        keys = iter(self._pool)
        for index, row in enumerate(rows):
            self._arrange(index, row, measure, keys=keys)
        self.show()
        self.raise_()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Keep what misses a key from the page below."""
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the field."""
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), QColor(look.KEYBOARD))
