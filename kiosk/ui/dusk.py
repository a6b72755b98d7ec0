"""Dusk: the shade over an idle screen that nobody looks at."""

from collections.abc import Mapping

from PySide6 import QtCore
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui import theme
from kiosk.ui.attract import AFTER_MS, find_drift, is_dim


class Dusk(QWidget):
    """Darkens what lies under it; touches go through it."""

    def __init__(self, parent: QWidget, after_ms: int = AFTER_MS) -> None:
        super().__init__(parent)
        self.setObjectName("dusk")
        self._after_ms = after_ms
        self.hide()

    def fall(self, quiet_ms: int, homes: Mapping[QWidget, QPoint], unit: float) -> None:
        """Be there where nothing came for long, and let what is seen drift; or lift.

        `homes` say where each part stands by day.
        """
        dim = is_dim(quiet_ms, self._after_ms)
        if not dim and self.isHidden():
            return
        reach = round(theme.DRIFT_REACH * unit)
        drift = QPoint(*find_drift(quiet_ms, reach, self._after_ms))
        for part, home in homes.items():
            part.move(home + drift)
        self.raise_()
        self.setVisible(dim)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Let touches through from now on."""
        super().showEvent(event)
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the shade."""
        shade = QColor(theme.BLACK)
        shade.setAlphaF(theme.DUSK_ALPHA)
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), shade)
