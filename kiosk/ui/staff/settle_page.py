"""Settle page: why a CHECK is let pass or turned away."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from kiosk.ui import reception_theme as look
from kiosk.ui.admin_widgets import Foot, Heading, Keys, frame_page
from kiosk.ui.reception_widgets import Caption, NoteBar
from kiosk.ui.shelves import Shelves
from kiosk.ui.staff.settle_screens import SettleScreen
from kiosk.ui.staff.taps import StaffWrite
from kiosk.ui.text_box import TextBox
from kiosk.ui.theme import Measure

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class SettlePage(QWidget):
    """Paints a `SettleScreen`."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._heading = Heading(self)
        self._captions = [Caption(name, self) for name in ("who", "hint", "label")]
        for caption in self._captions:
            caption.setAlignment(_LEFT)
        self._reasons = Keys(self)
        self._box = TextBox("reason", self, telex=True)
        self._box.written.connect(self.on_written)
        self._note = NoteBar(self)
        self._foot = Foot(self)
        for view in (self._reasons, self._note, self._foot):
            view.tapped.connect(self.tapped)

    def show_screen(self, screen: SettleScreen, measure: Measure) -> None:
        """Show `screen` as large as `measure` says."""
        unit = measure.unit
        shelf = Shelves(
            area=frame_page(self, measure, self._heading, self._foot), unit=unit
        )
        self._heading.show_heading(screen.title, "", unit)
        who, hint, label = self._captions
        who.setGeometry(shelf.put(8, (1,))[0])
        who.fit(screen.who, look.TITLE * unit, look.INK, bold=True)
        hint.setGeometry(shelf.put(5, (1,))[0])
        hint.fit(screen.hint, look.HINT * unit, look.QUIET, bold=False)
        columns = 2
        rows = -(-len(screen.reasons) // columns)
        self._reasons.setGeometry(shelf.put(rows * look.BUTTON_HEIGHT, (1,))[0])
        self._reasons.show_keys(screen.reasons, columns, unit)
        label.setGeometry(shelf.put(look.LABEL_HEIGHT, (1,))[0])
        label.fit(screen.box_label, look.LABEL * unit, look.QUIET, bold=False)
        self._box.setGeometry(shelf.put(look.BOX_HEIGHT, (1,))[0])
        self._box.setAccessibleName(screen.box_label)
        self._box.show_text(screen.text, unit)
        self._note.setGeometry(shelf.put(look.NOTE_HEIGHT, (1,))[0])
        self._note.show_note(screen.note, unit)
        self._foot.show_buttons(screen.buttons, unit)

    def hide_all(self) -> None:
        """Hold nothing of anybody."""
        for caption in self._captions:
            caption.take_away()
        self._box.clear()

    @Slot(str, str)
    def on_written(self, name: str, text: str) -> None:
        """Tell what was written."""
        del name
        self.tapped.emit(StaffWrite(text=text))
