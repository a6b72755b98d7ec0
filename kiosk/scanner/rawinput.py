"""Raw input: a reader that types, told from other keyboards on Windows.

Windows names the device of each key, whatever has the focus, but keeps none
back: the keys reach the window as well. Not yet proven on a real Windows.
"""

import re
import struct
import sys
from collections.abc import Callable
from typing import Protocol

from kiosk.errors import ReaderError
from kiosk.scanner.found import UsbAddress, parse_usb_address
from kiosk.scanner.framing import Frame, Terminator
from kiosk.scanner.keyline import KeyLine
from kiosk.scanner.plugged import WAIT_S, Line, PluggedReader
from kiosk.scanner.reader import Gate

KEY = struct.Struct("<HHHHII")
"""RAWKEYBOARD: make code, flags, reserved, virtual key, message, extra."""
BREAK, E0, E1 = 1, 2, 4
OVERRUN = 0xFF
"""KEYBOARD_OVERRUN_MAKE_CODE: more keys than the device could tell."""

EXTENDED = {0x1C: 96, 0x35: 98, 0x1D: 97, 0x38: 100, 0x5B: 125, 0x5C: 126}
"""Scan codes behind E0 by evdev's numbers: Enter and / of the pad, modifiers."""

NAME = re.compile(r"VID_([0-9A-F]{4})&PID_([0-9A-F]{4})", re.IGNORECASE)


class RawDecoder:
    """Turns raw keys into frames, in any pieces."""

    def __init__(self, terminator: Terminator = Terminator.UNKNOWN) -> None:
        self._keys = KeyLine(terminator)
        self._rest = b""

    def feed(self, chunk: bytes, now_ns: int) -> list[Frame]:
        """Take RAWKEYBOARDs and return the frames they complete."""
        whole = self._rest + chunk
        end = len(whole) - len(whole) % KEY.size
        self._rest = whole[end:]
        frames: list[Frame] = []
        for made, flags, *_ in KEY.iter_unpack(whole[:end]):
            frames += self._take_key(made, flags, now_ns)
        return frames

    def poll(self, now_ns: int) -> list[Frame]:
        """Return the frame that silence has ended, if it has."""
        return self._keys.poll(now_ns)

    def abandon(self) -> int:
        """Forget the unfinished frame and return how many keys it had."""
        self._rest = b""
        return self._keys.abandon()

    def _take_key(self, made: int, flags: int, now_ns: int) -> list[Frame]:
        if made == OVERRUN:
            return self._keys.lose(now_ns)
        code = decode_made(made, flags)
        if code is None:
            return []
        if flags & BREAK:
            return self._keys.release(code, now_ns)
        return self._keys.press(code, now_ns)


def decode_made(made: int, flags: int) -> int | None:
    """Return evdev's number of a key; None where no reader sends it."""
    if flags & E1:
        return None
    return EXTENDED.get(made) if flags & E0 else made


def is_named(name: str, address: UsbAddress) -> bool:
    """Tell whether a device's name, as Windows gives it, is at `address`."""
    found = NAME.search(name)
    if found is None:
        return False
    numbers = (int(found[1], 16), int(found[2], 16))
    has_serial = address.serial.casefold() in name.casefold()
    return numbers == (address.vendor, address.product) and has_serial


class RawKeyboard(Protocol):
    """The keys of one device; a fault raises one of `DEVICE_FAULTS`."""

    def receive(self) -> bytes:
        """Return the RAWKEYBOARDs that came, nothing after a short silence."""

    def is_still(self) -> bool:
        """Tell whether the device is plugged in."""

    def close(self) -> None:
        """Hear its keys no more."""


def make_raw_reader(
    address: str,
    *,
    gate: Gate,
    terminator: Terminator = Terminator.UNKNOWN,
    opened: Callable[[UsbAddress], RawKeyboard] | None = None,
) -> PluggedReader:
    """Return a reader of the keyboard at `address`, `usb:VID:PID[:SERIAL]`."""

    def open_line() -> Line:
        usb = parse_usb_address(address)
        if usb is None:
            raise ReaderError(f"'{address}' is no reader: write usb:VID:PID.")
        device = (opened or open_raw_keyboard)(usb)
        return Line(device=device, decoder=RawDecoder(terminator))

    return PluggedReader(f"rawinput:{address}", gate, open_line=open_line)


def open_raw_keyboard(address: UsbAddress) -> RawKeyboard:
    """Hear the keys of the device at `address`, in this thread."""
    if sys.platform == "win32":
        return HeardKeyboard(address)
    raise ReaderError(f"{address.vendor:04x} can't be heard: this is no Windows.")


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    WM_INPUT = 0x00FF
    RIM_TYPEKEYBOARD = 1
    RID_INPUT, RIDI_DEVICENAME = 0x10000003, 0x20000007
    RIDEV_INPUTSINK, RIDEV_REMOVE = 0x100, 0x1
    HWND_MESSAGE = -3
    QS_ALLINPUT, PM_REMOVE = 0x04FF, 1
    KEYBOARD_PAGE, KEYBOARD_USAGE = 1, 6
    HEADER = struct.Struct("@IIPP")
    MOST_NAMES, MOST_CHARACTERS, MOST_BYTES = 256, 1024, 256
    FAILED = 0xFFFFFFFF

    class Registration(ctypes.Structure):
        """RAWINPUTDEVICE."""

        _fields_ = (
            ("page", wintypes.USHORT),
            ("usage", wintypes.USHORT),
            ("flags", wintypes.DWORD),
            ("window", wintypes.HWND),
        )

    class Listed(ctypes.Structure):
        """RAWINPUTDEVICELIST."""

        _fields_ = (("device", wintypes.HANDLE), ("kind", wintypes.DWORD))

    user32 = ctypes.WinDLL("user32", use_last_error=True)
    user32.CreateWindowExW.restype = wintypes.HWND
    user32.CreateWindowExW.argtypes = (
        wintypes.DWORD, wintypes.LPCWSTR, wintypes.LPCWSTR, wintypes.DWORD,
        ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_int,
        wintypes.HWND, wintypes.HMENU, wintypes.HINSTANCE, wintypes.LPVOID,
    )  # fmt: skip
    user32.DestroyWindow.argtypes = (wintypes.HWND,)
    user32.GetRawInputData.argtypes = (
        wintypes.HANDLE, wintypes.UINT, wintypes.LPVOID,
        ctypes.POINTER(wintypes.UINT), wintypes.UINT,
    )  # fmt: skip
    user32.GetRawInputData.restype = wintypes.UINT
    user32.GetRawInputDeviceInfoW.argtypes = (
        wintypes.HANDLE, wintypes.UINT, wintypes.LPVOID, ctypes.POINTER(wintypes.UINT),
    )  # fmt: skip
    user32.GetRawInputDeviceInfoW.restype = wintypes.UINT
    user32.GetRawInputDeviceList.restype = wintypes.UINT

    class HeardKeyboard:
        """A keyboard, heard by a window that only gets messages.

        It lives in the thread that made it, as all windows do.
        """

        def __init__(self, address: UsbAddress) -> None:
            self._address = address
            self._devices = find_devices(address)
            if not self._devices:
                raise ReaderError("The reader is not plugged in: plug it in.")
            self._window = user32.CreateWindowExW(
                0, "STATIC", None, 0, 0, 0, 0, 0, HWND_MESSAGE, None, None, None
            )
            if not self._window:
                raise ctypes.WinError(ctypes.get_last_error())
            register(RIDEV_INPUTSINK, self._window)

        def receive(self) -> bytes:
            """Return the RAWKEYBOARDs that came, nothing after `WAIT_S`."""
            wait_ms = int(WAIT_S * 1000)
            user32.MsgWaitForMultipleObjects(0, None, False, wait_ms, QS_ALLINPUT)
            keys = b""
            message = wintypes.MSG()
            while user32.PeekMessageW(ctypes.byref(message), None, 0, 0, PM_REMOVE):
                if message.message == WM_INPUT:
                    keys += read_key(message.lParam, self._devices)
                # Windows frees what WM_INPUT points to in the default procedure.
                user32.DispatchMessageW(ctypes.byref(message))
            return keys

        def is_still(self) -> bool:
            """Tell whether the device is plugged in, as the same one."""
            return find_devices(self._address) == self._devices

        def close(self) -> None:
            """Hear its keys no more."""
            register(RIDEV_REMOVE, None)
            user32.DestroyWindow(self._window)

    def register(flags: int, window: int | None) -> None:
        """Ask for the keys of all keyboards, or no longer."""
        wanted = Registration(KEYBOARD_PAGE, KEYBOARD_USAGE, flags, window)
        size = ctypes.sizeof(Registration)
        if not user32.RegisterRawInputDevices(ctypes.byref(wanted), 1, size):
            raise ctypes.WinError(ctypes.get_last_error())

    def read_key(handle: int, devices: frozenset[int]) -> bytes:
        """Return the RAWKEYBOARD behind `handle` if it is of one of `devices`."""
        buffer = ctypes.create_string_buffer(MOST_BYTES)
        size = wintypes.UINT(MOST_BYTES)
        got = user32.GetRawInputData(
            handle, RID_INPUT, buffer, ctypes.byref(size), HEADER.size
        )
        if got == FAILED or got < HEADER.size + KEY.size:
            return b""
        kind, _, device, _ = HEADER.unpack_from(buffer.raw)
        if kind != RIM_TYPEKEYBOARD or device not in devices:
            return b""
        return buffer.raw[HEADER.size : HEADER.size + KEY.size]

    def find_devices(address: UsbAddress) -> frozenset[int]:
        """Return the handles of the keyboards at `address`."""
        listed = (Listed * MOST_NAMES)()
        count = wintypes.UINT(MOST_NAMES)
        got = user32.GetRawInputDeviceList(
            listed, ctypes.byref(count), ctypes.sizeof(Listed)
        )
        if got == FAILED:
            raise ctypes.WinError(ctypes.get_last_error())
        return frozenset(
            entry.device
            for entry in listed[:got]
            if entry.kind == RIM_TYPEKEYBOARD
            and is_named(read_name(entry.device), address)
        )

    def read_name(device: int) -> str:
        """Return what Windows calls a device, with `VID_1EAB&PID_1303` in it."""
        buffer = ctypes.create_unicode_buffer(MOST_CHARACTERS)
        size = wintypes.UINT(MOST_CHARACTERS)
        got = user32.GetRawInputDeviceInfoW(
            device, RIDI_DEVICENAME, buffer, ctypes.byref(size)
        )
        return "" if got == FAILED else buffer.value
