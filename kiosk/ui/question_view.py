"""Question view: a question over a darkened screen, until it is answered."""

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui import reception_theme as look
from kiosk.ui.buttons import Question, Weight
from kiosk.ui.reception_theme import BUTTONS
from kiosk.ui.reception_widgets import Caption, TapButton, paint_frame

_QUESTION_UNITS = (100.0, 42.0)


class QuestionView(QWidget):
    """A question over a darkened screen; nothing below it can be tapped."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._unit = 1.0
        self._panel = QRect()
        self._asked = ""
        self._text = Caption("question", self)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._buttons = [TapButton(self) for _ in range(2)]
        for button in self._buttons:
            button.tapped.connect(self.tapped)

    def show_question(self, question: Question | None, unit: float) -> None:
        """Show `question`, or nothing."""
        if question is None:
            self._asked = ""
            self.hide()
            return
        self._unit = unit
        self._arrange(question)
        self.show()
        self.raise_()
        keys = " ".join(button.text for button in question.buttons)
        if keys != self._asked:
            self._asked = keys
            self._buttons[len(question.buttons) - 1].setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Darken what lies below, and paint the panel."""
        del event
        with QPainter(self) as painter:
            shade = QColor(look.INK)
            shade.setAlphaF(look.SHADE_ALPHA)
            painter.fillRect(self.rect(), shade)
            paint = BUTTONS[Weight.PLAIN]
            paint_frame(painter, QRectF(self._panel), paint, self._unit)

    def _arrange(self, question: Question) -> None:
        unit = self._unit
        width = min(round(_QUESTION_UNITS[0] * unit), round(self.width() * 0.92))
        height = round(_QUESTION_UNITS[1] * unit)
        left, top = (self.width() - width) // 2, (self.height() - height) // 2
        self._panel = QRect(left, top, width, height)
        inner = self._panel.adjusted(*(round(side * unit) for side in (4, 3, -4, -3)))
        foot = round(look.BUTTON_HEIGHT * 1.15 * unit)
        self._text.setGeometry(inner.adjusted(0, 0, 0, -foot))
        self._text.fit(question.text, look.TITLE * unit, look.INK, bold=True, lines=3)
        shown = question.buttons
        gap = round(look.COLUMN_GAP * 2 * unit)
        share = (inner.width() - gap * (len(shown) - 1)) // len(shown)
        for index, view in enumerate(self._buttons):
            if index >= len(shown):
                view.hide()
                continue
            place_left = inner.left() + index * (share + gap)
            view.setGeometry(place_left, inner.bottom() - foot, share, foot)
            view.show_button(shown[index], unit)
