"""Serial: a reader on a serial line or on a USB port that looks like one."""

import errno
import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import serial

from kiosk.payload import Payload
from kiosk.scanner.framing import Frame, Framer
from kiosk.scanner.reader import Gate, ReaderReport, ReaderState

DEFAULT_BAUD = 9600
"""First guess for RS-232; a USB (CDC) reader ignores it."""
WAIT_S = 0.05
"""How long one read blocks: silence and `stop` are seen this often."""
RETRY_S = 0.5
LOOK_NS = 500_000_000
"""How often an idle port is compared with what its path names now."""

DEVICE_FAULTS: tuple[type[Exception], ...] = (OSError, ValueError)
"""What pyserial lets through; its SerialException is an OSError."""
if sys.platform != "win32":
    import termios

    DEVICE_FAULTS += (termios.error,)


class SerialReader:
    """Reads one port; a port that is not there is waited for."""

    def __init__(self, path: str, *, gate: Gate, baud: int = DEFAULT_BAUD) -> None:
        self._path = path
        self._gate = gate
        self._baud = baud

    @property
    def name(self) -> str:
        """Return `serial:` and the path."""
        return f"serial:{self._path}"

    def run(
        self,
        emit: Callable[[Payload], None],
        report: Callable[[ReaderReport], None],
        stop: threading.Event,
    ) -> None:
        """Read until `stop` is set; never raises for what the device does."""
        state = None
        while not stop.is_set():
            try:
                port = open_port(self._path, self._baud)
            except DEVICE_FAULTS as error:
                if state is not ReaderState.MISSING:
                    report(self._report(ReaderState.MISSING, advise(error)))
                state = ReaderState.MISSING
            else:
                report(self._report(ReaderState.READING))
                with port:
                    fault = self._read(port, emit, stop)
                if stop.is_set():
                    return
                report(self._report(ReaderState.MISSING, fault))
                state = ReaderState.MISSING
            stop.wait(RETRY_S)

    def _read(
        self,
        port: serial.Serial,
        emit: Callable[[Payload], None],
        stop: threading.Event,
    ) -> str:
        """Emit what `port` sends until `stop` or until it is gone; return why."""
        # New for each plugging-in: it may be another reader with another suffix.
        framer = Framer()
        looked_ns = time.monotonic_ns()
        while not stop.is_set():
            chunk, fault = receive(port)
            now_ns = time.monotonic_ns()
            frames = framer.feed(chunk, now_ns) if chunk else framer.poll(now_ns)
            self._emit(frames, emit)
            if not fault and not chunk and now_ns - looked_ns > LOOK_NS:
                looked_ns = now_ns
                fault = "" if is_still(port, self._path) else "The port is gone."
            if fault:
                dropped = framer.abandon()
                return f"{fault} {dropped} bytes of an unfinished code were dropped."
        return ""

    def _emit(self, frames: list[Frame], emit: Callable[[Payload], None]) -> None:
        for frame in frames:
            emit(frame.payload(self.name, self._gate))

    def _report(self, state: ReaderState, detail: str = "") -> ReaderReport:
        return ReaderReport(reader=self.name, state=state, detail=detail)


class ForgivingSerial(serial.Serial):
    """A port that keeps what came in before it was opened, and needs no lines.

    pyserial throws the former away, and with it the first code after a replug;
    and it gives a reader up that answers the setting of DTR or RTS with a stall.
    """

    def _reset_input_buffer(self) -> None:
        """Throw nothing away; pyserial calls this from open()."""

    def _update_dtr_state(self) -> None:
        with suppress(OSError):
            super()._update_dtr_state()  # type: ignore[misc]  # not in the stubs

    def _update_rts_state(self) -> None:
        with suppress(OSError):
            super()._update_rts_state()  # type: ignore[misc]  # not in the stubs


def open_port(path: str, baud: int) -> serial.Serial:
    """Open `path` for us alone, where the system can."""
    return ForgivingSerial(path, baud, timeout=WAIT_S, exclusive=True)


def receive(port: serial.Serial) -> tuple[bytes, str]:
    """Return what came within `WAIT_S`, and the fault that ended it, if any."""
    chunk = b""
    try:
        chunk = port.read(1)
        if chunk and (waiting := port.in_waiting):
            chunk += port.read(waiting)
    except DEVICE_FAULTS as error:
        return chunk, advise(error)
    return chunk, ""


def is_still(port: serial.Serial, path: str) -> bool:
    """Tell whether `path` names the device that is open.

    Some drivers never say that a device is gone, and udev may point a link at
    another one.
    """
    if sys.platform == "win32":
        return True
    try:
        return os.path.samestat(os.fstat(port.fileno()), Path(path).stat())
    except DEVICE_FAULTS:
        return False


def advise(error: BaseException) -> str:
    """Say what is wrong with the port and what to do."""
    number = getattr(error, "errno", None)
    if number == errno.EACCES:
        return f"{error}. Add this user to the group 'dialout' and log in again."
    if number == errno.EAGAIN:
        return f"{error}. Another program holds the port: close it."
    return f"{error}. Plug the reader in; it is found again by itself."
