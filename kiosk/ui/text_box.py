"""Text box: a line that is typed into, with Telex where Vietnamese belongs."""

import re

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor, QInputMethodEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import QLineEdit, QWidget

from kiosk.ui import reception_theme as look
from kiosk.ui import theme
from kiosk.ui.fields import ASKS_NUMBER
from kiosk.ui.fitting import fit_text
from kiosk.ui.telex import compose

_WORD = re.compile(r"[^\W\d_]+$")
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class TextBox(QLineEdit):
    """A box of the form or of a search.

    The system's input methods are off in our process (screens.md, finding 3),
    so what they would do is done here, in our own field and nowhere else.
    """

    written = Signal(str, str)
    """The box's name, and what stands in it after a person's edit."""

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
        self._telex = telex
        self._capitals = capitals
        self._keys = self._composed = ""
        self._unit = 1.0
        self._is_wrong = False
        self.textEdited.connect(self.on_text_edited)
        self.textChanged.connect(self.on_text_changed)

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
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
            return
        if self._may_compose(event):
            self._compose(event.text())
            return
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802 - Qt's name
        """Take what a reader typed; a number is not added to another."""
        if self.property(ASKS_NUMBER) and event.commitString():
            self.selectAll()
        super().inputMethodEvent(event)

    def _may_compose(self, event: QKeyEvent) -> bool:
        text = event.text()
        is_letter = len(text) == 1 and text.isascii() and text.isalpha()
        is_typing = not event.modifiers() & _COMMANDS and not self.hasSelectedText()
        return self._telex and is_letter and is_typing and not self.isReadOnly()

    def _compose(self, key: str) -> None:
        text, end = self.text(), self.cursorPosition()
        found = _WORD.search(text[:end])
        word = found.group() if found else ""
        start = end - len(word)
        begins = not word and (start == 0 or text[start - 1].isspace())
        if self._capitals and begins:
            key = key.upper()
        if start and text[start - 1].isdigit():
            composed = word + key  # 29A is no syllable
        else:
            going_on = bool(word) and word == self._composed
            self._keys = (self._keys if going_on else word) + key
            composed = compose(self._keys)
        self._composed = composed
        self.setText(text[:start] + composed + text[end:])
        self.setCursorPosition(start + len(composed))
        self.on_text_edited(self.text())

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
