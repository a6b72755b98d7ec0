"""Dusk: the shade over an idle screen that nobody looks at."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui import theme


class Dusk(QWidget):
    """Darkens what lies under it; touches go through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dusk")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the shade."""
        shade = QColor(theme.BLACK)
        shade.setAlphaF(theme.DUSK_ALPHA)
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), shade)
