"""Reception view: the desk's pages below the status line, and what covers them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui import reception_theme as look
from kiosk.ui.buttons import Question
from kiosk.ui.form_page import FormPage
from kiosk.ui.list_page import ListPage
from kiosk.ui.page_frame import PageFrame
from kiosk.ui.question_view import QuestionView
from kiosk.ui.reception_screens import (
    DeskScreen,
    FormScreen,
    ListScreen,
    RollScreen,
)
from kiosk.ui.roll_page import RollPage
from kiosk.ui.staff.declaration_pages import PhonePage, QuestionPage
from kiosk.ui.staff.declaration_screens import PhoneScreen, QuestionScreen
from kiosk.ui.status import Status
from kiosk.ui.theme import Measure

DeskPage = FormPage | ListPage | RollPage | QuestionPage | PhonePage


class ReceptionView(QWidget):
    """Paints a desk's screen; a page that is not shown holds nobody's name."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._shown: tuple[DeskScreen, Status] | None = None
        self.form = FormPage(self)
        self.list = ListPage(self)
        self.roll = RollPage(self)
        self.declaration = QuestionPage(self)
        self.phone = PhonePage(self)
        self.question = QuestionView(self)
        self.question.hide()
        pages: tuple[DeskPage, ...] = (
            self.form,
            self.list,
            self.roll,
            self.declaration,
            self.phone,
        )
        for view in (*pages, self.question):
            view.tapped.connect(self.tapped)
        self._frame = PageFrame[DeskPage](self, pages, _leave)

    def show_screen(self, screen: DeskScreen | None, status: Status) -> None:
        """Show `screen`, or nothing and keep nothing."""
        if screen is None:
            self._take_away()
            return
        self._shown = (screen, status)
        self._arrange(screen, status)
        if self.isHidden():
            self.show()
            self._raise()

    def ask(self, question: Question | None) -> None:
        """Cover the screen with `question` until it is answered."""
        self.question.setGeometry(self.rect())
        self.question.show_question(question, self._measure.unit)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Arrange everything again for the new size."""
        super().resizeEvent(event)
        self.question.setGeometry(self.rect())
        if self._shown is not None:
            self._arrange(*self._shown)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the field."""
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), QColor(look.PAPER))

    @property
    def _measure(self) -> Measure:
        is_tall = self.height() > self.width()
        share = look.TALL_SHARE if is_tall else 1.0
        return Measure(width=round(share * self.width()), height=self.height())

    def _raise(self) -> None:
        """Stand before the gate's screen, but never again before a fault's."""
        if not self.isWindow():
            self.raise_()

    def _take_away(self) -> None:
        self._shown = None
        self.hide()
        self._frame.take_away()

    def _arrange(self, screen: DeskScreen, status: Status) -> None:
        measure = self._measure
        match screen:
            case FormScreen():
                self._bring(self.form, status)
                self.form.show_screen(screen, measure)
            case ListScreen():
                self._bring(self.list, status)
                self.list.show_screen(screen, measure)
            case RollScreen():
                self._bring(self.roll, status)
                self.roll.show_screen(screen, measure)
            case QuestionScreen():
                self._bring(self.declaration, status)
                self.declaration.show_screen(screen, measure)
            case PhoneScreen():
                self._bring(self.phone, status)
                self.phone.show_screen(screen, measure)

    def _bring(self, page: DeskPage, status: Status) -> None:
        is_new = self._frame.bring(page, status, self._measure)
        if is_new and isinstance(page, FormPage | ListPage | RollPage):
            page.begin()


def _leave(page: DeskPage) -> None:
    if isinstance(page, QuestionPage | PhonePage):
        page.hide()
        page.hide_all()
    else:
        page.take_away()
