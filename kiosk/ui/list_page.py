"""List page: who is inside now, page by page, with what can be done for each."""

from PySide6.QtCore import QRect, QRectF, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui import reception_theme as look
from kiosk.ui.pager import Pager
from kiosk.ui.reception_screens import ListScreen, Row
from kiosk.ui.reception_theme import ButtonPaint
from kiosk.ui.reception_widgets import Caption, NoteBar, TapButton, paint_frame
from kiosk.ui.shelves import Shelves
from kiosk.ui.taps import Act, Press, SearchWrite
from kiosk.ui.text_box import TextBox
from kiosk.ui.theme import Measure

_BUTTON_UNITS = 17.0
_FLAG_UNITS = 18.0
_ROW_PAINT = ButtonPaint(field=look.ROW, ink=look.INK, border=look.LINE)
_FLAG_PAINT = ButtonPaint(
    field=look.OTHER_NOTE.field, ink=look.INK, border=look.OTHER_NOTE.field
)


class RowView(QWidget):
    """One visitor: the name, what the visit is about, and the buttons."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._unit = 1.0
        self._flag_rect = QRect()
        self._name = Caption("row_name", self)
        self._detail = Caption("row_detail", self)
        self._flag = Caption("row_flag", self)
        self._buttons = [TapButton(self) for _ in range(2)]
        for button in self._buttons:
            button.tapped.connect(self.tapped)

    def show_row(self, row: Row, unit: float) -> None:
        """Show `row` in the place that this view has."""
        self._unit = unit
        pad, height = round(look.PADDING * unit), self.height()
        right = self.width() - pad
        width = round(_BUTTON_UNITS * unit)
        for view, button in zip(self._buttons, reversed(row.buttons), strict=True):
            rect = QRect(right - width, pad // 2, width, height - pad)
            view.setGeometry(rect)
            view.show_button(button, unit)
            right = rect.left() - 2 * pad
        area = QRect(pad, 0, right - pad, height)
        middle = round(height * 0.54)
        name_right = self._show_flag(row.flag, right, middle)
        self._show_texts(row, area, middle, name_right)
        self.show()
        self.update()

    def take_away(self) -> None:
        """Hide, and hold nothing of a visitor."""
        self.hide()
        for caption in (self._name, self._detail, self._flag):
            caption.take_away()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the row's field, and the flag's."""
        del event
        with QPainter(self) as painter:
            paint_frame(painter, QRectF(self.rect()), _ROW_PAINT, self._unit)
            if self._flag_rect.isValid():
                paint_frame(painter, QRectF(self._flag_rect), _FLAG_PAINT, self._unit)

    def _show_flag(self, flag: str, right: int, middle: int) -> int:
        self._flag_rect = QRect()
        if not flag:
            self._flag.take_away()
            return right
        width, height = round(_FLAG_UNITS * self._unit), round(4.6 * self._unit)
        top = round((middle - height) / 2 + 0.5 * self._unit)
        self._flag_rect = QRect(right - width, top, width, height)
        pad = round(self._unit)
        self._flag.setGeometry(self._flag_rect.adjusted(pad, 0, -pad, 0))
        self._flag.fit(flag, look.ROW_DETAIL * self._unit, look.INK, bold=True)
        return self._flag_rect.left() - pad

    def _show_texts(self, row: Row, area: QRect, middle: int, name_right: int) -> None:
        unit = self._unit
        top = round(0.3 * unit)
        self._name.setGeometry(area.left(), top, name_right - area.left(), middle - top)
        self._name.fit(row.name, look.ROW_NAME * unit, look.INK, bold=True, lines=2)
        bottom = area.bottom() - round(0.4 * unit)
        self._detail.setGeometry(area.left(), middle, area.width(), bottom - middle)
        size_px = look.ROW_DETAIL * unit
        self._detail.fit(row.detail, size_px, look.QUIET, bold=False, lines=2)


class ListPage(QWidget):
    """Paints a `ListScreen`; which of its pages is shown is its own affair."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._screen: ListScreen | None = None
        self._measure = Measure(width=1, height=1)
        self._first = 0
        self._fitting = 1
        self._title = Caption("title", self)
        self._search = TextBox("search", self)
        self._search.written.connect(self.on_searched)
        self._hint = Caption("hint", self)
        self._rows: list[RowView] = []
        self._note = NoteBar(self)
        self._note.tapped.connect(self.tapped)
        self._buttons = [TapButton(self) for _ in range(2)]
        for button in self._buttons:
            button.tapped.connect(self.tapped)
        self.pager = Pager(self)
        self.pager.turned.connect(self.on_turned)

    def show_screen(self, screen: ListScreen, measure: Measure) -> None:
        """Show `screen` as large as `measure` says."""
        if (screen, measure) == (self._screen, self._measure):
            return
        if self._screen is None or screen.search != self._screen.search:
            self._first = 0
        self._screen, self._measure = screen, measure
        self._arrange(screen)

    def take_away(self) -> None:
        """Hide, and hold nobody's name."""
        self.hide()
        self._screen = None
        self._search.clear()
        self._note.show_note(None, 1.0)
        for row in self._rows:
            row.take_away()

    def begin(self) -> None:
        """Let the keyboard write into the search."""
        self._search.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Arrange everything again for the new size."""
        super().resizeEvent(event)
        if self._screen is not None:
            self._arrange(self._screen)

    @Slot(str, str)
    def on_searched(self, name: str, text: str) -> None:
        """Tell what is searched for."""
        del name
        self.tapped.emit(SearchWrite(text=text))

    @Slot(int)
    def on_turned(self, pages: int) -> None:
        """Show the page before, or the next; somebody is there."""
        self.tapped.emit(Press(act=Act.STAY))
        self._first = max(0, self._first + pages * self._fitting)
        if self._screen is not None:
            self._arrange(self._screen)

    def _arrange(self, screen: ListScreen) -> None:
        unit, portrait = self._measure.unit, self._measure.is_portrait
        shelves = Shelves(area=self.rect(), unit=unit)
        if portrait:
            (title,), (place,) = (shelves.put(look.BOX_HEIGHT, (1,)) for _ in range(2))
        else:
            title, place = shelves.put(look.BOX_HEIGHT, (1, 1))
        self._title.setGeometry(title)
        self._title.fit(screen.title, look.TITLE * unit, look.INK, bold=True)
        self._search.setGeometry(place)
        self._search.setPlaceholderText(screen.search_label)
        self._search.setAccessibleName(screen.search_label)
        self._search.show_text(screen.search, unit)
        note, rows = shelves.put_foot(portrait=portrait)
        bottom = note.top() if screen.note else rows[0].top()
        self._note.setGeometry(note)
        self._note.show_note(screen.note, unit)
        self._arrange_rows(screen, shelves, bottom)
        self._arrange_buttons(screen, shelves, rows)

    def _arrange_rows(self, screen: ListScreen, shelves: Shelves, bottom: int) -> None:
        unit = self._measure.unit
        portrait = self._measure.is_portrait
        row_height = look.TALL_ROW_HEIGHT if portrait else look.ROW_HEIGHT
        height, gap = round(row_height * unit), round(0.7 * unit)
        room = bottom - gap - shelves.top
        self._fitting = max(1, (room + gap) // (height + gap))
        last_page = max(0, (len(screen.rows) - 1) // self._fitting)
        self._first = min(self._first, last_page * self._fitting)
        shown = screen.rows[self._first : self._first + self._fitting]
        while len(self._rows) < len(shown):
            row = RowView(self)
            row.tapped.connect(self.tapped)
            self._rows.append(row)
        for row in self._rows[len(shown) :]:
            row.take_away()
        for index, (view, row_shown) in enumerate(zip(self._rows, shown, strict=False)):
            top = shelves.top + index * (height + gap)
            view.setGeometry(0, top, self.width(), height)
            view.show_row(row_shown, unit)
        hint_top = shelves.top + len(shown) * (height + gap)
        has_room = hint_top + height <= bottom
        self._hint.setGeometry(0, hint_top, self.width(), height)
        self._hint.fit(
            screen.hint if has_room else "",
            look.ROW_NAME * unit,
            look.QUIET,
            bold=False,
        )

    def _arrange_buttons(
        self, screen: ListScreen, shelves: Shelves, rows: list[QRect]
    ) -> None:
        unit = self._measure.unit
        back, pages, alarm = shelves.split(rows[-1], (22, 50, 28))
        if len(rows) > 1:
            pages = rows[0]
            back, alarm = shelves.split(rows[1], (1, 1))
        for button, rect, shown in zip(
            self._buttons, (back, alarm), screen.buttons, strict=True
        ):
            button.setGeometry(rect)
            button.show_button(shown, unit)
        self.pager.setGeometry(pages)
        count = -(-len(screen.rows) // self._fitting)
        self.pager.show_pages(self._first // self._fitting, count, screen.pages, unit)
