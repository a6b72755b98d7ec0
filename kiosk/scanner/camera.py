"""Camera: a reader that looks at a camera's frames.

One thread captures, and the reader's own looks, at the newest frame only. No
frame is ever stored: what leaves this module are codes, and a small picture
for the window while one is shown.
"""

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Protocol

import cv2

from kiosk.payload import Payload
from kiosk.scanner.capture import OpenCapture, open_capture, to_gray
from kiosk.scanner.cascade import Cascade
from kiosk.scanner.code import Code, Gray
from kiosk.scanner.glimpse import Glimpse
from kiosk.scanner.liveness import Liveness
from kiosk.scanner.newest import Capturing, Ended, Newest
from kiosk.scanner.reader import Gate, ReaderReport, ReaderState
from kiosk.scanner.sight import Sight
from kiosk.scanner.source import Source, SourceKind, parse_camera_option

LOOK_S = 0.052
"""How long after a frame the next is asked for: it is the second of 30 a second,
and 15 looks a second read as many codes as 30 (scanning.md). A 15th of a second
would miss that frame by a hair and get the third.
"""
IDLE_LOOK_S = 1 / 5
GLIMPSE_NS = 60_000_000
GLIMPSE_WIDTH = 480
WAIT_S = 0.2
"""How long one wait for a frame lasts: stalls and `stop` are seen this often."""
RETRY_S = 0.5
LONGEST_RETRY_S = 1.0
LONGEST_RETRY_OF_A_STREAM_S = 8.0


class Eye(Protocol):
    """What reads codes in frames, one after the other."""

    def look(self, gray: Gray, now_ns: int) -> Sight:
        """Return what is new in the frame captured at `now_ns`."""


def make_camera(text: str, gate: Gate) -> "CameraReader":
    """Return the reader that a `--camera` names; `gate` where it names none."""
    option = parse_camera_option(text, gate)
    return CameraReader(option.source, gate=option.gate)


class CameraReader:
    """Reads one source; a camera that is not there, or sees nothing, is waited for."""

    def __init__(
        self,
        source: Source,
        *,
        gate: Gate,
        open_source: OpenCapture = open_capture,
        make_eye: Callable[[], Eye] = Cascade,
    ) -> None:
        self._source = source
        self._gate = gate
        self._open = partial(open_source, source)
        self._make_eye = make_eye
        self._is_over = False
        self._show: Callable[[Glimpse], None] | None = None
        self._shown_ns = 0

    @property
    def name(self) -> str:
        """Return `camera:` and the source."""
        return self._source.name

    @property
    def is_playing(self) -> bool:
        """Say whether this is a file that has not come to its end."""
        return self._source.kind is SourceKind.FILE and not self._is_over

    def watch(self, show: Callable[[Glimpse], None] | None) -> None:
        """Give glimpses to `show`, from the reader's thread; None ends that."""
        self._show = show

    def run(
        self,
        emit: Callable[[Payload], None],
        report: Callable[[ReaderReport], None],
        stop: threading.Event,
    ) -> None:
        """Look until `stop` is set or a file is at its end; never raises for a device."""
        look = partial(self._look, self._make_eye(), emit)
        status = Status(self.name, report)
        retry_s = RETRY_S
        try:
            while not stop.is_set():
                was_read = self._open_and_read(look, status, stop)
                if self._source.kind is SourceKind.FILE:
                    return
                retry_s = RETRY_S if was_read else self._lengthen(retry_s)
                stop.wait(retry_s)
        finally:
            self._is_over = True

    def _lengthen(self, retry_s: float) -> float:
        is_stream = self._source.kind is SourceKind.STREAM
        longest_s = LONGEST_RETRY_OF_A_STREAM_S if is_stream else LONGEST_RETRY_S
        return min(2 * retry_s, longest_s)

    def _open_and_read(
        self, look: "Look", status: "Status", stop: threading.Event
    ) -> bool:
        """Read the source until a fault ends that; return whether it was read."""
        capturing = Capturing(self._open, self.name)
        try:
            fault = self._read(capturing.newest, look, status, stop)
            was_read = status.is_reading
            if not stop.is_set():
                status.tell_missing(fault)
        finally:
            # Closed before it is opened again: else it comes back as another device.
            capturing.close(stop)
        return was_read

    def _read(
        self, newest: Newest, look: "Look", status: "Status", stop: threading.Event
    ) -> str:
        """Look at frames until `stop` or until none comes; return why."""
        is_device = self._source.kind is SourceKind.DEVICE
        liveness = Liveness(time.monotonic_ns(), judges_stillness=is_device)
        fault = ""
        while not stop.is_set() and not fault:
            taken = newest.take(WAIT_S)
            if isinstance(taken, Ended):
                return taken.detail
            if taken is not None:
                gray = to_gray(taken.picture)
                liveness.see(gray, taken.captured_ns)
                if liveness.is_live:
                    status.tell_reading()
                pause_s = look(gray, taken.captured_ns)
                stop.wait(pause_s)
                liveness.wait_from(time.monotonic_ns())
            fault = liveness.find_fault(time.monotonic_ns())
        return fault

    def _look(
        self, eye: Eye, emit: Callable[[Payload], None], gray: Gray, at_ns: int
    ) -> float:
        """Emit what is new in a frame; return how long the next may wait."""
        sight = eye.look(gray, at_ns)
        for code in sight.codes:
            emit(self._make_payload(code, at_ns))
        show = self._show
        if show is not None and at_ns - self._shown_ns >= GLIMPSE_NS:
            self._shown_ns = at_ns
            show(make_glimpse(gray, sight))
        step_s = IDLE_LOOK_S if sight.is_idle else LOOK_S
        return max(0.0, step_s - (time.monotonic_ns() - at_ns) / 1e9)

    def _make_payload(self, code: Code, at_ns: int) -> Payload:
        return Payload(
            data=code.data,
            symbology=code.symbology,
            reader=self.name,
            gate=self._gate.name,
            direction=self._gate.direction,
            received_ns=at_ns,
        )


Look = Callable[[Gray, int], float]


class Status:
    """What was told of the reader: only what has changed is told."""

    def __init__(self, name: str, report: Callable[[ReaderReport], None]) -> None:
        self._name = name
        self._report = report
        self._state: ReaderState | None = None

    @property
    def is_reading(self) -> bool:
        """Say whether the reader was told to be reading."""
        return self._state is ReaderState.READING

    def tell_reading(self) -> None:
        """Tell that codes can be read."""
        self._tell(ReaderState.READING, "")

    def tell_missing(self, detail: str) -> None:
        """Tell that none can be read now, and why."""
        self._tell(ReaderState.MISSING, detail)

    def _tell(self, state: ReaderState, detail: str) -> None:
        if state is not self._state:
            self._state = state
            self._report(ReaderReport(reader=self._name, state=state, detail=detail))


def make_glimpse(gray: Gray, sight: Sight) -> Glimpse:
    """Return `gray` made small, with what was seen in it."""
    rows, columns = gray.shape
    width = min(GLIMPSE_WIDTH, columns)
    height = max(1, round(rows * width / columns))
    small = cv2.resize(gray, (width, height), interpolation=cv2.INTER_AREA)
    return Glimpse(
        width=width,
        height=height,
        pixels=small.tobytes(),
        outline=tuple((x / columns, y / rows) for x, y in sight.outline or ()),
        hint=sight.hint,
    )
