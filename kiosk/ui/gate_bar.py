"""Gate bar: the row of buttons below a screen of the gate."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk.ui import theme
from kiosk.ui.buttons import Button
from kiosk.ui.reception_widgets import TapButton


class GateBar(QWidget):
    """Buttons side by side, of the same width, in the middle."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pool: list[TapButton] = []
        self.hide()

    def show_buttons(self, buttons: Sequence[Button], unit: float) -> None:
        """Show `buttons`, as wide as there is room for."""
        self.setVisible(bool(buttons))
        while len(self._pool) < len(buttons):
            made = TapButton(self)
            made.tapped.connect(self.tapped)
            self._pool.append(made)
        for spare in self._pool[len(buttons) :]:
            spare.hide()
        if not buttons:
            return
        gap = round(theme.BAR_GAP * unit)
        room = (self.width() - gap * (len(buttons) - 1)) // len(buttons)
        width = min(room, round(theme.BAR_BUTTON * unit))
        left = (self.width() - width * len(buttons) - gap * (len(buttons) - 1)) // 2
        for index, (view, button) in enumerate(zip(self._pool, buttons, strict=False)):
            view.setGeometry(left + index * (width + gap), 0, width, self.height())
            view.show_button(button, unit)
