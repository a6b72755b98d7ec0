"""Typing page: a number typed by hand: what it says at the left, its keys at the right."""

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui import reception_theme as look
from kiosk.ui.admin_widgets import Foot, Heading, Keys, frame_page
from kiosk.ui.reception_widgets import Caption, NoteBar
from kiosk.ui.shelves import Shelves
from kiosk.ui.staff.taps import StaffAct, StaffPress, StaffWrite
from kiosk.ui.staff.typing_screens import TypingScreen
from kiosk.ui.staff.typing_taps import DigitTap
from kiosk.ui.text_box import TextBox
from kiosk.ui.theme import Measure

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_DIGITS_TEXT = 8.0
_SHARES = (56, 44)
_CHOICE_HEIGHT = 10.0
_NOTE_HEIGHT = 12.0


class TypingPage(QWidget):
    """Paints a `TypingScreen`; a real keyboard's digits are typed as well."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._heading = Heading(self)
        self._hint, self._digits, self._count = (
            Caption(name, self) for name in ("hint", "digits", "count")
        )
        for caption in (self._hint, self._digits, self._count):
            caption.setAlignment(_LEFT)
        self._modes, self._ways, self._keys = (Keys(self) for _ in range(3))
        self._box = TextBox("code", self)
        self._box.written.connect(self.on_written)
        self._box.hide()
        self._note = NoteBar(self)
        self._foot = Foot(self)
        for view in (self._modes, self._ways, self._keys, self._foot):
            view.tapped.connect(self.tapped)

    def show_screen(self, screen: TypingScreen, measure: Measure) -> None:
        """Show `screen` as large as `measure` says."""
        unit = measure.unit
        keys = self._place(measure)
        self._heading.show_heading(screen.title, "", unit)
        self._modes.show_keys(screen.modes, 2, unit)
        self._ways.show_keys(screen.ways, 2, unit)
        size_px = look.HINT * unit
        self._hint.fit(screen.hint, size_px, look.QUIET, bold=False, lines=2)
        self._digits.fit(screen.digits, _DIGITS_TEXT * unit, look.NAVY, bold=True)
        self._count.fit(screen.count, size_px, look.QUIET, bold=False)
        self._note.show_note(screen.note, unit)
        self._keys.setGeometry(keys)
        self._keys.show_keys(screen.keys, 3, unit)
        self._show_box(screen, unit)
        self._foot.show_buttons(screen.buttons, unit)

    def hide_all(self) -> None:
        """Hold nothing of anybody."""
        self._digits.take_away()
        self._note.show_note(None, 1.0)
        self._box.clear()
        self._box.hide()

    @Slot(str, str)
    def on_written(self, name: str, text: str) -> None:
        """Tell what was written."""
        del name
        self.tapped.emit(StaffWrite(text=text))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Type a real keyboard's digits; Return decides."""
        text = event.text()
        if text.isascii() and text.isdigit():
            self.tapped.emit(DigitTap(digit=text))
        elif event.key() == Qt.Key.Key_Backspace:
            self.tapped.emit(DigitTap(digit=""))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.tapped.emit(StaffPress(act=StaffAct.CONFIRM))
        else:
            super().keyPressEvent(event)

    def _place(self, measure: Measure) -> QRect:
        """Place everything but the keys, and return the keys' place."""
        unit = measure.unit
        body = frame_page(self, measure, self._heading, self._foot)
        left, keys = body, QRect()
        if not measure.is_portrait:
            left, keys = Shelves(area=body, unit=unit).split(body, _SHARES)
        shelf = Shelves(area=left, unit=unit)
        self._modes.setGeometry(shelf.put(_CHOICE_HEIGHT, (1,))[0])
        self._hint.setGeometry(shelf.put(6, (1,))[0])
        digits = shelf.put(11, (1,))[0]
        self._digits.setGeometry(digits)
        self._box.setGeometry(
            digits.x(), digits.y(), digits.width(), round(look.BOX_HEIGHT * unit)
        )
        self._count.setGeometry(shelf.put(4, (1,))[0])
        self._note.setGeometry(shelf.put(_NOTE_HEIGHT, (1,))[0])
        self._ways.setGeometry(shelf.put(_CHOICE_HEIGHT, (1,))[0])
        return (
            keys if keys.isValid() else left.adjusted(0, shelf.top - left.top(), 0, 0)
        )

    def _show_box(self, screen: TypingScreen, unit: float) -> None:
        """Show the box where no digits are typed, ready to be written into."""
        is_new = self._box.isHidden() and not screen.keys
        self._box.setVisible(not screen.keys)
        self._box.setAccessibleName(screen.hint)
        self._box.show_text(screen.text, unit)
        if is_new:
            self._box.ask_for_keys()
        elif screen.keys and self._box.hasFocus():
            self.setFocus()
