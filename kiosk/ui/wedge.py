"""Wedge: a reader that types, heard at the window before any widget is.

An event filter on each window that has the keyboard rules on every key by its
scan code and its own timestamp. A reader's keys never reach a widget; a person's do, the
first ones up to 40 ms late. What a reader typed into a field, and is no code,
is put there as text.
"""

import os
import time
from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

import msgspec
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from shiboken6 import isValid

from kiosk.payload import MAX_FRAME_BYTES, Payload, ReadFault, Repair
from kiosk.scanner.burst import Burst, BurstRecogniser, Fate, Typed
from kiosk.scanner.framing import Frame, make_frame
from kiosk.scanner.keyed import undo_caps
from kiosk.scanner.keys import ENTER, NO_KEY, TAB, decode_key, number_key
from kiosk.scanner.numpad import ALT, Numpad
from kiosk.scanner.reader import Gate
from kiosk.ui import numbers
from kiosk.ui.bursts import Asked
from kiosk.ui.fields import Leak, find_asked, find_field, put_text, watch

NAME = "wedge"
REST_MS = 10
"""The part of each wait that begins when the window is surely listening."""
CAPS_LOCK = {"xcb": 0x2, "wayland": 0x2, "windows": 0x100}
"""Caps Lock among an event's native modifiers."""


class HeldKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key event, and the window it came to."""

    window: QObject
    event: QKeyEvent


Understand = Callable[[Payload, Asked], Payload | None]
"""Says what was presented, or None where it is text for the field."""


def present_all(payload: Payload, asked: Asked) -> Payload | None:
    """Take everything for a presentation."""
    del asked
    return payload


class Wedge(QObject):
    """Emits what a typing reader reads; lives in the GUI thread."""

    heard = Signal(object)
    """Each `Burst`, code or not, as it was typed."""

    def __init__(
        self,
        emit: Callable[[Payload], None],
        gate: Gate,
        parent: QObject | None = None,
        *,
        understand: Understand = present_all,
        platform: str | None = None,
    ) -> None:
        super().__init__(parent)
        self._emit = emit
        self._gate = gate
        self._understand = understand
        self._platform = platform or QGuiApplication.platformName()
        self._recogniser = BurstRecogniser()
        self._numpad = Numpad()
        self._awaits_composed = False
        self._is_caps_on = False
        self._held: list[HeldKey] = []
        self._taken: set[int] = set()
        self._leak: Leak | None = None
        self._windows: list[QWindow] = []
        self._redelivering = False
        self._hears_rest = False
        self._timer = QTimer(self)
        self._timer.setObjectName("wedge silence")
        self._timer.setSingleShot(True)
        self._timer.setProperty("timerType", numbers.PRECISE_TIMER)
        self._timer.timeout.connect(self._on_silence)

    def install(self, application: QCoreApplication) -> None:
        """Hear every key of `application` from now on, before who listens already.

        Not by a filter on the application: every event of every object would pass
        through Python then, and of objects whose class PySide has to look for.
        """
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self.on_focus_moved)
        for window in QGuiApplication.topLevelWindows():
            self.on_focus_moved(window)

    def remove(self, application: QCoreApplication) -> None:
        """Hear no more, and give back what is held."""
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.disconnect(self.on_focus_moved)
        for window in self._windows:
            if isValid(window):
                window.removeEventFilter(self)
        self._windows.clear()
        self._timer.stop()
        self._close(self._recogniser.settle())

    @Slot(QWindow)
    def on_focus_moved(self, window: QWindow | None) -> None:
        """Hear the keys of `window` too, once."""
        self._windows = [one for one in self._windows if isValid(one)]
        if window is not None and window not in self._windows:
            self._windows.append(window)
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 -- Qt's name
        """Keep back what is, or may be, a reader's."""
        kind = event.type()
        if kind not in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            return False
        # Each key comes to the window first and then to its widgets.
        if self._redelivering or not isinstance(event, QKeyEvent):
            return False
        key = HeldKey(window=watched, event=event)
        if kind == QEvent.Type.KeyPress:
            return self._press(key)
        return self._release(key)

    def _press(self, key: HeldKey) -> bool:
        event = key.event
        code = number_key(event.nativeScanCode(), self._platform)
        if self._is_composed(code, event):
            fate = self._recogniser.accompany(read_timestamp_ms(event))
            self._settle_key(fate, key)
            return fate is not Fate.PASSED
        if self._is_alt(event):
            self._numpad.press_alt()
            self._close(self._recogniser.touch(read_timestamp_ms(event)))
            return False
        if event.key() in numbers.MODIFIER_KEYS:
            return False
        character = self._read_key(code, event)
        if character is None:
            return self._interrupt()
        ruling = self._recogniser.press(
            character, read_timestamp_ms(event), is_repeat=event.isAutoRepeat()
        )
        self._close(ruling.before)
        self._settle_key(ruling.fate, key)
        self._is_caps_on = is_caps_on(event, self._platform)
        self._close(ruling.burst, key)
        self._await_silence()
        return ruling.fate is not Fate.PASSED

    def _is_composed(self, code: int, event: QKeyEvent) -> bool:
        """Say whether this is what Windows made of the last number."""
        awaited, self._awaits_composed = self._awaits_composed, False
        return awaited and code in (NO_KEY, ALT) and bool(event.text())

    def _is_alt(self, event: QKeyEvent) -> bool:
        """Say whether it is the left ALT, which Shift turns into Meta on X11."""
        native = event.nativeScanCode()
        if native:
            return number_key(native, self._platform) == ALT
        return event.key() == numbers.KEY_ALT

    def _read_key(self, code: int, event: QKeyEvent) -> str | None:
        """Return what a key means, nothing by itself if it is one of a number's."""
        if event.modifiers().value & numbers.ALT and self._numpad.take(code):
            return ""
        return read_character(event, self._platform)

    def _settle_key(self, fate: Fate, key: HeldKey) -> None:
        match fate:
            case Fate.HELD:
                self._held.append(copy(key))
            case Fate.TAKEN:
                self._take_held()
                self._taken.add(key_number(key.event))
            case Fate.PASSED:
                self._taken.discard(key_number(key.event))
            case _:
                assert_never(fate)

    def _take_held(self) -> None:
        if self._leak is not None and self._recogniser.given_back:
            self._leak.undo()
        self._leak = None
        for held in self._held:
            if held.event.type() == QEvent.Type.KeyPress:
                self._taken.add(key_number(held.event))
            else:
                self._taken.discard(key_number(held.event))
        self._held.clear()

    def _interrupt(self) -> bool:
        """Take a key that no reader sends; tell whether a burst swallows it."""
        self._close(self._recogniser.interrupt())
        return self._recogniser.wait_ms is not None

    def _release(self, key: HeldKey) -> bool:
        event, number = key.event, key_number(key.event)
        if self._numpad.is_open and self._is_alt(event):
            self._release_alt(event)
            return False
        if number in self._taken:
            if not event.isAutoRepeat():
                self._taken.discard(number)
            return True
        if any(key_number(held.event) == number for held in self._held):
            self._held.append(copy(key))
            return True
        return False

    def _release_alt(self, event: QKeyEvent) -> None:
        number = self._numpad.release_alt()
        if number is None:
            return
        # Windows types the character too, once ALT is up.
        self._awaits_composed = self._platform == "windows"
        ruling = self._recogniser.complete(number, read_timestamp_ms(event))
        self._close(ruling.before)
        if ruling.fate is Fate.TAKEN:
            self._take_held()
        self._close(ruling.burst)
        self._await_silence()

    @Slot()
    def _on_silence(self) -> None:
        if not self._hears_rest:
            # The window may have been busy: keys that came meanwhile are heard
            # in this while, and start the wait anew.
            self._hears_rest = True
            self._timer.start(REST_MS)
            return
        before = watch(find_field())
        self._close(self._recogniser.settle())
        if before is not None and self._recogniser.given_back:
            self._leak = msgspec.structs.replace(before, leaked=before.field.text())

    def _await_silence(self) -> None:
        self._hears_rest = False
        wait_ms = self._recogniser.wait_ms
        if wait_ms is None:
            self._timer.stop()
        else:
            self._timer.start(wait_ms - REST_MS)

    def _close(self, ended: Typed | Burst | None, end: HeldKey | None = None) -> None:
        """Deal with what has ended, a burst by the key `end` if not by silence."""
        match ended:
            case None:
                return
            case Typed():
                held, self._held = self._held, []
                self._deliver(held)
            case Burst():
                self._tell(ended, end)
            case _:
                assert_never(ended)

    def _tell(self, burst: Burst, end: HeldKey | None) -> None:
        self.heard.emit(burst)
        payload = self._make_payload(burst)
        field = find_field()
        presented = self._understand(payload, find_asked(field))
        if presented is not None:
            self._emit(presented)
        elif field is not None:
            put_text(field, payload.data.decode())
            self._deliver([] if end is None else press_and_release(end))

    def _deliver(self, keys: list[HeldKey]) -> None:
        self._redelivering = True
        try:
            for key in keys:
                if isValid(key.window):
                    QCoreApplication.sendEvent(key.window, key.event)
        finally:
            self._redelivering = False

    def _make_payload(self, burst: Burst) -> Payload:
        swapped = undo_caps(burst.text) if self._is_caps_on else None
        typed = burst.text if swapped is None else swapped
        frame = make_frame(typed.encode(), time.monotonic_ns())
        if burst.too_long or len(frame.data) > MAX_FRAME_BYTES:
            frame = Frame(data=b"", ended_ns=frame.ended_ns, fault=ReadFault.TOO_LONG)
        payload = frame.payload(NAME, self._gate)
        if swapped is None:
            return payload
        return replace(payload, repairs=(Repair.CAPS, *payload.repairs))


def switch_off_input_methods() -> None:
    """Keep Qt from the input methods: Telex would eat a reader's keys.

    To be called before there is a QApplication (screens.md, finding 3).
    """
    os.environ["QT_IM_MODULE"] = os.environ["QT_IM_MODULES"] = "none"


def read_character(event: QKeyEvent, platform: str) -> str | None:
    """Return what a US keyboard would have typed; None for what types nothing.

    Without a scan code (Qt's offscreen platform) the event's text has to do.
    """
    if event.modifiers().value & numbers.NOT_TYPED:
        return None
    if event.nativeScanCode():
        code = number_key(event.nativeScanCode(), platform)
        shifted = bool(event.modifiers().value & numbers.SHIFT)
        meant = decode_key(code, shifted=shifted)
        return meant if meant is not None else _read_letter(event, platform)
    if event.key() in (numbers.KEY_RETURN, numbers.KEY_ENTER):
        return ENTER
    if event.key() == numbers.KEY_TAB:
        return TAB
    return event.text() if event.text().isprintable() and event.text() else None


def _read_letter(event: QKeyEvent, platform: str) -> str | None:
    """Return the letter of a key that no US keyboard has, as software readers make them."""
    text = event.text()
    if len(text) != 1 or text.isascii() or not text.isprintable():
        return None
    return text.swapcase() if is_caps_on(event, platform) else text


def read_timestamp_ms(event: QKeyEvent) -> int:
    """Return when the key went down; the time of hearing it, where not told."""
    return event.timestamp() or time.monotonic_ns() // 1_000_000


def is_caps_on(event: QKeyEvent, platform: str) -> bool:
    """Say whether Caps Lock was on when the key went down."""
    return bool(event.nativeModifiers() & CAPS_LOCK.get(platform, 0))


def key_number(event: QKeyEvent) -> int:
    """Return a number that is the same at a key's press and release."""
    return event.nativeScanCode() or event.key()


def press_and_release(key: HeldKey) -> list[HeldKey]:
    """Return events as the key sent them; its own release is still to come."""
    kinds = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
    return [copy(key, kind) for kind in kinds]


def copy(key: HeldKey, kind: QEvent.Type | None = None) -> HeldKey:
    """Return the key with an event of our own; Qt's is gone once the filter returns."""
    event = key.event
    own = QKeyEvent(
        kind or event.type(),
        event.key(),
        event.modifiers(),
        event.nativeScanCode(),
        event.nativeVirtualKey(),
        event.nativeModifiers(),
        event.text(),
        event.isAutoRepeat(),
        event.count(),
    )
    return HeldKey(window=key.window, event=own)
