"""Wedge: a reader that types, heard at the window before any widget is.

One event filter on the application rules on every key by its scan code and
its own timestamp. A reader's keys never reach a widget; a person's do, the
first ones up to 40 ms late.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from shiboken6 import isValid

from kiosk.payload import MAX_FRAME_BYTES, Payload, ReadFault
from kiosk.scanner.burst import Burst, BurstRecogniser, Fate, Ruling, Typed
from kiosk.scanner.framing import split_symbology
from kiosk.scanner.keys import ENTER, TAB, decode_key
from kiosk.scanner.reader import Gate

NAME = "wedge"
X11_OFFSET = 8
"""X11 and Wayland count scan codes from 8, evdev and PC set 1 from 0."""
REST_MS = 10
"""The part of each wait that begins when the window is surely listening."""
NOT_TYPED = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
MODIFIER_KEYS = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldKey:
    """A key event that waits for the ruling, and the window it came to."""

    window: QObject
    event: QKeyEvent


class Wedge(QObject):
    """Emits what a typing reader reads; lives in the GUI thread."""

    def __init__(
        self,
        emit: Callable[[Payload], None],
        gate: Gate,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._emit = emit
        self._gate = gate
        self._recogniser = BurstRecogniser()
        self._held: list[HeldKey] = []
        self._taken: set[int] = set()
        self._redelivering = False
        self._hears_rest = False
        self._timer = QTimer(self)
        self._timer.setObjectName("wedge silence")
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_silence)

    def install(self, application: QCoreApplication) -> None:
        """Hear every key of `application` from now on."""
        application.installEventFilter(self)

    def remove(self, application: QCoreApplication) -> None:
        """Hear no more, and give back what is held."""
        application.removeEventFilter(self)
        self._timer.stop()
        self._close(self._recogniser.settle())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 -- Qt's name
        """Keep back what is, or may be, a reader's."""
        kind = event.type()
        if kind not in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            return False
        # Each key comes to the window first and then to its widgets.
        if self._redelivering or not watched.isWindowType():
            return False
        if not isinstance(event, QKeyEvent):
            return False
        if kind == QEvent.Type.KeyPress:
            return self._press(watched, event)
        return self._release(watched, event)

    def _press(self, window: QObject, event: QKeyEvent) -> bool:
        if event.key() in MODIFIER_KEYS:
            return False
        character = read_character(event)
        if character is None:
            return self._interrupt()
        ruling = self._recogniser.press(
            character, read_timestamp_ms(event), is_repeat=event.isAutoRepeat()
        )
        self._close(ruling.before)
        self._settle_key(ruling, window, event)
        self._close(ruling.burst)
        self._await_silence()
        return ruling.fate is not Fate.PASSED

    def _settle_key(self, ruling: Ruling, window: QObject, event: QKeyEvent) -> None:
        match ruling.fate:
            case Fate.HELD:
                self._held.append(HeldKey(window=window, event=copy(event)))
            case Fate.TAKEN:
                self._taken.update(key_number(held.event) for held in self._held)
                self._taken.add(key_number(event))
                self._held.clear()
            case Fate.PASSED:
                self._taken.discard(key_number(event))
            case _:
                assert_never(ruling.fate)

    def _interrupt(self) -> bool:
        """Take a key that no reader sends; tell whether a burst swallows it."""
        self._close(self._recogniser.interrupt())
        return self._recogniser.wait_ms is not None

    def _release(self, window: QObject, event: QKeyEvent) -> bool:
        number = key_number(event)
        if number in self._taken:
            if not event.isAutoRepeat():
                self._taken.discard(number)
            return True
        if any(key_number(held.event) == number for held in self._held):
            self._held.append(HeldKey(window=window, event=copy(event)))
            return True
        return False

    @Slot()
    def _on_silence(self) -> None:
        if not self._hears_rest:
            # The window may have been busy: keys that came meanwhile are heard
            # in this while, and start the wait anew.
            self._hears_rest = True
            self._timer.start(REST_MS)
            return
        self._close(self._recogniser.settle())

    def _await_silence(self) -> None:
        self._hears_rest = False
        wait_ms = self._recogniser.wait_ms
        if wait_ms is None:
            self._timer.stop()
        else:
            self._timer.start(wait_ms - REST_MS)

    def _close(self, ended: Typed | Burst | None) -> None:
        match ended:
            case None:
                return
            case Typed():
                self._redeliver()
            case Burst():
                self._emit(self._payload(ended))
            case _:
                assert_never(ended)

    def _redeliver(self) -> None:
        held, self._held = self._held, []
        self._redelivering = True
        try:
            for key in held:
                if isValid(key.window):
                    QCoreApplication.sendEvent(key.window, key.event)
        finally:
            self._redelivering = False

    def _payload(self, burst: Burst) -> Payload:
        symbology, text = split_symbology(burst.text.encode())
        too_long = burst.too_long or len(text) > MAX_FRAME_BYTES
        return Payload(
            data=b"" if too_long else text,
            symbology=symbology,
            reader=NAME,
            gate=self._gate.name,
            direction=self._gate.direction,
            received_ns=time.monotonic_ns(),
            fault=ReadFault.TOO_LONG if too_long else None,
        )


def read_character(event: QKeyEvent) -> str | None:
    """Return what a US keyboard would have typed; None for what types nothing.

    Without a scan code (Qt's offscreen platform) the event's text has to do.
    """
    if event.modifiers() & NOT_TYPED:
        return None
    code = event.nativeScanCode()
    if code:
        if QGuiApplication.platformName() in ("xcb", "wayland"):
            code -= X11_OFFSET
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        return decode_key(code, shifted=shifted)
    if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return ENTER
    if event.key() == Qt.Key.Key_Tab:
        return TAB
    return event.text() if event.text().isprintable() and event.text() else None


def read_timestamp_ms(event: QKeyEvent) -> int:
    """Return when the key went down; the time of hearing it, where not told."""
    return event.timestamp() or time.monotonic_ns() // 1_000_000


def key_number(event: QKeyEvent) -> int:
    """Return a number that is the same at a key's press and release."""
    return event.nativeScanCode() or event.key()


def copy(event: QKeyEvent) -> QKeyEvent:
    """Return an event of our own; Qt's is gone once the filter returns."""
    return QKeyEvent(
        event.type(),
        event.key(),
        event.modifiers(),
        event.nativeScanCode(),
        event.nativeVirtualKey(),
        event.nativeModifiers(),
        event.text(),
        event.isAutoRepeat(),
        event.count(),
    )
