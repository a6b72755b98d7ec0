"""Plugged: the life of a reader that can be unplugged and comes back."""

import errno
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from kiosk.errors import ReaderError
from kiosk.payload import Payload
from kiosk.scanner.framing import Frame
from kiosk.scanner.reader import Gate, ReaderReport, ReaderState

WAIT_S = 0.05
"""How long a device waits for bytes: silence and `stop` are seen this often."""
RETRY_S = 0.5
LOOK_NS = 500_000_000
"""How often an idle device is compared with the one that is looked for."""

DEVICE_FAULTS: tuple[type[Exception], ...] = (OSError, ValueError, ReaderError)
"""What a device's calls let through; pyserial's SerialException is an OSError."""
if sys.platform != "win32":
    import termios

    DEVICE_FAULTS += (termios.error,)


class Device(Protocol):
    """What is open; a fault raises one of `DEVICE_FAULTS`."""

    def receive(self) -> bytes:
        """Return what came within `WAIT_S`, which may be nothing."""

    def is_still(self) -> bool:
        """Tell whether this is what the reader's name means now."""

    def close(self) -> None:
        """Give the device back, so that its name is free for the next one."""


class Decoder(Protocol):
    """What makes frames of bytes, without I/O; one for each plugging-in."""

    def feed(self, chunk: bytes, now_ns: int) -> list[Frame]:
        """Take what the device sent and return the frames it completes."""

    def poll(self, now_ns: int) -> list[Frame]:
        """Return the frame that silence has ended, if it has."""

    def abandon(self) -> int:
        """Forget the unfinished frame and return how many bytes it had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An open device and the decoder of what it sends."""

    device: Device
    decoder: Decoder


def advise_plain(error: BaseException) -> str:
    """Say what is wrong with a device and what to do."""
    if isinstance(error, ReaderError):
        return str(error)
    return f"{error}. Plug the reader in; it is found again by itself."


class PluggedReader:
    """Reads one device whenever it is there."""

    def __init__(
        self,
        name: str,
        gate: Gate,
        *,
        open_line: Callable[[], Line],
        advise: Callable[[BaseException], str] = advise_plain,
    ) -> None:
        self._name = name
        self._gate = gate
        self._open_line = open_line
        self._advise = advise

    @property
    def name(self) -> str:
        """Return what kind of reader it is, and where."""
        return self._name

    def run(
        self,
        emit: Callable[[Payload], None],
        report: Callable[[ReaderReport], None],
        stop: threading.Event,
    ) -> None:
        """Read until `stop` is set; never raises for what the device does."""
        is_told_missing = False
        while not stop.is_set():
            try:
                line = self._open_line()
            except DEVICE_FAULTS as error:
                fault = self._advise(error)
            else:
                report(self._report(ReaderState.READING))
                is_told_missing = False
                fault = self._read_and_close(line, emit, stop)
                if stop.is_set():
                    return
            if not is_told_missing:
                report(self._report(ReaderState.MISSING, fault))
                is_told_missing = True
            stop.wait(RETRY_S)

    def _read_and_close(
        self, line: Line, emit: Callable[[Payload], None], stop: threading.Event
    ) -> str:
        try:
            return self._read(line, emit, stop)
        finally:
            with suppress(*DEVICE_FAULTS):
                line.device.close()

    def _read(
        self, line: Line, emit: Callable[[Payload], None], stop: threading.Event
    ) -> str:
        """Emit what comes until `stop` or until the device is gone; return why."""
        looked_ns = time.monotonic_ns()
        fault = ""
        while not fault and not stop.is_set():
            chunk, fault = receive(line.device, self._advise)
            now_ns = time.monotonic_ns()
            frames = line.decoder.feed(chunk, now_ns) if chunk else []
            if not chunk and not fault:
                frames = line.decoder.poll(now_ns)
            for frame in frames:
                emit(frame.payload(self._name, self._gate))
            if not chunk and not fault and now_ns - looked_ns > LOOK_NS:
                looked_ns = now_ns
                fault = "" if line.device.is_still() else "The device is gone."
        if not fault:
            return ""
        dropped = line.decoder.abandon()
        return f"{fault} {dropped} bytes of an unfinished code were dropped."

    def _report(self, state: ReaderState, detail: str = "") -> ReaderReport:
        return ReaderReport(reader=self._name, state=state, detail=detail)


def receive(
    device: Device, advise: Callable[[BaseException], str]
) -> tuple[bytes, str]:
    """Return what came, or the fault that ended it."""
    try:
        return device.receive(), ""
    except DEVICE_FAULTS as error:
        return b"", advise(error)


def advise_permission(error: BaseException, *, right: str) -> str:
    """Say what to do about a device file; `right` is who may read it."""
    match getattr(error, "errno", None):
        case errno.EACCES | errno.EPERM:
            return f"{error}. {right}"
        case errno.EBUSY | errno.EAGAIN:
            return f"{error}. Another program holds the reader: close it."
        case errno.ENOTTY | errno.EINVAL:
            return f"{error}. It is another kind of device: name the reader's."
        case _:
            return advise_plain(error)
