"""Reception widgets: buttons, chips and notes of the desk's screens."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Signal, Slot
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from kiosk.ui import numbers
from kiosk.ui import reception_theme as look
from kiosk.ui.buttons import Button, NoteShown, Weight
from kiosk.ui.fitting import fit_into, measure_width
from kiosk.ui.ink import fill, make_pen
from kiosk.ui.pictures import draw_icon
from kiosk.ui.reception_theme import ButtonPaint
from kiosk.ui.status import Icon
from kiosk.ui.widgets import TextLabel

_SIZES = {Weight.CHIP: look.CHIP_TEXT, Weight.KEY: look.KEY_TEXT}


class Caption(TextLabel):
    """A text that is set as large as it fits its place."""

    def fit(
        self, text: str, size_px: float, color: str, *, bold: bool, lines: int = 1
    ) -> None:
        """Show `text` at most `size_px` large in at most `lines` lines."""
        if not text:
            self.take_away()
            return
        fit = fit_into(text, size_px, self.size(), bold=bold, lines=lines)
        self.set_text(fit.text, fit.size_px, color, bold=bold)
        self.show()


class TapButton(QPushButton):
    """A button that says which tap it stands for."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._button: Button | None = None
        self._unit = 1.0
        self._caption = Caption("caption", self)
        centre = numbers.ALIGN_MIDDLE | numbers.ALIGN_HALFWAY
        self._caption.setProperty("alignment", centre)
        self.clicked.connect(self.on_clicked)

    def show_button(self, button: Button, unit: float) -> None:
        """Show `button`; its text fills what the place allows."""
        if (button, unit) != (self._button, self._unit):
            self._button, self._unit = button, unit
            self.setEnabled(button.is_enabled)
            self.setText(button.text)
            self.setAccessibleName(button.text)
            self._arrange()
            self.update()
        self.show()

    @Slot()
    def on_clicked(self) -> None:
        """Tell which tap it was."""
        if self._button is not None:
            self.tapped.emit(self._button.tap)

    def find_width(self, button: Button, unit: float) -> int:
        """Return how wide `button` wants to be."""
        size_px = look.CHIP_TEXT * unit
        width = measure_width(button.text, size_px, bold=True)
        return round(width + 2 * (look.PADDING + look.BORDER) * unit) + 2

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Set the text again for the new size."""
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint field, border, and the ring of the keyboard's focus."""
        del event
        with QPainter(self) as painter:
            paint_frame(painter, QRectF(self.rect()), self._paint, self._unit)
            if self.hasFocus():
                paint_ring(painter, QRectF(self.rect()), self._unit)

    @property
    def _paint(self) -> ButtonPaint:
        if self._button is None or not self._button.is_enabled:
            return look.DISABLED
        if self._button.is_on:
            return look.CHOSEN
        return look.BUTTONS[self._button.weight]

    def _arrange(self) -> None:
        if self._button is None:
            return
        inset = round((look.PADDING if self.height() > 0 else 0) * self._unit / 2)
        self._caption.setGeometry(self.rect().adjusted(inset, 0, -inset, 0))
        size = _SIZES.get(self._button.weight, look.BUTTON_TEXT)
        self._caption.fit(
            self._button.text, size * self._unit, self._paint.ink, bold=True, lines=2
        )


class Chips(QWidget):
    """Some buttons side by side, in as many rows as there is room for.

    With `shares` all are shown, and none is wider than its share of the room.
    """

    tapped = Signal(object)

    def __init__(self, name: str, parent: QWidget, *, shares: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._shares = shares
        self._pool: list[TapButton] = []

    def show_buttons(self, buttons: Sequence[Button], unit: float) -> None:
        """Show `buttons`; those that no row has room for are left out."""
        while len(self._pool) < len(buttons):
            chip = TapButton(self)
            chip.tapped.connect(self.tapped)
            self._pool.append(chip)
        for chip in self._pool[len(buttons) :]:
            chip.hide()
        self._arrange(buttons, unit)

    def _arrange(self, buttons: Sequence[Button], unit: float) -> None:
        gap, height = round(look.CHIP_GAP * unit), round(look.CHIP_HEIGHT * unit)
        left = top = 0
        widest = self._find_widest(buttons, unit, gap)
        for chip, button in zip(self._pool, buttons, strict=False):
            width = min(widest, chip.find_width(button, unit))
            if left and left + width > self.width():
                left, top = 0, top + height + gap
            if top + height > self.height() + 2:
                chip.hide()
                continue
            fitting = min(height, self.height() - top)
            chip.setGeometry(left, top, width, fitting)
            chip.show_button(button, unit)
            left += width + gap

    def _find_widest(self, buttons: Sequence[Button], unit: float, gap: int) -> int:
        """Return how wide a chip may be."""
        if not self._shares or not buttons:
            return self.width()
        rows = max(1, round(self.height() / (look.CHIP_HEIGHT * unit)))
        beside = -(-len(buttons) // rows)
        return (self.width() - gap * (beside - 1)) // beside


MOST_BUTTONS = 2


class NoteBar(QWidget):
    """What the last act came to, with an icon, and what may be done about it."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._note: NoteShown | None = None
        self._unit = 1.0
        self._icon = QLabel(self)
        self._text = Caption("note", self)
        self._text.setProperty("alignment", numbers.ALIGN_HALFWAY)
        self._buttons = [TapButton(self) for _ in range(MOST_BUTTONS)]
        for button in self._buttons:
            button.tapped.connect(self.tapped)

    def show_note(self, note: NoteShown | None, unit: float) -> None:
        """Show `note`, or nothing and keep nothing."""
        self._note, self._unit = note, unit
        self.setVisible(note is not None)
        if note is None:
            self._text.take_away()
            return
        self._arrange(note)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the field."""
        del event
        with QPainter(self) as painter:
            paint_frame(painter, QRectF(self.rect()), self._paint, self._unit)

    @property
    def _paint(self) -> ButtonPaint:
        is_good = self._note is not None and self._note.is_good
        return look.GOOD_NOTE if is_good else look.OTHER_NOTE

    def _arrange(self, note: NoteShown) -> None:
        unit, height = self._unit, self.height()
        padding = round(look.PADDING * unit)
        side = round(5 * unit)
        icon = Icon.TICK if note.is_good else Icon.ATTENTION
        color = look.TEAL if note.is_good else look.INK
        self._icon.setPixmap(draw_icon(icon, color, side))
        self._icon.setGeometry(padding, (height - side) // 2, side, side)
        right = self.width() - padding
        width = round((20 if len(note.buttons) == 1 else 13) * unit)
        for button in self._buttons[len(note.buttons) :]:
            button.hide()
        for button, shown in zip(self._buttons, note.buttons, strict=False):
            size = QSize(width, height - padding)
            right -= size.width()
            button.setGeometry(QRect(right, padding // 2, *size.toTuple()))
            button.show_button(shown, unit)
            right -= padding
        left = 2 * padding + side
        self._text.setGeometry(left, 0, right - left, height)
        self._text.fit(
            note.text, look.NOTE_TEXT * unit, self._paint.ink, bold=True, lines=2
        )


def paint_frame(
    painter: QPainter, frame: QRectF, paint: ButtonPaint, unit: float
) -> None:
    """Paint a rounded field with its border."""
    line = max(1.0, look.BORDER * unit)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = _round(frame, line / 2, unit)
    fill(painter, path, paint.field)
    painter.strokePath(path, make_pen(paint.border, line))


def paint_ring(painter: QPainter, frame: QRectF, unit: float) -> None:
    """Paint the ring of the keyboard's focus, at least 3 px wide."""
    width = max(float(look.RING_MIN_PX), look.RING * unit)
    path = _round(frame, width / 2, unit)
    painter.strokePath(path, make_pen(look.FOCUS, width))


def _round(frame: QRectF, inset: float, unit: float) -> QPainterPath:
    """Return `frame` without its outermost `inset`, with round corners."""
    path = QPainterPath()
    corner = look.CORNER * unit
    path.addRoundedRect(frame.adjusted(inset, inset, -inset, -inset), corner, corner)
    return path
