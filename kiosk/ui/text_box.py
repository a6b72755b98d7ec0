"""Text box: a line that is typed into, with Vietnamese composed where it belongs."""

import re

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPalette,
)
from PySide6.QtWidgets import QLineEdit, QWidget

from kiosk.ui import reception_theme as look
from kiosk.ui import theme
from kiosk.ui.composer import Method, compose
from kiosk.ui.fields import ASKS_NUMBER
from kiosk.ui.fitting import fit_text
from kiosk.ui.telex import TELEX

_WORD = re.compile(r"[^\W\d_]+$")
_KEYED = re.compile(r"[^\W_]+$")
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class TextBox(QLineEdit):
    """A box of the form or of a search.

    The system's input methods are off in our process (screens.md, finding 3),
    so what they would do is done here, in our own field and nowhere else. Keys
    of a keyboard and of the screen's go the same way.
    """

    written = Signal(str, str)
    """The box's name, and what stands in it after a person's edit."""
    touched = Signal()
    """A finger or the mouse was put on it."""
    keyed = Signal()
    """A key of a real keyboard was pressed in it."""

    def __init__(
        self,
        name: str,
        parent: QWidget,
        *,
        telex: bool = False,
        capitals: bool = False,
        number: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAcceptDrops(False)
        self.setProperty(ASKS_NUMBER, number)
        self._composes = telex
        self._method: Method | None = TELEX
        self._capitals = capitals
        self._keys = self._composed = ""
        self._unit = 1.0
        self._is_wrong = False
        self.textEdited.connect(self.on_text_edited)
        self.textChanged.connect(self.on_text_changed)

    @property
    def asks_number(self) -> bool:
        """Say whether digits are what is mostly typed here."""
        return bool(self.property(ASKS_NUMBER))

    @property
    def composes(self) -> bool:
        """Say whether Vietnamese is written here."""
        return self._composes

    def set_method(self, method: Method | None) -> None:
        """Compose by `method` from now on; None leaves letters as they are."""
        self._method = method
        self._forget_word()

    def show_text(
        self, text: str, unit: float, *, is_locked: bool = False, is_wrong: bool = False
    ) -> None:
        """Show `text`; a locked box is not typed into."""
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0 if is_locked else len(text))
        self._unit, self._is_wrong = unit, is_wrong
        self.setReadOnly(is_locked)
        policy = Qt.FocusPolicy.NoFocus if is_locked else Qt.FocusPolicy.StrongFocus
        self.setFocusPolicy(policy)
        self._dress()

    def type_key(self, character: str) -> None:
        """Write what a key stands for, as if it were typed."""
        if self.isReadOnly():
            return
        if self._may_compose(character):
            self._compose(character)
        else:
            self._forget_word()
            self.insert(character)

    def erase_back(self) -> None:
        """Take the letter before the cursor away."""
        if not self.isReadOnly():
            self._forget_word()
            self.backspace()

    def ask_for_keys(self) -> None:
        """Be what is typed into, as if it had been touched."""
        self.setFocus()
        self.touched.emit()

    def go_on(self) -> None:
        """Let the next box or button have the keyboard."""
        self.focusNextChild()

    @Slot(str)
    def on_text_edited(self, text: str) -> None:
        """Tell what a person made of the text."""
        self.written.emit(self.objectName(), text)

    @Slot(str)
    def on_text_changed(self, text: str) -> None:
        """Write a long text smaller, as far as it may be."""
        del text
        self._set_font()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Compose what is typed; Return goes on to the next box."""
        self.keyed.emit()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_on()
            return
        is_command = bool(event.modifiers() & _COMMANDS)
        if not is_command and not self.isReadOnly() and self._may_compose(event.text()):
            self._compose(event.text())
            return
        if event.text() or event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._forget_word()
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell that somebody wants to write here."""
        self._forget_word()
        super().mousePressEvent(event)
        if not self.isReadOnly():
            self.touched.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Begin anew with the next word."""
        self._forget_word()
        super().focusOutEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802 - Qt's name
        """Take what a reader typed; a number is not added to another."""
        if self.asks_number and event.commitString():
            self.selectAll()
        super().inputMethodEvent(event)

    def _may_compose(self, text: str) -> bool:
        if not self._composes or len(text) != 1 or self.hasSelectedText():
            return False
        if self._method is not None and text in self._method.keys:
            return True
        return text.isascii() and text.isalpha()

    def _compose(self, key: str) -> None:
        text, end = self.text(), self.cursorPosition()
        word, going_on = self._find_word(text[:end])
        start = end - len(word)
        if self._capitals and not word and (not start or text[start - 1].isspace()):
            key = key.upper()
        if self._method is None or (start and text[start - 1].isdigit()):
            composed = word + key  # 29A is no syllable
        else:
            self._keys = (self._keys if going_on else word) + key
            composed = compose(self._keys, self._method)
        self._composed = composed
        self.setText(text[:start] + composed + text[end:])
        self.setCursorPosition(start + len(composed))
        self.on_text_edited(self.text())

    def _find_word(self, before: str) -> tuple[str, bool]:
        """Return the word before the cursor, and whether its keys are known.

        Digits belong to it where they were typed as marks and became none.
        """
        keyed = _KEYED.search(before)
        if keyed and keyed.group() == self._composed:
            return keyed.group(), True
        word = _WORD.search(before)
        return (word.group() if word else ""), False

    def _forget_word(self) -> None:
        self._keys = self._composed = ""

    def _dress(self) -> None:
        ring = max(look.RING_MIN_PX, round(look.RING * self._unit))
        line = max(1, round(look.BORDER * self._unit))
        edge = look.WRONG if self._is_wrong else look.LINE
        width = ring if self._is_wrong else line
        field = look.LOCKED if self.isReadOnly() else theme.WHITE
        corner = round(look.CORNER * self._unit)
        pad = round(look.PADDING * self._unit * 0.6)
        sheet = (
            f"QLineEdit {{ background: {field}; color: {look.INK};"
            f" border: {width}px solid {edge}; border-radius: {corner}px;"
            f" padding: 0 {pad}px; }}"
            f"QLineEdit:focus {{ border: {ring}px solid {look.FOCUS}; }}"
        )
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.PlaceholderText, QColor(look.QUIET))
        self.setPalette(palette)
        self._set_font()

    def _set_font(self) -> None:
        largest = look.BOX_TEXT * self._unit
        width = self.width() - 2 * (look.PADDING + look.RING) * self._unit
        size_px = largest
        shown = self.text() or self.placeholderText()
        if shown.strip() and width > 0:
            fitting = fit_text(shown, largest, width, bold=False).size_px
            size_px = max(look.SMALLEST_BOX * largest, fitting)
        font = theme.make_font(size_px, bold=False)
        if font != self.font():
            self.setFont(font)
