"""Look page: what a code is, in a colour that is no verdict's."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui import reception_theme as look
from kiosk.ui import theme
from kiosk.ui.admin_widgets import FactTable, Foot, Heading, frame_page
from kiosk.ui.reception_theme import ButtonPaint
from kiosk.ui.reception_widgets import Caption, NoteBar, paint_frame
from kiosk.ui.shelves import Shelves
from kiosk.ui.staff.look_screens import LookScreen
from kiosk.ui.theme import Measure

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_BAND = ButtonPaint(field=look.QUIET, ink=theme.WHITE, border=look.QUIET)
_OUTCOME = ButtonPaint(field=look.LOCKED, ink=look.INK, border=look.LINE)
_MOST_REASONS = 4


class Panel(QWidget):
    """A field with a large text, and a smaller one below it."""

    def __init__(self, parent: QWidget, paint: ButtonPaint) -> None:
        super().__init__(parent)
        self._paint = paint
        self._unit = 1.0
        self._upper = Caption("upper", self)
        self._lower = Caption("lower", self)
        for caption in (self._upper, self._lower):
            caption.setAlignment(_LEFT)

    def show_texts(self, upper: str, lower: str, unit: float) -> None:
        """Show both; the lower may be empty."""
        self._unit = unit
        pad = round(look.PADDING * unit)
        width, height = self.width() - 2 * pad, self.height()
        top = round(height * 0.36) if lower else height
        self._upper.setGeometry(pad, 0, width, top)
        self._upper.fit(upper, look.TITLE * unit, self._paint.ink, bold=True)
        self._lower.setGeometry(pad, top, width, height - top - pad // 2)
        self._lower.fit(
            lower, look.HINT * unit, self._paint.ink, bold=False, lines=_MOST_REASONS
        )
        self.update()

    def take_away(self) -> None:
        """Hold no text."""
        self._upper.take_away()
        self._lower.take_away()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the field."""
        del event
        with QPainter(self) as painter:
            paint_frame(painter, QRectF(self.rect()), self._paint, self._unit)


class LookPage(QWidget):
    """Paints a `LookScreen`."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._heading = Heading(self)
        self._band = Panel(self, _BAND)
        self._hint = Caption("hint", self)
        self._name = Caption("name", self)
        for caption in (self._hint, self._name):
            caption.setAlignment(_LEFT)
        self._facts = FactTable(self)
        self._outcome = Panel(self, _OUTCOME)
        self._note = NoteBar(self)
        self._foot = Foot(self)
        self._foot.tapped.connect(self.tapped)

    def show_screen(self, screen: LookScreen, measure: Measure) -> None:
        """Show `screen` as large as `measure` says."""
        unit = measure.unit
        body = frame_page(self, measure, self._heading, self._foot)
        shelf = Shelves(area=body, unit=unit)
        self._band.setGeometry(self._heading.geometry())
        self._band.show_texts(screen.title, "", unit)
        is_tall = measure.is_portrait
        self._name.setGeometry(shelf.put(16 if is_tall else 8, (1,))[0])
        self._name.fit(
            screen.name, look.ROLL_TITLE * unit, look.INK, bold=True, lines=2
        )
        self._hint.setGeometry(body)
        self._hint.fit(
            screen.hint, look.ROLL_TITLE * unit, look.INK, bold=True, lines=3
        )
        self._facts.setGeometry(shelf.put(36 if is_tall else 31, (1,))[0])
        self._facts.show_lines(screen.lines, unit)
        place = shelf.put(28 if is_tall else 20, (1,))[0]
        self._outcome.setGeometry(place)
        self._outcome.setVisible(bool(screen.outcome))
        self._outcome.show_texts(screen.outcome, screen.reasons, unit)
        self._note.setGeometry(place.adjusted(0, 0, 0, -place.height() // 3))
        self._note.show_note(screen.note, unit)
        self._foot.show_buttons(screen.buttons, unit)

    def hide_all(self) -> None:
        """Hold nothing of anybody."""
        self._name.take_away()
        self._facts.show_lines((), 1.0)
        self._outcome.take_away()
