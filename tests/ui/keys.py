"""Keys: what a typing reader presses, sent as the platform sends it: to the window."""

import time

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget


def press(widget: QWidget, text: str) -> None:
    """Press and release the keys of `text`, at once and without scan codes.

    The keys say themselves that they came at once, however busy the machine is.
    """
    window = widget.window().windowHandle()
    now_ms = time.monotonic_ns() // 1_000_000
    for character in text:
        key = Qt.Key.Key_Return if character == "\r" else Qt.Key.Key_A
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, character)
            event.setTimestamp(now_ms)
            QApplication.sendEvent(window, event)
