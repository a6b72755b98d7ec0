"""Admin view: the admin's pages below the status line, over the gate's screen."""

from collections.abc import Mapping

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui import reception_theme as look
from kiosk.ui.admin_pages import (
    AdminPage,
    ChoosePage,
    EndPage,
    MenuPage,
    PassphrasePage,
    PinPage,
    ProgressPage,
)
from kiosk.ui.admin_screens import (
    AdminScreen,
    ChooseScreen,
    EndScreen,
    MenuScreen,
    PassphraseScreen,
    PinScreen,
    ProgressScreen,
)
from kiosk.ui.admin_taps import AdminAct, AdminPress, AdminTap, Digit
from kiosk.ui.screens import Status
from kiosk.ui.theme import Measure
from kiosk.ui.widgets import StatusLine

_KEYS: Mapping[int, AdminAct] = {
    Qt.Key.Key_Backspace: AdminAct.ERASE,
    Qt.Key.Key_Return: AdminAct.ENTER,
    Qt.Key.Key_Enter: AdminAct.ENTER,
    Qt.Key.Key_Escape: AdminAct.BACK,
}


class AdminView(QWidget):
    """Paints an admin's screen, and hears the keyboard for it."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._shown: tuple[AdminScreen, Status] | None = None
        self._status = StatusLine(self)
        self.pin = PinPage(self)
        self.menu = MenuPage(self)
        self.choose = ChoosePage(self)
        self.progress = ProgressPage(self)
        self.passphrase = PassphrasePage(self)
        self.end = EndPage(self)
        for page in self._pages:
            page.tapped.connect(self.tapped)
            page.hide()

    def show_screen(self, screen: AdminScreen | None, status: Status) -> None:
        """Show `screen`, or nothing."""
        if (screen, status) == self._shown:
            return
        if screen is None:
            self._take_away()
            return
        self._shown = (screen, status)
        self._arrange(screen, status)
        if self.isHidden():
            self.show()
            self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Hear digits and the few keys that a page knows."""
        tap = _read_key(event)
        if tap is None:
            super().keyPressEvent(event)
        else:
            self.tapped.emit(tap)

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
    def _pages(self) -> tuple[AdminPage, ...]:
        return (
            self.pin,
            self.menu,
            self.choose,
            self.progress,
            self.passphrase,
            self.end,
        )

    def _take_away(self) -> None:
        self._shown = None
        self.hide()
        self.passphrase.hide_all()
        for page in self._pages:
            page.hide()

    def _arrange(self, screen: AdminScreen, status: Status) -> None:
        measure = Measure(width=self.width(), height=self.height())
        margin = round(3.2 * measure.unit)
        width = measure.width - 2 * margin
        top = round(1.6 * measure.unit)
        self._status.setGeometry(margin, top, width, measure.status_height)
        self._status.set_status(status, look.DESK, measure.unit)
        top += measure.status_height + round(0.8 * measure.unit)
        area = QRect(margin, top, width, measure.height - top - margin)
        match screen:
            case PinScreen():
                self._bring(self.pin, area)
                self.pin.show_screen(screen, measure)
            case MenuScreen():
                self._bring(self.menu, area)
                self.menu.show_screen(screen, measure)
            case ChooseScreen():
                self._bring(self.choose, area)
                self.choose.show_screen(screen, measure)
            case ProgressScreen():
                self._bring(self.progress, area)
                self.progress.show_screen(screen, measure)
            case PassphraseScreen():
                self._bring(self.passphrase, area)
                self.passphrase.show_screen(screen, measure)
            case EndScreen():
                self._bring(self.end, area)
                self.end.show_screen(screen, measure)

    def _bring(self, page: AdminPage, area: QRect) -> None:
        page.setGeometry(area)
        if not page.isHidden():
            return
        for other in self._pages:
            if other is not page:
                other.hide()
        self.passphrase.hide_all()
        page.show()
        self.setFocus()


def _read_key(event: QKeyEvent) -> AdminTap | None:
    text = event.text()
    if len(text) == 1 and text.isascii() and text.isdigit():
        return Digit(digit=text)
    act = _KEYS.get(event.key())
    return None if act is None else AdminPress(act=act)
