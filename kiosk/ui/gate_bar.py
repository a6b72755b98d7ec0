"""Gate bar: the row of buttons below a screen of the gate."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk.ui import numbers, theme
from kiosk.ui.buttons import Button
from kiosk.ui.reception_widgets import TapButton


class GateBar(QWidget):
    """Buttons side by side, of the same width, in the middle.

    The keys are its parent's until somebody goes to a button by Tab: a slow
    typing reader is taken for a person, and its spaces must take nothing back.
    """

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._screen = parent
        self._pool: list[TapButton] = []
        self._shown: tuple[Button, ...] = ()
        # Not by a click: a tap on a key of the screen would take the focus from its box.
        parent.setProperty("focusPolicy", numbers.TAB_FOCUS)
        parent.setFocus()
        self.hide()

    def show_buttons(self, buttons: Sequence[Button], unit: float) -> None:
        """Show `buttons`, as wide as there is room for."""
        self._let_go(tuple(buttons))
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

    def _let_go(self, buttons: tuple[Button, ...]) -> None:
        """Let no key that was meant for the screen before press a button of this one."""
        before, self._shown = self._shown, buttons
        if buttons != before and any(one.hasFocus() for one in self._pool):
            self._screen.setFocus()
