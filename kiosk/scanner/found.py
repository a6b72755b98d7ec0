"""Found: the serial ports on which a code reader is known to sit."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from serial.tools import list_ports
from serial.tools.list_ports_common import ListPortInfo

READER_VENDORS = {
    0x05E0: "Zebra",
    0x05F9: "Datalogic",
    0x065A: "Opticon",
    0x0C2E: "Honeywell",
    0x1EAB: "Newland",
    0x1FBB: "Cino",
    0x2745: "Unitech",
}
"""Vendors that make code readers only: a serial port of theirs is one, and the
product number need not be known (Newland alone has dozens, ending in 06)."""

BRIDGES = {
    (0x0403, 0x6001): "FTDI",
    (0x067B, 0x2303): "Prolific",
    (0x0483, 0x5740): "STM32",
    (0x1A86, 0x7523): "CH340",
}
"""Converters that sit in many readers, and in other things too."""

BY_ID = Path("/dev/serial/by-id")

USB_ADDRESS = re.compile(r"usb:([0-9a-f]{4}):([0-9a-f]{4})(?::(.+))?", re.IGNORECASE)
USB_PREFIX = "usb:"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPort:
    """A port and what is on it; `certain` where nothing but a reader can be."""

    path: str
    label: str
    certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UsbAddress:
    """A reader by its maker's numbers; without `serial`, any of this model."""

    vendor: int
    product: int
    serial: str = ""


def parse_usb_address(text: str) -> UsbAddress | None:
    """Return what `usb:VID:PID[:SERIAL]` means; None where it is something else."""
    parts = USB_ADDRESS.fullmatch(text)
    if parts is None:
        return None
    return UsbAddress(
        vendor=int(parts[1], 16), product=int(parts[2], 16), serial=parts[3] or ""
    )


def find_usb_ports(
    address: UsbAddress,
    list_all: Callable[[], Iterable[ListPortInfo]] = list_ports.comports,
) -> list[str]:
    """Return the paths of the ports at `address`, sorted."""
    return sorted(
        port.device
        for port in list_all()
        if (port.vid, port.pid) == (address.vendor, address.product)
        and address.serial in ("", port.serial_number)
    )


def find_serial_ports(
    list_all: Callable[[], Iterable[ListPortInfo]] = list_ports.comports,
    by_id: Path = BY_ID,
) -> list[FoundPort]:
    """Return the ports with a known reader, certain ones first, then by path."""
    links = {str(link.resolve()): str(link) for link in by_id.glob("*")}
    known = (recognise(port, links) for port in list_all())
    found = [port for port in known if port is not None]
    return sorted(found, key=lambda port: (not port.certain, port.path))


def recognise(port: ListPortInfo, links: dict[str, str]) -> FoundPort | None:
    """Return what is on `port`, or None where it is not known.

    The path is the link by serial number where udev makes one: the device's own
    number changes at a replug.
    """
    path = links.get(port.device, port.device)
    vendor = READER_VENDORS.get(port.vid)
    if vendor is not None:
        return FoundPort(path=path, label=vendor, certain=True)
    bridge = BRIDGES.get((port.vid, port.pid))
    if bridge is not None:
        return FoundPort(path=path, label=bridge, certain=False)
    return None
