"""Teaching page: test codes, large, and what came of them."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui import reception_theme as look
from kiosk.ui.admin_shown import Matrix, TeachScreen
from kiosk.ui.admin_widgets import Foot, Heading, frame_page
from kiosk.ui.reception_widgets import Caption, NoteBar
from kiosk.ui.shelves import Shelves
from kiosk.ui.theme import Measure

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
QUIET_MODULES = 4


class CodesView(QWidget):
    """Paints QR codes side by side, as large as whole pixels allow, on white."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._codes: tuple[Matrix, ...] = ()

    def show_codes(self, codes: tuple[Matrix, ...], name: str) -> None:
        """Show `codes`; `name` is what a screen reader says of them."""
        self.setAccessibleName(name)
        if codes != self._codes:
            self._codes = codes
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the codes."""
        del event
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), Qt.GlobalColor.white)
            across = self.width() >= self.height()
            for index, code in enumerate(self._codes):
                paint_matrix(painter, self._find_place(index, across=across), code)

    def _find_place(self, index: int, *, across: bool) -> QRect:
        count = len(self._codes)
        if across:
            width = self.width() // count
            return QRect(index * width, 0, width, self.height())
        height = self.height() // count
        return QRect(0, index * height, self.width(), height)


def paint_matrix(painter: QPainter, place: QRect, code: Matrix) -> None:
    """Paint `code` in the middle of `place`, its quiet zone with it."""
    modules = len(code) + 2 * QUIET_MODULES
    module = max(1, min(place.width(), place.height()) // modules)
    left = place.left() + (place.width() - module * len(code)) // 2
    top = place.top() + (place.height() - module * len(code)) // 2
    for row_index, row in enumerate(code):
        for column, is_dark in enumerate(row):
            if is_dark:
                at = QRect(
                    left + column * module, top + row_index * module, module, module
                )
                painter.fillRect(at, Qt.GlobalColor.black)


class TeachingPage(QWidget):
    """Paints a `TeachScreen`: the codes at the left, or above, the words beside."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._heading = Heading(self)
        self.codes = CodesView(self)
        self._progress = Caption("progress", self)
        self._ask = Caption("ask", self)
        self._hint = Caption("hint", self)
        for caption in (self._progress, self._ask, self._hint):
            caption.setAlignment(_LEFT)
        self._note = NoteBar(self)
        self._foot = Foot(self)
        self._foot.tapped.connect(self.tapped)

    def show_screen(self, screen: TeachScreen, measure: Measure) -> None:
        """Show `screen` as large as `measure` says."""
        unit = measure.unit
        body = frame_page(self, measure, self._heading, self._foot)
        note = body.adjusted(0, body.height() - round(look.NOTE_HEIGHT * unit), 0, 0)
        self._note.setGeometry(note)
        area = body.adjusted(0, 0, 0, note.top() - body.bottom() - round(unit))
        words = self._place_codes(area, measure)
        shelf = Shelves(area=words, unit=unit)
        size = look.NOTE_TEXT * unit
        for caption, text, height, bold in (
            (self._progress, screen.progress, 13, False),
            (self._ask, screen.ask, 18, True),
            (self._hint, screen.hint, 13, False),
        ):
            caption.setGeometry(shelf.put(height, (1,))[0])
            caption.fit(text, size, look.INK, bold=bold, lines=3)
        self._heading.show_heading(screen.title, screen.lock, unit)
        self.codes.show_codes(screen.codes, screen.progress)
        self._note.show_note(screen.note, unit)
        self._foot.show_buttons(screen.buttons, unit)

    def _place_codes(self, area: QRect, measure: Measure) -> QRect:
        """Place the codes in `area`, and return what is left beside them."""
        gap = round(2 * look.COLUMN_GAP * measure.unit)
        if measure.is_portrait:
            words = area.adjusted(0, area.height() - round(48 * measure.unit), 0, 0)
            self.codes.setGeometry(area.adjusted(0, 0, 0, words.top() - area.bottom()))
            return words
        width = round(area.width() * 0.56)
        self.codes.setGeometry(area.left(), area.top(), width, area.height())
        return area.adjusted(width + gap, 0, 0, 0)
