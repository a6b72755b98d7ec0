"""Node: a device file of Linux that one reader reads."""

import os
import select
import sys
from errno import ENODEV
from pathlib import Path

from kiosk.errors import ReaderError
from kiosk.scanner.plugged import DEVICE_FAULTS, WAIT_S

if sys.platform != "win32":
    import fcntl


class Node:
    """An open device file, by the path that it was opened at."""

    def __init__(self, handle: int, path: str) -> None:
        self._handle = handle
        self._path = path

    def receive(self, most_bytes: int) -> bytes:
        """Return one read's bytes, nothing after `WAIT_S` of silence."""
        if not select.select([self._handle], [], [], WAIT_S)[0]:
            return b""
        chunk = os.read(self._handle, most_bytes)
        if not chunk:
            raise OSError(ENODEV, "The device is gone", self._path)
        return chunk

    def control(self, request: int, argument: bytes) -> bytes:
        """Return what the driver makes of `argument` (ioctl)."""
        if sys.platform != "win32":
            # Python takes no more than 1024 bytes where it may not write.
            answer = bytearray(argument)
            fcntl.ioctl(self._handle, request, answer)
            return bytes(answer)
        raise ReaderError(f"'{self._path}' is no device of Windows.")

    def switch(self, request: int, number: int) -> None:
        """Give the driver a number (ioctl)."""
        if sys.platform != "win32":
            fcntl.ioctl(self._handle, request, number)
            return
        raise ReaderError(f"'{self._path}' is no device of Windows.")

    def is_still(self) -> bool:
        """Tell whether the path names the device that is open."""
        try:
            return os.path.samestat(os.fstat(self._handle), Path(self._path).stat())
        except DEVICE_FAULTS:
            return False

    def close(self) -> None:
        """Give the device back."""
        os.close(self._handle)


def open_node(path: str) -> Node:
    """Open the device file at `path` for reading."""
    if sys.platform != "win32":
        flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
        return Node(os.open(path, flags), path)
    raise ReaderError(f"'{path}' is no device of Windows: use --serial COM3.")


def encode_request(direction: int, kind: str, number: int, size: int) -> int:
    """Return an ioctl's number as `<asm-generic/ioctl.h>` builds it."""
    return direction << 30 | size << 16 | ord(kind) << 8 | number


WRITE, READ = 1, 2
