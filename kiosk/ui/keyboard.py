"""Keyboard: the keys below a page, for who has no real ones."""

from collections.abc import Iterator

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
_LARGEST_SHARE = 1.6
"""A keypad of few keys has none that is wider than this many letters."""


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

    def _make_key(self) -> TapButton:
        key = TapButton(self)
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        key.setAutoRepeatDelay(_REPEAT_AFTER_MS)
        key.setAutoRepeatInterval(_REPEAT_EACH_MS)
        key.tapped.connect(self.tapped)
        return key

    def _arrange(
        self,
        index: int,
        row: tuple[KeyShown, ...],
        measure: Measure,
        *,
        keys: Iterator[TapButton],
    ) -> None:
        gap = round(look.KEY_GAP * measure.unit)
        height = round(find_key_height(measure))
        top = gap + index * (height + gap)
        shares = sum(key.share for key in row)
        # A keypad of few keys stands in the middle.
        width = min(measure.width, _LARGEST_SHARE * shares * measure.width / COLUMNS)
        left = (measure.width - width) / 2
        step = (width - gap) / shares
        for shown in row:
            if shown.button is not None:
                key = next(keys)
                key.setGeometry(
                    round(left + gap), top, round(shown.share * step - gap), height
                )
                key.setAutoRepeat(shown.button.tap == KeyPress(act=KeyAct.ERASE))
                key.show_button(shown.button, measure.unit)
            left += shown.share * step


def find_key_height(measure: Measure) -> float:
    """Return how high a key is."""
    width = measure.width / COLUMNS
    return min(look.KEY_HEIGHT * measure.unit, look.KEY_SHAPE * width)


def find_height(rows: int, measure: Measure) -> int:
    """Return how high a keyboard of so many rows is."""
    gap = round(look.KEY_GAP * measure.unit)
    return rows * (round(find_key_height(measure)) + gap) + gap
