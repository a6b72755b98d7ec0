"""Log page: a day's entries, page by page, with what narrows them down."""

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui import reception_theme as look
from kiosk.ui.admin_widgets import Keys
from kiosk.ui.pager import Pager
from kiosk.ui.reception_widgets import Caption, NoteBar, TapButton
from kiosk.ui.shelves import Shelves
from kiosk.ui.staff.log_row import LogRowView
from kiosk.ui.staff.log_screens import LogScreen
from kiosk.ui.staff.log_taps import ScrollTap
from kiosk.ui.staff.taps import StaffWrite
from kiosk.ui.text_box import TextBox
from kiosk.ui.theme import Measure

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_TURNS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class LogPage(QWidget):
    """Paints a `LogScreen`; only the rows that are seen are widgets."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._screen: LogScreen | None = None
        self._measure = Measure(width=1, height=1)
        self._fitting = 1
        self._title = Caption("title", self)
        self._summary = Caption("summary", self)
        self._hint = Caption("hint", self)
        for caption in (self._title, self._summary):
            caption.setAlignment(_LEFT)
        self._search = TextBox("log_search", self)
        self._search.written.connect(self.on_written)
        self._days = Keys(self)
        self._filters = Keys(self)
        self._note = NoteBar(self)
        self._back = TapButton(self)
        for view in (self._days, self._filters, self._note, self._back):
            view.tapped.connect(self.tapped)
        self.pager = Pager(self)
        self.pager.turned.connect(self.on_turned)
        self._rows: list[LogRowView] = []

    def show_screen(self, screen: LogScreen, measure: Measure) -> None:
        """Show `screen` as large as `measure` says."""
        self._screen, self._measure = screen, measure
        unit, portrait = measure.unit, measure.is_portrait
        shelves = Shelves(area=self.rect(), unit=unit)
        self._arrange_head(screen, shelves, portrait=portrait)
        note, rows = shelves.put_foot(portrait=portrait)
        self._note.setGeometry(note)
        self._note.show_note(screen.note, unit)
        bottom = note.top() if screen.note else rows[0].top()
        self._arrange_rows(screen, shelves.top, bottom - round(look.GAP * unit))
        self._arrange_foot(screen, shelves, rows)

    def hide_all(self) -> None:
        """Hold nothing of anybody."""
        self._screen = None
        self._search.clear()
        self._note.show_note(None, 1.0)
        for caption in (self._title, self._summary, self._hint):
            caption.take_away()
        for row in self._rows:
            row.take_away()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Turn pages by the keys for it."""
        turn = _TURNS.get(Qt.Key(event.key()))
        if turn is None:
            super().keyPressEvent(event)
        else:
            self.on_turned(turn)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Go one row up or down."""
        self._scroll(-1 if event.angleDelta().y() > 0 else 1)

    @Slot(str, str)
    def on_written(self, name: str, text: str) -> None:
        """Tell what is looked for."""
        del name
        self.tapped.emit(StaffWrite(text=text))

    @Slot(int)
    def on_turned(self, pages: int) -> None:
        """Ask for the page before, or the next."""
        self._scroll(pages * self._fitting)

    def _scroll(self, rows: int) -> None:
        if self._screen is None:
            return
        last = max(0, self._screen.count - 1)
        first = min(max(0, self._screen.first + rows), last)
        self.tapped.emit(ScrollTap(first=first))

    def _arrange_head(
        self, screen: LogScreen, shelves: Shelves, *, portrait: bool
    ) -> None:
        unit = self._measure.unit
        if portrait:
            title, summary = shelves.put(look.BOX_HEIGHT, (50, 50))
            (search,) = shelves.put(look.BOX_HEIGHT, (1,))
            (days,) = shelves.put(2 * look.CHIP_HEIGHT + look.COLUMN_GAP, (1,))
            (filters,) = shelves.put(look.CHIP_HEIGHT, (1,))
        else:
            title, summary, search = shelves.put(look.BOX_HEIGHT, (32, 34, 34))
            days, filters = shelves.put(look.CHIP_HEIGHT, (56, 44))
        self._title.setGeometry(title)
        self._title.fit(screen.title, look.TITLE * unit, look.INK, bold=True)
        self._summary.setGeometry(summary)
        self._summary.fit(screen.summary, look.HINT * unit, look.QUIET, bold=False)
        self._search.setGeometry(search)
        self._search.setPlaceholderText(screen.search_label)
        self._search.setAccessibleName(screen.search_label)
        self._search.show_text(screen.search, unit)
        self._days.setGeometry(days)
        columns = -(-len(screen.days) // 2) if portrait else len(screen.days)
        self._days.show_keys(screen.days, columns, unit)
        self._filters.setGeometry(filters)
        self._filters.show_keys(screen.filters, len(screen.filters), unit)

    def _arrange_rows(self, screen: LogScreen, top: int, bottom: int) -> None:
        unit, is_tall = self._measure.unit, self._measure.is_portrait
        height = round((look.LOG_TALL_ROW if is_tall else look.LOG_ROW) * unit)
        step = height + round(look.LOG_GAP * unit)
        self._fitting = max(1, (bottom - top) // step)
        shown = screen.rows[: self._fitting]
        while len(self._rows) < len(shown):
            made = LogRowView(self)
            made.tapped.connect(self.tapped)
            self._rows.append(made)
        for spare in self._rows[len(shown) :]:
            spare.take_away()
        for index, (view, row) in enumerate(zip(self._rows, shown, strict=False)):
            view.setGeometry(0, top + index * step, self.width(), height)
            view.show_row(row, unit, is_tall=is_tall)
        free = QRect(0, top + len(shown) * step, self.width(), height)
        has_room = free.bottom() <= bottom
        self._hint.setGeometry(free)
        hint = screen.hint if has_room else ""
        self._hint.fit(hint, look.HINT * unit, look.QUIET, bold=False)

    def _arrange_foot(
        self, screen: LogScreen, shelves: Shelves, rows: list[QRect]
    ) -> None:
        unit = self._measure.unit
        back, pages = shelves.split(rows[-1], (24, 76))
        if len(rows) > 1:
            pages, back = rows[0], rows[1]
        self._back.setGeometry(back)
        self._back.show_button(screen.button, unit)
        self.pager.setGeometry(pages)
        count = -(-screen.count // self._fitting)
        page = min(count - 1, -(-screen.first // self._fitting))
        self.pager.show_pages(page, count, screen.pages, unit)
