"""Entry page: one kept entry, why it was decided so, and what can still be done."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui import reception_theme as look
from kiosk.ui.admin_widgets import FactTable, Foot, Heading, Keys, frame_page
from kiosk.ui.pictures import draw_icon
from kiosk.ui.reception_theme import ButtonPaint
from kiosk.ui.reception_widgets import Caption, NoteBar, paint_frame
from kiosk.ui.screens import LOOKS, ScreenKind
from kiosk.ui.shelves import Shelves
from kiosk.ui.staff.log_screens import EntryScreen
from kiosk.ui.theme import PALETTE, Measure

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_BANNER = 13.0
_ADVICE = 6.6


class Banner(QWidget):
    """The verdict's colour and icon, the name, the number."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._kind = ScreenKind.ALLOW
        self._unit = 1.0
        self._captions = [Caption(name, self) for name in ("name", "outcome", "number")]
        for caption in self._captions:
            caption.setAlignment(_LEFT)

    def show_entry(self, screen: EntryScreen, unit: float) -> None:
        """Show whose entry it is, and what was decided."""
        self._kind, self._unit = screen.kind, unit
        ink = PALETTE[screen.kind].ink
        left, pad = self.height(), round(look.PADDING * unit)
        width = self.width() - left - pad
        upper = round(self.height() * 0.55)
        lower = self.height() - upper - pad // 2
        places = (
            QRect(left, pad // 2, width, upper - pad // 2),
            QRect(left, upper, round(width * 0.55) - pad, lower),
            QRect(left + round(width * 0.55), upper, round(width * 0.45), lower),
        )
        texts = (screen.name, screen.outcome, screen.number)
        sizes = (look.TITLE, look.NOTE_TEXT, look.NOTE_TEXT)
        for caption, place, text, size in zip(
            self._captions, places, texts, sizes, strict=True
        ):
            caption.setGeometry(place)
            caption.fit(text, size * unit, ink, bold=True)
        self.update()

    def take_away(self) -> None:
        """Hold nobody's name."""
        for caption in self._captions:
            caption.take_away()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the field and the icon."""
        del event
        paint = PALETTE[self._kind]
        field = ButtonPaint(field=paint.field, ink=paint.ink, border=paint.field)
        icon, _ = LOOKS[self._kind]
        side = round(self.height() * 0.64)
        inset = (self.height() - side) // 2
        with QPainter(self) as painter:
            paint_frame(painter, QRectF(self.rect()), field, self._unit)
            painter.drawPixmap(inset, inset, draw_icon(icon, paint.ink, side))


class EntryPage(QWidget):
    """Paints an `EntryScreen`."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._heading = Heading(self)
        self._banner = Banner(self)
        self._facts = FactTable(self)
        self._advice = Caption("advice", self)
        self._advice.setAlignment(_LEFT)
        self._acts = Keys(self)
        self._note = NoteBar(self)
        self._foot = Foot(self)
        for view in (self._acts, self._note, self._foot):
            view.tapped.connect(self.tapped)

    def show_screen(self, screen: EntryScreen, measure: Measure) -> None:
        """Show `screen` as large as `measure` says."""
        unit = measure.unit
        area = frame_page(self, measure, self._heading, self._foot)
        shelves = Shelves(area=area, unit=unit)
        self._heading.show_heading(screen.title, "", unit)
        self._banner.setGeometry(shelves.put(_BANNER, (1,))[0])
        self._banner.show_entry(screen, unit)
        bottom = self._arrange_acts(screen, area, measure)
        if screen.note is not None:
            bottom -= round((look.NOTE_HEIGHT + look.GAP) * unit)
            height = round(look.NOTE_HEIGHT * unit)
            self._note.setGeometry(0, bottom, area.width(), height)
        self._note.show_note(screen.note, unit)
        if screen.advice:
            bottom -= round((_ADVICE + look.GAP) * unit)
        size = QSize(area.width(), round(_ADVICE * unit))
        self._advice.setGeometry(QRect(area.bottomLeft(), size))
        self._advice.move(0, bottom)
        self._advice.fit(
            screen.advice, look.NOTE_TEXT * unit, look.INK, bold=True, lines=2
        )
        self._facts.setGeometry(
            0, shelves.top, area.width(), bottom - shelves.top - round(look.GAP * unit)
        )
        self._facts.show_lines(screen.lines, unit)
        self._foot.show_buttons((screen.button,), unit)

    def hide_all(self) -> None:
        """Hold nothing of anybody."""
        self._banner.take_away()
        self._advice.take_away()
        self._facts.show_lines((), 1.0)
        self._note.show_note(None, 1.0)

    def _arrange_acts(self, screen: EntryScreen, area: QRect, measure: Measure) -> int:
        """Place what can be done, and return where it begins."""
        self._acts.setVisible(bool(screen.acts))
        if not screen.acts:
            return area.bottom() + 1
        columns = min(len(screen.acts), 2 if measure.is_portrait else 4)
        rows = -(-len(screen.acts) // columns)
        units = rows * look.BUTTON_HEIGHT + (rows - 1) * look.COLUMN_GAP
        height = round(units * measure.unit)
        top = area.bottom() + 1 - height
        self._acts.setGeometry(area.left(), top, area.width(), height)
        self._acts.show_keys(screen.acts, columns, measure.unit)
        return top - round(look.GAP * measure.unit)
