"""Keyline: the keys of one reader's own device as frames, without I/O.

The device is a reader and nothing else, so nobody asks who types: a frame ends
with Enter, Tab or silence, as on a serial line.
"""

from collections.abc import Iterable

from kiosk.payload import MAX_FRAME_BYTES, ReadFault
from kiosk.scanner.framing import ENDS, Frame, Framer, Terminator, make_frame
from kiosk.scanner.keys import ENTER, TAB, decode_key
from kiosk.scanner.numpad import ALT, Numpad, spell

SHIFTS = frozenset({42, 54})
CONTROLS = frozenset({29, 97, ALT, 100, 125, 126})
"""Ctrl, Alt and Meta, left and right: a key with one of them types nothing by itself."""
MODIFIERS = SHIFTS | CONTROLS


class KeyLine:
    """Turns keys with the times of their events into frames.

    Keys are told by evdev's numbers.
    """

    def __init__(self, terminator: Terminator = Terminator.UNKNOWN) -> None:
        self._framer = Framer(terminator)
        self._held: set[int] = set()
        self._numpad = Numpad()
        self._typed: list[str | int] = []
        self._has_numbers = False

    def press(self, code: int, at_ns: int) -> list[Frame]:
        """Take a key that went down and return the frames that it completes."""
        if code == ALT:
            self._numpad.press_alt()
        if code in MODIFIERS:
            self._held.add(code)
            return []
        if self._held & CONTROLS:
            self._numpad.take(code)
            return []
        character = decode_key(code, shifted=bool(self._held & SHIFTS))
        if character is None:
            return []
        return self._type(ENTER if character == TAB else character, at_ns)

    def release(self, code: int, at_ns: int) -> list[Frame]:
        """Take a key that went up; ALT's release may end a typed number."""
        self._held.discard(code)
        number = self._numpad.release_alt() if code == ALT else None
        return [] if number is None else self._type(number, at_ns)

    def lose(self, at_ns: int) -> list[Frame]:
        """Refuse the code that is being typed, because keys of it were lost."""
        return self._spell(self._framer.refuse(ReadFault.DROPPED, at_ns))

    def hold(self, codes: Iterable[int]) -> None:
        """Take which keys are down now; what was known of them is void."""
        self._held = set(codes) & MODIFIERS
        self._numpad = Numpad()

    def poll(self, now_ns: int) -> list[Frame]:
        """Return the frame that silence has ended, if it has."""
        return self._spell(self._framer.poll(now_ns))

    def abandon(self) -> int:
        """Forget the unfinished frame and return how many bytes it had."""
        self.hold(())
        self._typed.clear()
        return self._framer.abandon()

    def _type(self, part: str | int, at_ns: int) -> list[Frame]:
        # The silence before this key counts even where nobody polled in it.
        ended = self.poll(at_ns)
        if len(self._typed) <= MAX_FRAME_BYTES:
            self._typed.append(part)
        self._has_numbers |= isinstance(part, int)
        frames = self._framer.feed(_to_bytes(part), at_ns)
        if self._framer.is_refusing:
            self._typed.clear()
        return ended + self._spell(frames)

    def _spell(self, frames: list[Frame]) -> list[Frame]:
        """Return the frames, numbers spelled: all of them tell what they count."""
        if not frames:
            return frames
        typed, has_numbers = self._typed, self._has_numbers
        self._typed, self._has_numbers = [], False
        if not has_numbers or frames[0].fault is not None:
            return frames
        # An Enter too many before this code is no part of it.
        code = spell(typed).encode().lstrip(ENDS)
        return [make_frame(code, frames[0].ended_ns, suffix=frames[0].suffix)]


def _to_bytes(part: str | int) -> bytes:
    if isinstance(part, str):
        return part.encode()
    return bytes((part,)) if part < 256 else b"?"
