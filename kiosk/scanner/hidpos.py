"""HID POS: a reader that sends reports of its own kind and is no keyboard.

Linux shows it as /dev/hidrawN and nothing else. Bytes come as they stand in the
code, with the AIM identifier beside them (HID Point of Sale usage tables 1.02).
"""

import struct
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kiosk.errors import ReaderError
from kiosk.payload import MAX_FRAME_BYTES, ReadFault
from kiosk.scanner.framing import AIM_PREFIX, SILENCE_NS, Frame, make_frame
from kiosk.scanner.hid_descriptor import Field, describe
from kiosk.scanner.node import READ, Node, encode_request, open_node
from kiosk.scanner.plugged import DEVICE_FAULTS, Line, PluggedReader, advise_permission
from kiosk.scanner.reader import Gate

BAR_CODE_PAGE, GENERIC_PAGE = 0x8C, 0x01
SCANNER = (BAR_CODE_PAGE, 0x02)
AIM_USAGES = tuple((BAR_CODE_PAGE, usage) for usage in (0xFB, 0xFC, 0xFD))
DECODED = (BAR_CODE_PAGE, 0xFE)
CONTINUED = (BAR_CODE_PAGE, 0xFF)
BYTE_COUNT = (GENERIC_PAGE, 0x3B)

SYS_FOLDER, DEV_FOLDER = Path("/sys/class/hidraw"), Path("/dev")
MOST_DESCRIPTOR_BYTES = 4096
MOST_REPORT_BYTES = 4096
HIDIOCGRDESCSIZE = encode_request(READ, "H", 0x01, 4)
HIDIOCGRDESC = encode_request(READ, "H", 0x02, 4 + MOST_DESCRIPTOR_BYTES)

RIGHT = (
    "Install the udev rule of installers/systemd, which lets the group 'input' read "
    "code readers, and add this user to it."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PosLayout:
    """Where a report says what was read; places are those of its bytes.

    `flag` is the byte and the bit that say whether more of the code follows.
    """

    report: int
    decoded: slice
    count_at: int | None = None
    aim_at: tuple[int, ...] = ()
    flag: tuple[int, int] | None = None


def find_layout(descriptor: bytes) -> PosLayout | None:
    """Return the layout of a bar code scanner's reports; None for other devices."""
    description = describe(descriptor)
    if SCANNER not in description.collections:
        return None
    for decoded in description.fields:
        is_decoded = (decoded.page, decoded.usage) == DECODED
        if is_decoded and decoded.size == 8 and decoded.offset % 8 == 0:
            beside = {
                (field.page, field.usage): field
                for field in reversed(description.fields)
                if field.report == decoded.report
            }
            return _lay_out(decoded, beside)
    return None


class PosDecoder:
    """Joins the reports of a code; each chunk is one report.

    A report that is full may be the last one although it says that more
    follows: some firmware sets the flag by the length alone, so silence ends a
    code too.
    """

    def __init__(self, layout: PosLayout) -> None:
        self._layout = layout
        self._code = bytearray()
        self._aim = ""
        self._last_ns = 0
        self._refusing = False

    def feed(self, chunk: bytes, now_ns: int) -> list[Frame]:
        """Take a report and return the frame that it completes."""
        layout = self._layout
        if layout.report and chunk[:1] != bytes((layout.report,)):
            return []
        frames = self.poll(now_ns)
        self._last_ns = now_ns
        if not self._code:
            self._aim = _read_aim(layout, chunk)
        if not self._refusing:
            self._code += _read_decoded(layout, chunk)
        if len(self._code) > MAX_FRAME_BYTES + len("]Q1"):
            self._refusing = True
            self._code.clear()
            fault = ReadFault.TOO_LONG
            frames.append(Frame(data=b"", ended_ns=now_ns, fault=fault))
        return frames if _has_more(layout, chunk) else frames + self._complete()

    def poll(self, now_ns: int) -> list[Frame]:
        """Return the frame that silence has ended, if it has."""
        return self._complete() if now_ns - self._last_ns >= SILENCE_NS else []

    def abandon(self) -> int:
        """Forget the unfinished frame and return how many bytes it had."""
        dropped = len(self._code)
        self._code.clear()
        self._refusing = False
        return dropped

    def _complete(self) -> list[Frame]:
        frame = make_frame(bytes(self._code), self._last_ns, symbology=self._aim)
        self._code.clear()
        self._refusing = False
        return [frame] if frame.data else []


class Scanner(Protocol):
    """A device of raw reports; a fault raises one of `DEVICE_FAULTS`."""

    def receive(self) -> bytes:
        """Return one report, nothing after a short silence."""

    def read_descriptor(self) -> bytes:
        """Return what the device says about its reports."""

    def is_still(self) -> bool:
        """Tell whether the path names the device that is open."""

    def close(self) -> None:
        """Give the device back."""


class RawScanner:
    """A hidraw device of this machine."""

    def __init__(self, node: Node) -> None:
        self._node = node

    def receive(self) -> bytes:
        """Return one report, nothing after a short silence."""
        return self._node.receive(MOST_REPORT_BYTES)

    def read_descriptor(self) -> bytes:
        """Return what the device says about its reports."""
        size = self._node.control(HIDIOCGRDESCSIZE, bytes(4))
        asked = size + bytes(MOST_DESCRIPTOR_BYTES)
        length = struct.unpack("@I", size)[0]
        return self._node.control(HIDIOCGRDESC, asked)[4 : 4 + length]

    def is_still(self) -> bool:
        """Tell whether the path names the device that is open."""
        return self._node.is_still()

    def close(self) -> None:
        """Give the device back."""
        self._node.close()


def open_scanner(path: str) -> RawScanner:
    """Open the hidraw device at `path`."""
    return RawScanner(open_node(path))


def make_pos_reader(
    path: str, *, gate: Gate, opened: Callable[[str], Scanner] = open_scanner
) -> PluggedReader:
    """Return a reader of the hidraw device at `path`, if it is a code reader."""

    def open_line() -> Line:
        scanner = opened(path)
        try:
            layout = find_layout(scanner.read_descriptor())
            if layout is None:
                raise ReaderError(
                    f"'{path}' is no code reader in HID POS mode: set the reader to "
                    "HID POS, or name another device."
                )
        except DEVICE_FAULTS:
            with suppress(*DEVICE_FAULTS):
                scanner.close()
            raise
        return Line(device=scanner, decoder=PosDecoder(layout))

    return PluggedReader(f"hidraw:{path}", gate, open_line=open_line, advise=advise_pos)


def find_pos_paths(
    sys_folder: Path = SYS_FOLDER, dev_folder: Path = DEV_FOLDER
) -> list[str]:
    """Return the paths of the code readers in HID POS mode; nothing is opened."""
    if sys.platform != "linux":
        return []
    return [
        str(dev_folder / entry.name)
        for entry in sorted(sys_folder.glob("hidraw*"))
        if _is_scanner(entry / "device" / "report_descriptor")
    ]


def advise_pos(error: BaseException) -> str:
    """Say what is wrong with the device and what to do."""
    return advise_permission(error, right=RIGHT)


def _is_scanner(descriptor: Path) -> bool:
    try:
        return find_layout(descriptor.read_bytes()) is not None
    except OSError:
        return False  # unplugged since it was listed


def _lay_out(decoded: Field, fields: Mapping[tuple[int, int], Field]) -> PosLayout:
    # The id's byte comes first in each report of a device that has ids.
    start = 8 if decoded.report else 0

    def place(usage: tuple[int, int]) -> int | None:
        found = fields.get(usage)
        return None if found is None else (found.offset + start) // 8

    aim = [at for at in map(place, AIM_USAGES) if at is not None]
    flag_at, flag = place(CONTINUED), fields.get(CONTINUED)
    first = (decoded.offset + start) // 8
    return PosLayout(
        report=decoded.report,
        decoded=slice(first, first + decoded.count),
        count_at=place(BYTE_COUNT),
        aim_at=tuple(aim),
        flag=None if flag_at is None or flag is None else (flag_at, flag.offset % 8),
    )


def _read_decoded(layout: PosLayout, report: bytes) -> bytes:
    room = report[layout.decoded]
    if layout.count_at is None:
        return room.rstrip(b"\0")
    return room[: int.from_bytes(report[layout.count_at : layout.count_at + 1])]


def _read_aim(layout: PosLayout, report: bytes) -> str:
    told = b"".join(report[at : at + 1] for at in layout.aim_at)
    return told.decode("ascii") if AIM_PREFIX.fullmatch(told) else ""


def _has_more(layout: PosLayout, report: bytes) -> bool:
    if layout.flag is None:
        full: int = layout.decoded.stop - layout.decoded.start
        return len(_read_decoded(layout, report)) == full
    at, bit = layout.flag
    return int.from_bytes(report[at : at + 1]) >> bit & 1 == 1
