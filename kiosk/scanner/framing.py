"""Framing: how a reader's bytes become frames, without I/O or a clock.

A frame ends with CR, LF, CRLF or ETX. A vCard has line ends of its own and
runs to `END:VCARD`. Silence ends a frame only while the reader's terminator is
not known: a USB hub or a busy machine can pause in the middle of a code.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.payload import MAX_FRAME_BYTES, Payload, ReadFault, Repair
from kiosk.scanner.reader import Gate
from kiosk.scanner.wrapping import NUL, unwrap

SILENCE_NS = 150_000_000
GIVE_UP_NS = 1_000_000_000
"""Silence after which an over-long frame or a vCard without end is given up.

Else the rest of a flood would swallow the next person's code.
"""

HALF_NS = 3_000_000_000
"""Silence after which a code without its terminator has broken off.

Else it would spoil the next person's code, and a reader that has lost its
terminator (or whose only one was a line end inside a code) would never be read.
"""

STX = b"\x02"
AIM_PREFIX = re.compile(rb"\][A-Za-z][0-9A-Za-z]")
END = re.compile(rb"[\r\n\x03]")
ENDS = b"\r\n\x03"
VCARD_BEGIN = re.compile(rb"(?:\][A-Z][0-9A-Z])?BEGIN:VCARD", re.IGNORECASE)
VCARD_END = b"END:VCARD"
KEPT_BYTES = MAX_FRAME_BYTES + len(b"]Q1") + 1
"""Enough to know that a frame is too long; more is never kept."""


class Terminator(StrEnum):
    """What ends a frame of this reader."""

    UNKNOWN = ""
    CR = "\r"
    LF = "\n"
    CRLF = "\r\n"
    ETX = "\x03"


BY_BYTES = {one.encode(): one for one in Terminator if one is not Terminator.UNKNOWN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stood between two terminators; `ended_ns` is when its last byte came."""

    data: bytes
    symbology: str = ""
    ended_ns: int
    fault: ReadFault | None = None
    repairs: tuple[Repair, ...] = ()
    suffix: str = field(default="", compare=False)

    def payload(self, reader: str, gate: Gate) -> Payload:
        """Return this frame as read by `reader` at `gate`."""
        return Payload(
            data=self.data,
            symbology=self.symbology,
            reader=reader,
            gate=gate.name,
            direction=gate.direction,
            received_ns=self.ended_ns,
            fault=self.fault,
            repairs=self.repairs,
            suffix=self.suffix,
        )


class Framer:
    """Turns bytes with times into frames; one for each reader.

    `terminator` is what the reader is known to send, where it was taught.
    """

    def __init__(self, terminator: Terminator = Terminator.UNKNOWN) -> None:
        self._buffer = bytearray()
        self._refusing = False
        self._after_cr = False
        self._last_ns = 0
        self.terminator = terminator

    @property
    def is_refusing(self) -> bool:
        """Say whether what comes belongs to a code that was refused."""
        return self._refusing

    def feed(self, chunk: bytes, now_ns: int) -> list[Frame]:
        """Take what the reader sent and return the frames it completes."""
        frames: list[Frame] = []
        self._last_ns = now_ns
        start = 0
        for end in END.finditer(chunk):
            self._keep(chunk[start : end.start()], frames)
            self._end(end.group(), frames)
            start = end.end()
        self._keep(chunk[start:], frames)
        return frames

    def poll(self, now_ns: int) -> list[Frame]:
        """Return the frame that silence has ended, if it has."""
        idle_ns = now_ns - self._last_ns
        needed_ns = SILENCE_NS if self.terminator is Terminator.UNKNOWN else GIVE_UP_NS
        if idle_ns < needed_ns:
            return []
        if self._refusing:
            self._refusing = False
            return []
        if self.terminator is Terminator.UNKNOWN or self._is_cut_vcard():
            return self._complete()
        if self._buffer and idle_ns >= HALF_NS:
            self.terminator = Terminator.UNKNOWN
            self._buffer.clear()
            return [self._fail(ReadFault.UNFINISHED)]
        return []

    def refuse(self, fault: ReadFault, now_ns: int) -> list[Frame]:
        """Refuse the frame that comes in, because of `fault`, up to its end."""
        self._last_ns = now_ns
        if self._refusing:
            return []
        self._buffer.clear()
        self._refusing = True
        return [self._fail(fault)]

    def abandon(self) -> int:
        """Forget the unfinished frame and return how many bytes it had."""
        dropped = len(self._buffer)
        self._buffer.clear()
        self._refusing = False
        return dropped

    def _keep(self, piece: bytes, frames: list[Frame]) -> None:
        if not self._buffer:
            piece = piece.lstrip(STX + NUL)
        if not piece or self._refusing:
            return
        self._buffer += piece[: KEPT_BYTES - len(self._buffer)]
        self._refuse_if_too_long(frames)

    def _end(self, end: bytes, frames: list[Frame]) -> None:
        if self._is_open_vcard():
            self._buffer += end
            self._refuse_if_too_long(frames)
            return
        if self._refusing:
            self._refusing = False
        elif self._buffer:
            self._learn(end)
            frames += self._complete()
        elif self._after_cr and end == b"\n":
            self._learn(b"\r\n")
        self._after_cr = end == b"\r"

    def _learn(self, end: bytes) -> None:
        # The line end after END:VCARD may be the vCard's own.
        if self._is_vcard():
            return
        # CRLF is seen as CR until its LF comes; the next CR must not undo it.
        if end == b"\r" and self.terminator is Terminator.CRLF:
            return
        if end == b"\r\n" and self.terminator is not Terminator.CR:
            return
        self.terminator = BY_BYTES[end]

    def _complete(self) -> list[Frame]:
        suffix = self.terminator.value
        frame = make_frame(bytes(self._buffer), self._last_ns, suffix=suffix)
        self._buffer.clear()
        return [frame] if frame.data else []

    def _fail(self, fault: ReadFault) -> Frame:
        return Frame(data=b"", ended_ns=self._last_ns, fault=fault)

    def _refuse_if_too_long(self, frames: list[Frame]) -> None:
        kept = len(self._buffer)
        if kept <= MAX_FRAME_BYTES or kept - self._prefix_length() <= MAX_FRAME_BYTES:
            return
        frames += self.refuse(ReadFault.TOO_LONG, self._last_ns)

    def _prefix_length(self) -> int:
        prefix = AIM_PREFIX.match(self._buffer)
        return 0 if prefix is None else prefix.end()

    def _is_vcard(self) -> bool:
        return VCARD_BEGIN.match(self._buffer) is not None

    def _is_open_vcard(self) -> bool:
        if not self._is_vcard():
            return False
        tail = bytes(self._buffer[-64:]).rstrip(ENDS + b" \t").upper()
        return not tail.endswith(VCARD_END)

    def _is_cut_vcard(self) -> bool:
        return self._is_open_vcard() and self._buffer[-1] in ENDS


def make_frame(
    sent: bytes, ended_ns: int, *, symbology: str = "", suffix: str = ""
) -> Frame:
    """Return what was `sent` between two terminators as a frame, repaired.

    `symbology` is the identifier, where it came by a way of its own.
    """
    identifier, code = split_symbology(sent.rstrip(ENDS))
    data, repairs = unwrap(symbology or identifier, code)
    return Frame(
        data=data,
        symbology=symbology or identifier,
        ended_ns=ended_ns,
        repairs=repairs,
        suffix=suffix,
    )


def split_symbology(frame: bytes) -> tuple[str, bytes]:
    """Return the AIM identifier that opens `frame`, if any, and the rest.

    The identifier is `]`, a letter and a letter or digit (ISO/IEC 15424).
    """
    prefix = AIM_PREFIX.match(frame)
    if prefix is None:
        return "", frame
    return prefix.group().decode("ascii"), frame[prefix.end() :]
