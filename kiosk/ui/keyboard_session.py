"""Keyboard session: when the screen's keyboard is shown, and which box it writes into."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, QRect, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from kiosk.config import OnScreenKeyboard, TypingMethod
from kiosk.ui import reception_theme as look
from kiosk.ui.key_taps import CharacterTap, KeyAct, KeyPress, KeyTap
from kiosk.ui.keyboard import Keyboard
from kiosk.ui.keyboard_layout import METHODS, KeyboardState, begin, list_rows, press
from kiosk.ui.text_box import TextBox
from kiosk.ui.texts import Texts
from kiosk.ui.theme import Measure

_LEAVE_MS = 50
"""How soon the keyboard goes once no box is typed into; a finger that is still down waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typing:
    """How people type in the window."""

    method: TypingMethod = TypingMethod.TELEX
    keyboard: OnScreenKeyboard = OnScreenKeyboard.AUTO


AS_USUAL = Typing()


class KeyboardSession(QObject):
    """Follows the focus of `window`'s boxes, and shows a keyboard below their page.

    The page moves up as far as its box would be covered. The box keeps the
    focus all the while, so a reader that types is heard as ever.
    """

    def __init__(self, window: QWidget, texts: Texts, typing: Typing) -> None:
        super().__init__(window)
        self._window = window
        self._texts = texts
        self._typing = typing
        self._state = begin(typing.method, number=False, composes=True)
        self._box: TextBox | None = None
        self._moved: QWidget | None = None
        self._keyboard: Keyboard | None = None
        self._leaving = QTimer(self)
        self._leaving.setObjectName("keyboard leaves")
        self._leaving.setSingleShot(True)
        self._leaving.setInterval(_LEAVE_MS)
        self._leaving.timeout.connect(self.on_leaving)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self.on_focus_changed)

    @property
    def is_shown(self) -> bool:
        """Say whether there is a keyboard on the screen."""
        return self._keyboard is not None and not self._keyboard.isHidden()

    @property
    def state(self) -> KeyboardState:
        """Return what the keyboard shows, or would."""
        return self._state

    def set_texts(self, texts: Texts) -> None:
        """Write other words on the keys from now on."""
        self._texts = texts
        self.arrange()

    @Slot("QWidget*", "QWidget*")
    def on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        """Follow the focus into a box, or out of the last one."""
        del old
        if isinstance(new, TextBox) and self._window.isAncestorOf(new):
            self._enter(new)
        elif self._box is not None:
            self._leave_box()
            self._leaving.start()

    @Slot()
    def on_touched(self) -> None:
        """Come up where somebody wants to write."""
        if self._typing.keyboard is not OnScreenKeyboard.OFF:
            self._show()

    @Slot()
    def on_keyed(self) -> None:
        """Give way to a real keyboard."""
        if self._typing.keyboard is OnScreenKeyboard.AUTO:
            self._hide()

    @Slot()
    def on_leaving(self) -> None:
        """Go, unless a finger is down: what it taps must not move away below it."""
        if self._box is not None:
            return
        if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self._leaving.start()
        else:
            self._hide()

    @Slot(object)
    def on_tapped(self, tapped: KeyTap) -> None:
        """Do in the box what a key says."""
        box = self._box
        if box is None:
            return
        self._state = press(self._state, tapped)
        match tapped:
            case CharacterTap(text=text):
                box.type_key(text)
            case KeyPress(act=KeyAct.ERASE):
                box.erase_back()
            case KeyPress(act=KeyAct.NEXT):
                box.go_on()
            case KeyPress(act=KeyAct.HIDE):
                self._hide()
            case KeyPress(act=KeyAct.METHOD):
                box.set_method(METHODS[self._state.method])
            case KeyPress():
                pass  # other keys are shown
        self.arrange()

    @Slot()
    def arrange(self) -> None:
        """Place the keyboard at the window's bottom, and the page so that the box is seen."""
        keyboard, box = self._keyboard, self._box
        if keyboard is None or keyboard.isHidden() or box is None:
            return
        rows = list_rows(self._state, self._texts)
        keyboard.show_rows(rows, self._measure)
        self._move_page(box, keyboard.geometry())

    @property
    def _measure(self) -> Measure:
        return Measure(width=self._window.width(), height=self._window.height())

    def _enter(self, box: TextBox) -> None:
        if box is self._box:
            return
        self._leave_box()
        self._leaving.stop()
        self._box = box
        box.touched.connect(self.on_touched)
        box.keyed.connect(self.on_keyed)
        self._state = begin(
            self._state.method, number=box.asks_number, composes=box.composes
        )
        box.set_method(METHODS[self._state.method])
        if self._typing.keyboard is OnScreenKeyboard.ON:
            self._show()
        self.arrange()

    def _leave_box(self) -> None:
        box, self._box = self._box, None
        if box is not None and isValid(box):
            box.touched.disconnect(self.on_touched)
            box.keyed.disconnect(self.on_keyed)

    def _show(self) -> None:
        if self._keyboard is None:
            self._keyboard = Keyboard(self._window)
            self._keyboard.tapped.connect(self.on_tapped)
        self._keyboard.show()
        self.arrange()

    def _hide(self) -> None:
        if self._keyboard is not None:
            self._keyboard.hide()
        self._put_back()

    def _move_page(self, box: TextBox, keyboard: QRect) -> None:
        page = _find_page(box, self._window)
        if page is not self._moved:
            self._put_back()
        gap = round(look.GAP * self._measure.unit)
        place = QRect(box.mapTo(page, QPoint()), box.size())
        covered = place.bottom() + gap - keyboard.top()
        offset = min(keyboard.height(), max(0, covered))
        page.move(0, -max(0, min(offset, place.top() - gap)))
        self._moved = page

    def _put_back(self) -> None:
        page, self._moved = self._moved, None
        if page is not None and isValid(page):
            page.move(0, 0)


def _find_page(box: QWidget, window: QWidget) -> QWidget:
    """Return the view of `window` in which `box` stands."""
    page = box
    while (parent := page.parentWidget()) is not None and parent is not window:
        page = parent
    return page
