"""Staff view: staff's pages below the status line, over the gate's screen."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui import reception_theme as look
from kiosk.ui.buttons import Question
from kiosk.ui.page_frame import PageFrame
from kiosk.ui.question_view import QuestionView
from kiosk.ui.staff.declaration_pages import PhonePage, QuestionPage
from kiosk.ui.staff.declaration_screens import PhoneScreen, QuestionScreen
from kiosk.ui.staff.entry_page import EntryPage
from kiosk.ui.staff.log_page import LogPage
from kiosk.ui.staff.log_screens import EntryScreen, LogScreen
from kiosk.ui.staff.look_page import LookPage
from kiosk.ui.staff.look_screens import LookScreen
from kiosk.ui.staff.screens import StaffScreen
from kiosk.ui.staff.settle_page import SettlePage
from kiosk.ui.staff.settle_screens import SettleScreen
from kiosk.ui.staff.taps import StaffAct, StaffPress
from kiosk.ui.staff.typing_page import TypingPage
from kiosk.ui.staff.typing_screens import TypingScreen
from kiosk.ui.status import Status
from kiosk.ui.theme import Measure

StaffPage = (
    SettlePage | QuestionPage | PhonePage | LookPage | LogPage | EntryPage | TypingPage
)


class StaffView(QWidget):
    """Paints one of staff's screens."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._shown: tuple[StaffScreen, Status] | None = None
        self.settle = SettlePage(self)
        self.question = QuestionPage(self)
        self.phone = PhonePage(self)
        self.looking = LookPage(self)
        self.log = LogPage(self)
        self.entry = EntryPage(self)
        self.typing = TypingPage(self)
        pages: tuple[StaffPage, ...] = (
            self.settle,
            self.question,
            self.phone,
            self.looking,
            self.log,
            self.entry,
            self.typing,
        )
        self._frame = PageFrame[StaffPage](self, pages, _leave)
        self._question = QuestionView(self)
        self._question.tapped.connect(self.tapped)
        for page in pages:
            page.tapped.connect(self.tapped)

    def show_screen(self, screen: StaffScreen | None, status: Status) -> None:
        """Show `screen`, or nothing."""
        if screen is None:
            self._take_away()
            return
        if (screen, status) == self._shown:
            return
        self._shown = (screen, status)
        self._arrange(screen, status)
        if self.isHidden():
            self.show()
            self.setFocus()

    def ask(self, question: Question | None) -> None:
        """Ask whether anybody is there, or no more."""
        self._question.setGeometry(self.rect())
        self._question.show_question(question, self._measure.unit)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go back by Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.tapped.emit(StaffPress(act=StaffAct.BACK))
        elif not self.typing.isHidden():
            self.typing.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Arrange everything again for the new size."""
        super().resizeEvent(event)
        if self._shown is not None:
            self._arrange(*self._shown)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the field."""
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), QColor(look.PAPER))

    @property
    def _measure(self) -> Measure:
        return Measure(width=self.width(), height=self.height())

    def _take_away(self) -> None:
        if self._shown is not None:
            self._shown = None
            self.hide()
            self._frame.take_away()

    def _arrange(self, screen: StaffScreen, status: Status) -> None:
        match screen:
            case SettleScreen():
                self._bring(self.settle, status)
                self.settle.show_screen(screen, self._measure)
            case QuestionScreen():
                self._bring(self.question, status)
                self.question.show_screen(screen, self._measure)
            case PhoneScreen():
                self._bring(self.phone, status)
                self.phone.show_screen(screen, self._measure)
            case LookScreen():
                self._bring(self.looking, status)
                self.looking.show_screen(screen, self._measure)
            case LogScreen():
                self._bring(self.log, status)
                self.log.show_screen(screen, self._measure)
            case EntryScreen():
                self._bring(self.entry, status)
                self.entry.show_screen(screen, self._measure)
            case TypingScreen():
                self._bring(self.typing, status)
                self.typing.show_screen(screen, self._measure)

    def _bring(self, page: StaffPage, status: Status) -> None:
        if self._frame.bring(page, status, self._measure):
            self.setFocus()


def _leave(page: StaffPage) -> None:
    page.hide()
    page.hide_all()
