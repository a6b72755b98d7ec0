"""Roll page: the list that is ticked off when the alarm has rung."""

from PySide6.QtCore import QModelIndex, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from kiosk.ui import reception_theme as look
from kiosk.ui import theme
from kiosk.ui.pager import Pager
from kiosk.ui.reception_screens import RollScreen
from kiosk.ui.reception_theme import ButtonPaint
from kiosk.ui.reception_widgets import Caption, NoteBar, TapButton, paint_frame
from kiosk.ui.roll_rows import RollDelegate, RollModel
from kiosk.ui.shelves import Shelves
from kiosk.ui.taps import SearchWrite, TickTap
from kiosk.ui.text_box import TextBox
from kiosk.ui.theme import Measure

_HEAD = ButtonPaint(field=look.RED, ink=theme.WHITE, border=look.RED)
_HEAD_SHARES = (46, 24, 30)
_TALL_HEAD_SHARES = (1,)


class RollList(QListView):
    """The rows; the space key ticks as a finger does."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Tick the row that has the focus."""
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.clicked.emit(self.currentIndex())
            return
        super().keyPressEvent(event)


class RollPage(QWidget):
    """Paints a `RollScreen`."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._screen: RollScreen | None = None
        self._measure = Measure(width=1, height=1)
        self._head = QRect()
        self._title = Caption("title", self)
        self._as_of = Caption("as_of", self)
        self._counts = Caption("counts", self)
        self._search = TextBox("roll_search", self)
        self._search.written.connect(self.on_searched)
        self._only = TapButton(self)
        self._hint = Caption("hint", self)
        self._note = NoteBar(self)
        self._end = TapButton(self)
        self._print = TapButton(self)
        for view in (self._only, self._end, self._print, self._note):
            view.tapped.connect(self.tapped)
        self.pager = Pager(self)
        self.pager.turned.connect(self.on_turned)
        self.model = RollModel(self)
        self._delegate = RollDelegate(self)
        self.rows = self._make_rows()

    def show_screen(self, screen: RollScreen, measure: Measure) -> None:
        """Show `screen` as large as `measure` says."""
        if (screen, measure) == (self._screen, self._measure):
            return
        self._screen, self._measure = screen, measure
        self._arrange(screen)

    def take_away(self) -> None:
        """Hide, and hold nobody's name."""
        self.hide()
        self._screen = None
        self._search.clear()
        self._note.show_note(None, 1.0)
        self.model.show_roll(None, None)

    def begin(self) -> None:
        """Let the keyboard tick rows."""
        self.rows.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Arrange everything again for the new size."""
        super().resizeEvent(event)
        if self._screen is not None:
            self._arrange(self._screen)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the red head."""
        del event
        with QPainter(self) as painter:
            paint_frame(painter, QRectF(self._head), _HEAD, self._measure.unit)

    @Slot(QModelIndex)
    def on_row_clicked(self, index: QModelIndex) -> None:
        """Tell who was ticked."""
        self.tapped.emit(TickTap(visit=self.model.find_visit(index)))

    @Slot(str, str)
    def on_searched(self, name: str, text: str) -> None:
        """Tell what is searched for."""
        del name
        self.tapped.emit(SearchWrite(text=text))

    @Slot(int)
    def on_turned(self, pages: int) -> None:
        """Show the rows before, or the next."""
        bar = self.rows.verticalScrollBar()
        bar.setValue(bar.value() + pages * self._find_fitting())
        self._turn_pager()

    def _make_rows(self) -> QListView:
        rows = RollList(self)
        rows.setObjectName("roll")
        rows.setModel(self.model)
        rows.setItemDelegate(self._delegate)
        rows.setUniformItemSizes(True)
        rows.setFrameShape(QListView.Shape.NoFrame)
        rows.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        rows.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        rows.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        rows.viewport().setAutoFillBackground(False)
        rows.clicked.connect(self.on_row_clicked)
        return rows

    def _find_fitting(self) -> int:
        return max(1, self.rows.height() // round(look.ROLL_ROW * self._measure.unit))

    def _arrange(self, screen: RollScreen) -> None:
        unit, portrait = self._measure.unit, self._measure.is_portrait
        shelves = Shelves(area=self.rect(), unit=unit)
        self._arrange_head(screen, shelves, portrait=portrait)
        search, only = shelves.put(look.BOX_HEIGHT, (64, 36))
        self._search.setGeometry(search)
        self._search.setPlaceholderText(screen.search_label)
        self._search.setAccessibleName(screen.search_label)
        self._search.show_text(screen.search, unit)
        end, print_roll, only_unseen = screen.buttons
        self._only.setGeometry(only)
        self._only.show_button(only_unseen, unit)
        note, rows = shelves.put_foot(portrait=portrait)
        self._note.setGeometry(note)
        self._note.show_note(screen.note, unit)
        bottom = (note.top() if screen.note else rows[0].top()) - round(0.8 * unit)
        self._arrange_rows(screen, shelves.top, bottom)
        places = shelves.split(rows[-1], (22, 50, 28))
        if len(rows) > 1:
            places = [*shelves.split(rows[1], (1, 1)), rows[0]]
            places = [places[0], places[2], places[1]]
        for button, place, shown in (
            (self._end, places[0], end),
            (self._print, places[2], print_roll),
        ):
            button.setGeometry(place)
            button.show_button(shown, unit)
        self.pager.setGeometry(places[1])
        self._turn_pager()
        self.update()

    def _arrange_head(
        self, screen: RollScreen, shelves: Shelves, *, portrait: bool
    ) -> None:
        unit = self._measure.unit
        height = look.ROLL_HEAD * (2 if portrait else 1)
        (head,) = shelves.put(height, (1,))
        self._head = head
        inner = head.adjusted(round(2 * unit), 0, -round(2 * unit), 0)
        if portrait:
            third = inner.height() // 3
            places = [
                QRect(inner.left(), inner.top() + row * third, inner.width(), third)
                for row in range(3)
            ]
        else:
            places = shelves.split(inner, _HEAD_SHARES)
        captions = (
            (self._title, screen.title, look.ROLL_TITLE, True),
            (self._as_of, screen.as_of, look.HINT, False),
            (self._counts, screen.counts, look.ROLL_COUNTS, True),
        )
        for place, (caption, text, size, bold) in zip(places, captions, strict=True):
            caption.setGeometry(place)
            caption.fit(text, size * unit, theme.WHITE, bold=bold)

    def _arrange_rows(self, screen: RollScreen, top: int, bottom: int) -> None:
        unit = self._measure.unit
        step = round(look.ROLL_ROW * unit)
        fitting = max(1, (bottom - top) // step)
        self.rows.setGeometry(0, top, self.width(), fitting * step)
        if self._delegate.unit != unit:
            self._delegate.unit = unit
            self.rows.doItemsLayout()
        self.model.show_roll(screen.roll, screen.texts)
        self.rows.setVisible(not screen.hint)
        self._hint.setGeometry(0, top, self.width(), step)
        self._hint.fit(screen.hint, look.ROW_NAME * unit, look.QUIET, bold=False)

    def _turn_pager(self) -> None:
        if self._screen is None:
            return
        fitting, count = self._find_fitting(), self.model.rowCount()
        first = self.rows.verticalScrollBar().value()
        pages = -(-count // fitting)
        page = min(pages - 1, -(-first // fitting))
        self.pager.show_pages(page, pages, self._screen.pages, self._measure.unit)
