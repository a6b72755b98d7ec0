"""Pager: two buttons that turn pages, since nothing here is dragged."""

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from kiosk.ui import reception_theme as look
from kiosk.ui.buttons import Button
from kiosk.ui.reception_screens import Pages
from kiosk.ui.reception_widgets import Caption, TapButton
from kiosk.ui.taps import Act, Press

_NOTHING = Press(act=Act.STAY)
"""Turning a page shows that somebody is there, and asks for nothing else."""


class Pager(QWidget):
    """Shows which page it is, and turns it."""

    turned = Signal(int)
    """By so many pages, -1 or 1."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._back = TapButton(self)
        self._on = TapButton(self)
        self._caption = Caption("pages", self)
        self._caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._back.tapped.connect(self.on_back)
        self._on.tapped.connect(self.on_on)

    def show_pages(self, page: int, count: int, words: Pages, unit: float) -> None:
        """Show page `page` of `count`, counted from 0; nothing where all fit one."""
        self.setVisible(count > 1)
        if count <= 1:
            return
        width, height = self.width(), self.height()
        side = round(width * 0.36)
        self._back.setGeometry(0, 0, side, height)
        self._on.setGeometry(width - side, 0, side, height)
        back = Button(text=words.back, tap=_NOTHING, is_enabled=page > 0)
        self._back.show_button(back, unit)
        further = Button(text=words.further, tap=_NOTHING, is_enabled=page < count - 1)
        self._on.show_button(further, unit)
        pad = round(look.PADDING * unit)
        self._caption.setGeometry(
            QRect(side + pad, 0, width - 2 * (side + pad), height)
        )
        text = words.number.format(page=page + 1, pages=count)
        self._caption.fit(text, look.HINT * unit, look.QUIET, bold=False, lines=2)

    @Slot(object)
    def on_back(self, tap: object) -> None:
        """Turn one page back."""
        del tap
        self.turned.emit(-1)

    @Slot(object)
    def on_on(self, tap: object) -> None:
        """Turn one page on."""
        del tap
        self.turned.emit(1)
