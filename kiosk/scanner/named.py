"""Named: the readers that options or the config name."""

import sys
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from kiosk.errors import UsageError
from kiosk.scanner.evdev import make_evdev_reader
from kiosk.scanner.framing import Terminator
from kiosk.scanner.hidpos import make_pos_reader
from kiosk.scanner.option import ReaderOption, parse_reader_option
from kiosk.scanner.rawinput import make_raw_reader
from kiosk.scanner.reader import Gate, Reader
from kiosk.scanner.serial import make_serial_reader
from kiosk.scanner.way import Way

PLATFORMS = {Way.EVDEV: "linux", Way.HIDRAW: "linux", Way.RAWINPUT: "win32"}
"""Where a way exists; a serial reader is at home everywhere."""


Terminators = Mapping[str, Terminator]
"""What each reader, by its name, was taught to end its codes with."""


def make_named_readers(
    named: Mapping[Way, Iterable[str]],
    default: Gate,
    *,
    terminators: Terminators = MappingProxyType({}),
) -> list[Reader]:
    """Return the readers of `named` in its order."""
    return [
        make_reader(
            way, parse_reader_option(way, text, default), terminators=terminators
        )
        for way, texts in named.items()
        for text in texts
    ]


def make_reader(
    way: Way,
    option: ReaderOption,
    *,
    terminators: Terminators = MappingProxyType({}),
) -> Reader:
    """Return the reader at the option's address.

    Raises:
        UsageError: where this system has no such way.
    """
    needed = PLATFORMS.get(way, sys.platform)
    if needed != sys.platform:
        raise UsageError(
            f"Option --{way} is '{option.address}': it works on {needed} only, and "
            f"this is {sys.platform}. Take --serial, with the reader set to USB-COM."
        )
    taught = terminators.get(f"{way}:{option.address}", Terminator.UNKNOWN)
    address, gate = option.address, option.gate
    match way:
        case Way.SERIAL:
            return make_serial_reader(
                address, gate=gate, baud=option.baud, terminator=taught
            )
        case Way.EVDEV:
            return make_evdev_reader(address, gate=gate, terminator=taught)
        case Way.HIDRAW:
            return make_pos_reader(address, gate=gate)
        case Way.RAWINPUT:
            return make_raw_reader(address, gate=gate, terminator=taught)
