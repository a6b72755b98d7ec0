"""Admin view: the admin's pages below the status line, over the gate's screen."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from kiosk.ui import reception_theme as look
from kiosk.ui.admin_pages import (
    ChoosePage,
    EndPage,
    MenuPage,
    PassphrasePage,
    PinPage,
    ProgressPage,
)
from kiosk.ui.admin_shown import (
    AdminScreen,
    CheckupScreen,
    ChooseScreen,
    EndScreen,
    MenuScreen,
    PassphraseScreen,
    PickScreen,
    PinScreen,
    ProgressScreen,
    RecoveryScreen,
    SendingScreen,
    SettingsScreen,
    StepScreen,
    TeachScreen,
)
from kiosk.ui.admin_taps import AdminAct, AdminPress, AdminTap, Digit, Letter
from kiosk.ui.page_frame import PageFrame
from kiosk.ui.pick_pages import PickPage, RecoveryPage
from kiosk.ui.picture_drop import holds_picture, read_drop
from kiosk.ui.sending_page import SendingPage
from kiosk.ui.setup.pages import CheckupPage, SettingsPage, StepPage
from kiosk.ui.status import Status
from kiosk.ui.teaching_page import TeachingPage
from kiosk.ui.theme import Measure

AdminPage = (
    PinPage
    | RecoveryPage
    | MenuPage
    | ChoosePage
    | ProgressPage
    | PassphrasePage
    | EndPage
    | PickPage
    | TeachingPage
    | SendingPage
    | StepPage
    | SettingsPage
    | CheckupPage
)

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
        self.pin = PinPage(self)
        self.recovery = RecoveryPage(self)
        self.menu = MenuPage(self)
        self.choose = ChoosePage(self)
        self.progress = ProgressPage(self)
        self.passphrase = PassphrasePage(self)
        self.end = EndPage(self)
        self.pick = PickPage(self)
        self.teaching = TeachingPage(self)
        self.sending = SendingPage(self)
        self.step = StepPage(self)
        self.settings = SettingsPage(self)
        self.checkup = CheckupPage(self)
        pages: tuple[AdminPage, ...] = (
            self.pin,
            self.recovery,
            self.menu,
            self.choose,
            self.progress,
            self.passphrase,
            self.end,
            self.pick,
            self.teaching,
            self.sending,
            self.step,
            self.settings,
            self.checkup,
        )
        self._frame = PageFrame[AdminPage](self, pages, _leave)
        for page in pages:
            page.tapped.connect(self.on_tapped)

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
        tap = self._read_key(event)
        if tap is None:
            super().keyPressEvent(event)
        else:
            self.on_tapped(tap)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Arrange everything again for the new size."""
        super().resizeEvent(event)
        if self._shown is not None:
            self._arrange(*self._shown)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the field."""
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), QColor(look.PAPER))

    @Slot(object)
    def on_tapped(self, tap: AdminTap) -> None:
        """Tell what was tapped; a picture that is pasted is fetched here."""
        screen = self._screen
        if tap == AdminPress(act=AdminAct.PASTE) and isinstance(screen, PickScreen):
            self._paste(screen)
        else:
            self.tapped.emit(tap)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take a picture where one is asked for."""
        if isinstance(self._screen, PickScreen) and holds_picture(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Tell of a picture that was dropped."""
        screen = self._screen
        if not isinstance(screen, PickScreen):
            return
        brought = read_drop(event.mimeData(), screen.unnamed)
        if brought is not None:
            event.acceptProposedAction()
            self.tapped.emit(brought)

    @property
    def _screen(self) -> AdminScreen | None:
        return None if self._shown is None else self._shown[0]

    @property
    def _measure(self) -> Measure:
        return Measure(width=self.width(), height=self.height())

    def _take_away(self) -> None:
        self._shown = None
        self.hide()
        self._frame.take_away()
        self.setAcceptDrops(False)

    def _arrange(  # noqa: C901, PLR0912 - one for each screen
        self, screen: AdminScreen, status: Status
    ) -> None:
        measure = self._measure
        self.setAcceptDrops(isinstance(screen, PickScreen))
        match screen:
            case PinScreen():
                self._bring(self.pin, status)
                self.pin.show_screen(screen, measure)
            case RecoveryScreen():
                self._bring(self.recovery, status)
                self.recovery.show_screen(screen, measure)
            case MenuScreen():
                self._bring(self.menu, status)
                self.menu.show_screen(screen, measure)
            case ChooseScreen():
                self._bring(self.choose, status)
                self.choose.show_screen(screen, measure)
            case ProgressScreen():
                self._bring(self.progress, status)
                self.progress.show_screen(screen, measure)
            case PassphraseScreen():
                self._bring(self.passphrase, status)
                self.passphrase.show_screen(screen, measure)
            case EndScreen():
                self._bring(self.end, status)
                self.end.show_screen(screen, measure)
            case PickScreen():
                self._bring(self.pick, status)
                self.pick.show_screen(screen, measure)
            case TeachScreen():
                self._bring(self.teaching, status)
                self.teaching.show_screen(screen, measure)
            case SendingScreen():
                self._bring(self.sending, status)
                self.sending.show_screen(screen, measure)
            case StepScreen():
                self._bring(self.step, status)
                self.step.show_screen(screen, measure)
            case SettingsScreen():
                self._bring(self.settings, status)
                self.settings.show_screen(screen, measure)
            case CheckupScreen():
                self._bring(self.checkup, status)
                self.checkup.show_screen(screen, measure)

    def _bring(self, page: AdminPage, status: Status) -> None:
        if self._frame.bring(page, status, self._measure):
            self.setFocus()

    def _paste(self, screen: PickScreen) -> None:
        """Tell of the picture in the clipboard, or that it was asked for in vain."""
        clipboard = QGuiApplication.clipboard().mimeData()
        brought = read_drop(clipboard, screen.unnamed)
        self.tapped.emit(brought or AdminPress(act=AdminAct.PASTE))

    def _read_key(self, event: QKeyEvent) -> AdminTap | None:
        text, screen = event.text(), self._screen
        if isinstance(screen, RecoveryScreen) and text.isascii() and text.isalnum():
            return Letter(letter=text) if len(text) == 1 else None
        if isinstance(screen, PickScreen) and event.matches(
            QKeySequence.StandardKey.Paste
        ):
            return AdminPress(act=AdminAct.PASTE)
        if len(text) == 1 and text.isascii() and text.isdigit():
            return Digit(digit=text)
        act = _KEYS.get(event.key())
        return None if act is None else AdminPress(act=act)


def _leave(page: AdminPage) -> None:
    page.hide()
    if isinstance(page, PassphrasePage | RecoveryPage | StepPage):
        page.hide_all()
