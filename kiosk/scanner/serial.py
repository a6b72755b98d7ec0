"""Serial: a reader on a serial line or on a USB port that looks like one."""

import os
import select
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from errno import ENODEV
from pathlib import Path

import serial

from kiosk.scanner.found import UsbAddress, find_usb_ports, parse_usb_address
from kiosk.scanner.framing import Framer, Terminator
from kiosk.scanner.plugged import (
    DEVICE_FAULTS,
    WAIT_S,
    Line,
    PluggedReader,
    advise_permission,
)
from kiosk.scanner.reader import Gate

DEFAULT_BAUD = 9600
"""First guess for RS-232; a USB (CDC) reader ignores it."""
CHUNK_BYTES = 4096


def make_serial_reader(
    address: str,
    *,
    gate: Gate,
    baud: int = DEFAULT_BAUD,
    terminator: Terminator = Terminator.UNKNOWN,
    find_usb: Callable[[UsbAddress], list[str]] = find_usb_ports,
) -> PluggedReader:
    """Return a reader of the port at `address`: a path, `COM3` or `usb:VID:PID[:SERIAL]`.

    `terminator` is what the reader was taught to send; without it, it is learned.
    """

    def open_line() -> Line:
        device = open_first(_find_paths(address, find_usb), baud)
        # New for each plugging-in: it may be another reader with another suffix.
        return Line(device=device, decoder=Framer(terminator))

    return PluggedReader(
        f"serial:{address}", gate, open_line=open_line, advise=advise_serial
    )


class SerialPort:
    """An open port, and the path that it was found at."""

    def __init__(self, path: str, baud: int) -> None:
        self._path = path
        self._port = open_port(path, baud)

    def receive(self) -> bytes:
        """Return what came within `WAIT_S`."""
        if sys.platform == "win32":
            return receive_portably(self._port)
        handle = self._port.fileno()
        if not select.select([handle], [], [], WAIT_S)[0]:
            return b""
        chunk = os.read(handle, CHUNK_BYTES)
        if not chunk:
            raise OSError(ENODEV, "The port hung up", self._path)
        return chunk

    def is_still(self) -> bool:
        """Tell whether the path names the device that is open.

        Some drivers never say that a device is gone, and udev may point a link
        at another one.
        """
        if sys.platform == "win32":
            return True
        try:
            return os.path.samestat(
                os.fstat(self._port.fileno()), Path(self._path).stat()
            )
        except DEVICE_FAULTS:
            return False

    def close(self) -> None:
        """Close the port: a handle that stays makes a replug get another number."""
        self._port.close()


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


def open_first(paths: Iterable[str], baud: int) -> SerialPort:
    """Open the first of `paths` that opens; two readers may be of one model."""
    fault: Exception = OSError(ENODEV, "No such reader is plugged in")
    for path in paths:
        try:
            return SerialPort(path, baud)
        except DEVICE_FAULTS as error:
            fault = error
    raise fault


def receive_portably(port: serial.Serial) -> bytes:
    """Return what came within `WAIT_S`, by calls that every system has."""
    chunk = port.read(1)
    # What the port says after this byte is for the next call: the byte may end a code.
    with suppress(*DEVICE_FAULTS):
        if chunk and (waiting := port.in_waiting):
            chunk += port.read(waiting)
    return chunk


def advise_serial(error: BaseException) -> str:
    """Say what is wrong with the port and what to do."""
    return advise_permission(
        error, right="Add this user to the group 'dialout' and log in again."
    )


def _find_paths(
    address: str, find_usb: Callable[[UsbAddress], list[str]]
) -> Iterable[str]:
    usb = parse_usb_address(address)
    return [address] if usb is None else find_usb(usb)
