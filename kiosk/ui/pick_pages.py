"""Pick pages: the recovery passphrase's keys, and what is picked of several."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QWidget

from kiosk.ui import reception_theme as look
from kiosk.ui.admin_shown import PickScreen, RecoveryScreen
from kiosk.ui.admin_widgets import Foot, Heading, Keys, frame_page
from kiosk.ui.picture_flow import PAGE
from kiosk.ui.reception_widgets import Caption, NoteBar
from kiosk.ui.shelves import Shelves
from kiosk.ui.theme import Measure

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_KEYS_WIDE = 11
"""Three rows of letters and one key that erases."""
_KEYS_TALL = 7
_PAGES_HEIGHT = 8.0


class RecoveryPage(QWidget):
    """Paints a `RecoveryScreen`; it holds nothing once it is hidden."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._heading = Heading(self)
        self._hint = Caption("hint", self)
        self._hint.setAlignment(_LEFT)
        self._typed = Caption("typed", self)
        self._typed.setAlignment(_LEFT)
        self._note = NoteBar(self)
        self._keys = Keys(self)
        self._foot = Foot(self)
        for view in (self._keys, self._foot):
            view.tapped.connect(self.tapped)

    def show_screen(self, screen: RecoveryScreen, measure: Measure) -> None:
        """Show `screen` as large as `measure` says."""
        unit = measure.unit
        body = frame_page(self, measure, self._heading, self._foot)
        shelf = Shelves(area=body, unit=unit)
        for view, height in ((self._hint, 14), (self._typed, 7), (self._note, 9)):
            view.setGeometry(shelf.put(height, (1,))[0])
        left = body.adjusted(0, shelf.top - body.top(), 0, 0)
        tallest = round((60 if measure.is_portrait else 36) * unit)
        left.setHeight(min(left.height(), tallest))
        self._keys.setGeometry(left)
        self._heading.show_heading(screen.title, screen.lock, unit)
        size = look.NOTE_TEXT * unit
        self._hint.fit(screen.hint, size, look.INK, bold=False, lines=4)
        self._typed.fit(screen.typed, 6.4 * unit, look.NAVY, bold=True)
        self._note.show_note(screen.note, unit)
        columns = _KEYS_TALL if measure.is_portrait else _KEYS_WIDE
        self._keys.show_keys(screen.keys, columns, unit)
        self._foot.show_buttons(screen.buttons, unit)

    def hide_all(self) -> None:
        """Hold nothing."""
        self._typed.take_away()


class PickPage(QWidget):
    """Paints a `PickScreen`."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._heading = Heading(self)
        self._note = NoteBar(self)
        self._hint = Caption("hint", self)
        self._hint.setAlignment(_LEFT)
        self._choices = Keys(self)
        self._pages = Keys(self)
        self._foot = Foot(self)
        for view in (self._choices, self._pages, self._foot):
            view.tapped.connect(self.tapped)

    def show_screen(self, screen: PickScreen, measure: Measure) -> None:
        """Show `screen` as large as `measure` says."""
        unit = measure.unit
        body = frame_page(self, measure, self._heading, self._foot)
        shelf = Shelves(area=body, unit=unit)
        self._note.setGeometry(shelf.put(look.NOTE_HEIGHT + 2, (1,))[0])
        self._hint.setGeometry(shelf.put(8, (1,))[0])
        free = body.adjusted(0, shelf.top - body.top(), 0, 0)
        turning = round(_PAGES_HEIGHT * unit)
        choices = free.adjusted(0, 0, 0, -turning - round(look.GAP * unit))
        columns = 1 if measure.is_portrait else 2
        choices.setHeight(self._find_height(len(screen.choices), columns, choices))
        self._choices.setGeometry(choices)
        self._pages.setGeometry(
            free.left(), free.bottom() - turning, free.width(), turning
        )
        self._heading.show_heading(screen.title, screen.lock, unit)
        self._note.show_note(screen.note, unit)
        size = look.HINT * unit
        self._hint.fit(screen.hint, size, look.QUIET, bold=False, lines=2)
        self._choices.show_keys(screen.choices, columns, unit)
        self._pages.show_keys(screen.pages, 2, unit)
        self._foot.show_buttons(screen.buttons, unit)

    def _find_height(self, count: int, columns: int, room: QRect) -> int:
        """Return how high so many are, as if the page were full: none is huge."""
        rows, most = -(-count // columns), -(-PAGE // columns)
        return room.height() * rows // most
