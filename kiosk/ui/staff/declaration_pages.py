"""Declaration pages: a question with two large answers, and the telephone's keys."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QWidget

from kiosk.ui import reception_theme as look
from kiosk.ui.admin_widgets import Foot, Heading, Keys, frame_page
from kiosk.ui.reception_widgets import Caption, NoteBar
from kiosk.ui.shelves import Shelves
from kiosk.ui.staff.declaration_screens import PhoneScreen, QuestionScreen
from kiosk.ui.theme import Measure

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_HEIGHTS = (6.0, 23.0, 10.0, 20.0)
"""Who is asked, the question, the question in the other language, the answers."""
_TALL_HEIGHTS = (8.0, 36.0, 20.0, 24.0)
"""The same on an upright screen."""
_QUESTION_TEXT = 7.4
_MOST_LINES = 5
_SECOND_TEXT = 4.4
_TYPED_TEXT = 8.0


class QuestionPage(QWidget):
    """Paints a `QuestionScreen`."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._heading = Heading(self)
        self._captions = [Caption(name, self) for name in ("who", "first", "second")]
        for caption in self._captions:
            caption.setAlignment(_LEFT)
        self._note = NoteBar(self)
        self._answers = Keys(self)
        self._foot = Foot(self)
        for view in (self._answers, self._foot):
            view.tapped.connect(self.tapped)

    def show_screen(self, screen: QuestionScreen, measure: Measure) -> None:
        """Show `screen` as large as `measure` says."""
        unit = measure.unit
        body = frame_page(self, measure, self._heading, self._foot)
        shelf = Shelves(area=body, unit=unit)
        self._heading.show_heading(screen.title, screen.step, unit)
        heights = _TALL_HEIGHTS if measure.is_portrait else _HEIGHTS
        *places, place = (shelf.put(height, (1,))[0] for height in heights)
        who, first, second = self._captions
        for caption, above in zip(self._captions, places, strict=True):
            caption.setGeometry(above)
        who.fit(screen.who, look.ROW_NAME * unit, look.QUIET, bold=True)
        first.fit(
            screen.first, _QUESTION_TEXT * unit, look.INK, bold=True, lines=_MOST_LINES
        )
        second.fit(
            screen.second,
            _SECOND_TEXT * unit,
            look.QUIET,
            bold=False,
            lines=_MOST_LINES,
        )
        self._note.setGeometry(place.adjusted(0, 0, 0, -place.height() // 3))
        self._note.show_note(screen.note, unit)
        self._answers.setGeometry(place)
        self._answers.setVisible(bool(screen.answers))
        self._answers.show_keys(screen.answers, 2, unit)
        self._foot.show_buttons(screen.buttons, unit)

    def hide_all(self) -> None:
        """Hold nothing of anybody."""
        for caption in self._captions:
            caption.take_away()
        self._answers.show_keys((), 2, 1.0)


class PhonePage(QWidget):
    """Paints a `PhoneScreen`: what was typed at the left, the keys at the right."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._heading = Heading(self)
        self._hint = Caption("hint", self)
        self._typed = Caption("typed", self)
        for caption in (self._hint, self._typed):
            caption.setAlignment(_LEFT)
        self._note = NoteBar(self)
        self._keys = Keys(self)
        self._foot = Foot(self)
        for view in (self._keys, self._foot):
            view.tapped.connect(self.tapped)

    def show_screen(self, screen: PhoneScreen, measure: Measure) -> None:
        """Show `screen` as large as `measure` says."""
        unit = measure.unit
        body = frame_page(self, measure, self._heading, self._foot)
        shelf = Shelves(area=body, unit=unit)
        keys = QRect()
        if not measure.is_portrait:
            left, keys = shelf.split(body, (47, 53))
            shelf = Shelves(area=left, unit=unit)
        for view, height in ((self._hint, 13), (self._typed, 13), (self._note, 15)):
            view.setGeometry(shelf.put(height, (1,))[0])
        if measure.is_portrait:
            keys = body.adjusted(0, shelf.top - body.top(), 0, 0)
        self._keys.setGeometry(keys)
        self._heading.show_heading(screen.title, screen.step, unit)
        self._hint.fit(
            screen.hint, look.NOTE_TEXT * unit, look.INK, bold=False, lines=3
        )
        self._typed.fit(screen.typed, _TYPED_TEXT * unit, look.NAVY, bold=True)
        self._note.show_note(screen.note, unit)
        self._keys.show_keys(screen.keys, 3, unit)
        self._foot.show_buttons(screen.buttons, unit)

    def hide_all(self) -> None:
        """Hold nothing of anybody."""
        self._typed.take_away()
