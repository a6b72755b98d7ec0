"""Option: what `--serial` and its like say on the command line."""

from dataclasses import dataclass

from kiosk.errors import UsageError
from kiosk.payload import Direction
from kiosk.scanner.found import USB_PREFIX, parse_usb_address
from kiosk.scanner.reader import Gate
from kiosk.scanner.serial import DEFAULT_BAUD
from kiosk.scanner.way import Way

BAUDS = range(50, 4_000_001)
USB_FORM = "usb:VID:PID[:SERIAL]"


FORMS = {
    Way.SERIAL: f"PATH|{USB_FORM}[,BAUD][,in|out][,GATE]",
    Way.EVDEV: "PATH[,in|out][,GATE]",
    Way.HIDRAW: "PATH[,in|out][,GATE]",
    Way.RAWINPUT: f"{USB_FORM}[,in|out][,GATE]",
}
EXAMPLES = {
    Way.SERIAL: "/dev/ttyACM0,9600,in,north or usb:1eab:1306,in,north",
    Way.EVDEV: "/dev/input/by-id/usb-reader-event-kbd,in,north",
    Way.HIDRAW: "/dev/hidraw0,in,north",
    Way.RAWINPUT: "usb:1eab:1303,in,north",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderOption:
    """One reader as the command line or the config names it.

    `address` is a path or, where it is one, `usb:VID:PID[:SERIAL]`; `baud` is
    for serial lines.
    """

    address: str
    gate: Gate
    baud: int = DEFAULT_BAUD


def parse_reader_option(way: Way, text: str, default: Gate) -> ReaderOption:
    """Parse what names one reader; what is left out is `default`'s."""
    address, *rest = (part.strip() for part in text.split(","))
    if not address:
        raise wrong(way, text, "the path is empty")
    if address.startswith(USB_PREFIX) and parse_usb_address(address) is None:
        raise wrong(way, text, f"'{address}' is not {USB_FORM} in hexadecimal")
    baud, direction = DEFAULT_BAUD, default.direction
    if way is Way.SERIAL and rest and rest[0].isdecimal():
        baud = int(rest.pop(0))
    if rest and rest[0] in tuple(Direction):
        direction = Direction(rest.pop(0))
    name = rest.pop(0) if rest else default.name
    if baud not in BAUDS:
        raise wrong(way, text, f"{baud} is not a baud rate")
    if rest or not name:
        raise wrong(way, text, "a part is empty, unknown or out of order")
    gate = Gate(name=name, direction=direction)
    return ReaderOption(address=address, gate=gate, baud=baud)


def wrong(way: Way, text: str, what: str) -> UsageError:
    """Return the error that names the option, its value and its form."""
    return UsageError(
        f"Option --{way} is '{text}': {what}. Write {FORMS[way]}, "
        f"for example {EXAMPLES[way]}."
    )
