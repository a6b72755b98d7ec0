"""Evdev: a reader that types, as Linux' own input device and ours alone.

Grabbed, its keys reach no window and no input method, whatever has the focus.
"""

import struct
from collections.abc import Callable, Collection
from contextlib import suppress
from typing import Protocol

from kiosk.scanner.framing import Frame, Terminator
from kiosk.scanner.keyline import KeyLine
from kiosk.scanner.node import READ, WRITE, Node, encode_request, open_node
from kiosk.scanner.plugged import DEVICE_FAULTS, Line, PluggedReader, advise_permission
from kiosk.scanner.reader import Gate

EVENT = struct.Struct("@llHHi")
"""struct input_event: seconds, microseconds, type, code, value."""
EVENTS_A_READ = 64
EV_SYN, EV_KEY = 0, 1
SYN_REPORT, SYN_DROPPED = 0, 3
RELEASED, PRESSED = 0, 1
"""A held key's repeats (2) are no reader's."""

KEY_BYTES = 96
"""One bit for each key up to KEY_MAX (0x2ff)."""
CLOCK_MONOTONIC = 1
EVIOCGRAB = encode_request(WRITE, "E", 0x90, 4)
EVIOCSCLOCKID = encode_request(WRITE, "E", 0xA0, 4)
EVIOCGKEY = encode_request(READ, "E", 0x18, KEY_BYTES)

RIGHT = (
    "Add this user to the group 'input' and log in again, or install the udev rule "
    "of installers/systemd."
)


class Keyboard(Protocol):
    """A device that types, grabbed; a fault raises one of `DEVICE_FAULTS`."""

    def receive(self) -> bytes:
        """Return the events that came, nothing after a short silence."""

    def read_pressed(self) -> Collection[int]:
        """Return the keys that are down now; never raises."""

    def is_still(self) -> bool:
        """Tell whether the path names the device that is open."""

    def close(self) -> None:
        """Give the device back."""


class EvdevDecoder:
    """Turns an input device's events into frames, in any pieces.

    Where the kernel had to drop events, the code is refused and what is down is
    asked for by `read_pressed`.
    """

    def __init__(
        self,
        read_pressed: Callable[[], Collection[int]],
        terminator: Terminator = Terminator.UNKNOWN,
    ) -> None:
        self._read_pressed = read_pressed
        self._keys = KeyLine(terminator)
        self._rest = b""
        self._is_lost = False

    def feed(self, chunk: bytes, now_ns: int) -> list[Frame]:
        """Take events and return the frames they complete; the times are theirs."""
        del now_ns
        whole = self._rest + chunk
        end = len(whole) - len(whole) % EVENT.size
        self._rest = whole[end:]
        frames: list[Frame] = []
        for second, microsecond, kind, code, value in EVENT.iter_unpack(whole[:end]):
            at_ns = second * 1_000_000_000 + microsecond * 1000
            if kind == EV_SYN:
                frames += self._synchronise(code, at_ns)
            elif kind == EV_KEY and not self._is_lost:
                frames += self._take_key(code, value, at_ns)
        return frames

    def poll(self, now_ns: int) -> list[Frame]:
        """Return the frame that silence has ended, if it has."""
        return self._keys.poll(now_ns)

    def abandon(self) -> int:
        """Forget the unfinished frame and return how many keys it had."""
        self._rest = b""
        return self._keys.abandon()

    def _synchronise(self, code: int, at_ns: int) -> list[Frame]:
        if code == SYN_DROPPED:
            self._is_lost = True
            return self._keys.lose(at_ns)
        if code == SYN_REPORT and self._is_lost:
            # Up to here the events are of before the gap, and say nothing.
            self._is_lost = False
            self._keys.hold(self._read_pressed())
        return []

    def _take_key(self, code: int, value: int, at_ns: int) -> list[Frame]:
        if value == PRESSED:
            return self._keys.press(code, at_ns)
        if value == RELEASED:
            return self._keys.release(code, at_ns)
        return []


class GrabbedKeyboard:
    """An input device of this machine, held by us alone."""

    def __init__(self, node: Node) -> None:
        self._node = node

    def grab(self) -> None:
        """Take the device away from everybody else, with times as ours."""
        self._node.switch(EVIOCGRAB, 1)
        clock = struct.pack("@i", CLOCK_MONOTONIC)
        self._node.control(EVIOCSCLOCKID, clock)

    def receive(self) -> bytes:
        """Return the events that came, nothing after a short silence."""
        return self._node.receive(EVENT.size * EVENTS_A_READ)

    def read_pressed(self) -> Collection[int]:
        """Return the keys that are down now, none where the device is gone."""
        try:
            return decode_pressed(self._node.control(EVIOCGKEY, bytes(KEY_BYTES)))
        except DEVICE_FAULTS:
            return ()

    def is_still(self) -> bool:
        """Tell whether the path names the device that is open."""
        return self._node.is_still()

    def close(self) -> None:
        """Give the device back."""
        self._node.close()


def open_keyboard(path: str) -> GrabbedKeyboard:
    """Open and grab the input device at `path`."""
    keyboard = GrabbedKeyboard(open_node(path))
    try:
        keyboard.grab()
    except DEVICE_FAULTS:
        with suppress(*DEVICE_FAULTS):
            keyboard.close()
        raise
    return keyboard


def make_evdev_reader(
    path: str,
    *,
    gate: Gate,
    terminator: Terminator = Terminator.UNKNOWN,
    opened: Callable[[str], Keyboard] = open_keyboard,
) -> PluggedReader:
    """Return a reader of the input device at `path`, such as one of `by-id`."""

    def open_line() -> Line:
        keyboard = opened(path)
        decoder = EvdevDecoder(keyboard.read_pressed, terminator)
        return Line(device=keyboard, decoder=decoder)

    return PluggedReader(
        f"evdev:{path}", gate, open_line=open_line, advise=advise_evdev
    )


def advise_evdev(error: BaseException) -> str:
    """Say what is wrong with the input device and what to do."""
    return advise_permission(error, right=RIGHT)


def decode_pressed(bits: bytes) -> frozenset[int]:
    """Return the codes whose bits are set, as EVIOCGKEY answers."""
    return frozenset(
        8 * place + bit
        for place, byte in enumerate(bits)
        for bit in range(8)
        if byte >> bit & 1
    )
