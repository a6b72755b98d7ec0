"""Attached: the readers on this machine that surely are ones."""

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.scanner.found import find_serial_ports
from kiosk.scanner.framing import Terminator
from kiosk.scanner.hidpos import find_pos_paths, make_pos_reader
from kiosk.scanner.reader import Gate, Reader
from kiosk.scanner.serial import make_serial_reader


def find_readers(
    gate: Gate, terminators: Mapping[str, Terminator] = MappingProxyType({})
) -> list[Reader]:
    """Return what surely is a code reader: on serial ports and by HID POS.

    A keyboard is never among them: grabbing a person's would lock them out.
    `terminators` are what readers, by their names, were taught to send.
    """
    ports = (port.path for port in find_serial_ports() if port.certain)
    return [
        *(
            make_serial_reader(
                path,
                gate=gate,
                terminator=terminators.get(f"serial:{path}", Terminator.UNKNOWN),
            )
            for path in ports
        ),
        *(make_pos_reader(path, gate=gate) for path in find_pos_paths()),
    ]
