"""Fields: where a person types, and what becomes there of what a reader typed."""

import msgspec
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from shiboken6 import isValid

from kiosk.ui.bursts import Asked

ASKS_NUMBER = "asksNumber"
"""A field's property: digits that are typed there are meant for it."""


class Leak(msgspec.Struct, frozen=True, kw_only=True):
    """What keys did to a field that were given back while a reader stalled."""

    field: QLineEdit
    text: str
    cursor: int
    leaked: str = ""

    def undo(self) -> None:
        """Let the field be as before, unless somebody has changed it since."""
        if isValid(self.field) and self.field.text() == self.leaked != self.text:
            self.field.setText(self.text)
            self.field.setCursorPosition(self.cursor)
            self.field.textEdited.emit(self.text)


def watch(field: QLineEdit | None) -> Leak | None:
    """Return `field` as it is before keys are given back to it."""
    if field is None:
        return None
    return Leak(field=field, text=field.text(), cursor=field.cursorPosition())


def find_field() -> QLineEdit | None:
    """Return the field that would be typed into."""
    focus = QApplication.focusWidget()
    if not isinstance(focus, QLineEdit) or focus.isReadOnly():
        return None
    return focus if focus.isVisible() and focus.isEnabled() else None


def find_asked(field: QLineEdit | None) -> Asked:
    """Return what `field` asks for."""
    if field is None:
        return Asked.NOTHING
    return Asked.NUMBER if field.property(ASKS_NUMBER) else Asked.TEXT


def put_text(field: QLineEdit, text: str) -> None:
    """Put `text` where the cursor is, letter by letter as it was read.

    Not as keys: Telex would compose them.
    """
    event = QInputMethodEvent()
    event.setCommitString(text)
    QCoreApplication.sendEvent(field, event)
