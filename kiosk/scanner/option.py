"""Option: what `--serial` says on the command line."""

from dataclasses import dataclass

from kiosk.errors import UsageError
from kiosk.payload import Direction
from kiosk.scanner.reader import Gate
from kiosk.scanner.serial import DEFAULT_BAUD

BAUDS = range(50, 4_000_001)
FORM = "PATH[,BAUD][,in|out][,GATE]"


@dataclass(frozen=True, slots=True, kw_only=True)
class SerialOption:
    """One serial reader as the command line names it."""

    path: str
    baud: int
    gate: Gate


def parse_serial_option(text: str, default: Gate) -> SerialOption:
    """Parse `PATH[,BAUD][,in|out][,GATE]`; what is left out is `default`'s."""
    path, *rest = (part.strip() for part in text.split(","))
    if not path:
        raise wrong(text, "the path is empty")
    baud, direction = DEFAULT_BAUD, default.direction
    if rest and rest[0].isdecimal():
        baud = int(rest.pop(0))
    if rest and rest[0] in tuple(Direction):
        direction = Direction(rest.pop(0))
    name = rest.pop(0) if rest else default.name
    if baud not in BAUDS:
        raise wrong(text, f"{baud} is not a baud rate")
    if rest or not name:
        raise wrong(text, "a part is empty, unknown or out of order")
    return SerialOption(path=path, baud=baud, gate=Gate(name=name, direction=direction))


def wrong(text: str, what: str) -> UsageError:
    """Return the error that names the option, its value and its form."""
    return UsageError(
        f"Option --serial is '{text}': {what}. Write {FORM}, "
        "for example /dev/ttyACM0,9600,in,north."
    )
