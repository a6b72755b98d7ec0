"""Source: what a camera option names: a device, a file or a stream."""

import sys
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from urllib.parse import urlsplit

from kiosk.errors import UsageError
from kiosk.payload import Direction
from kiosk.scanner.reader import Gate

AUTO = "auto"
"""The first camera that is found, looked for at each opening."""

FORM = "N|FILE|URI|auto[,in|out][,GATE]"


class SourceKind(Enum):
    """How a source behaves."""

    DEVICE = "device"
    """Comes and goes; its pictures always differ a little."""
    FILE = "file"
    """Is played once, at its own rate."""
    STREAM = "stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a camera's frames come from, as it was named."""

    text: str

    @property
    def kind(self) -> SourceKind:
        """Return what the name is of."""
        if "://" in self.text:
            return SourceKind.STREAM
        is_device = self.text.isdecimal() or self.text.startswith("/dev/")
        if is_device or self.text == AUTO:
            return SourceKind.DEVICE
        return SourceKind.FILE

    @property
    def name(self) -> str:
        """Return `camera:` and what people know it by; a stream's password is none of it."""
        match self.kind:
            case SourceKind.DEVICE:
                return f"camera:{self.text}"
            case SourceKind.FILE:
                return f"camera:{Path(self.text).name}"
            case SourceKind.STREAM:
                address = urlsplit(self.text)
                host = address.netloc.rpartition("@")[2]
                return f"camera:{address.scheme}://{host}{address.path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraOption:
    """One camera as the command line names it."""

    source: Source
    gate: Gate


def name_device(text: str) -> str:
    """Return the device that a number stands for; on Windows, the number itself."""
    if text.isdecimal() and sys.platform == "linux":
        return f"/dev/video{text}"
    return text


def parse_camera_option(text: str, default: Gate) -> CameraOption:
    """Parse `SOURCE[,in|out][,GATE]`; a comma of a file's or stream's name is its own."""
    source, direction, name = _split(text)
    if not source.strip():
        raise UsageError(
            f"Option --camera is '{text}': it names no camera. Write {FORM}, "
            "for example 0,in,north."
        )
    gate = Gate(
        name=name or default.name,
        direction=Direction(direction) if direction else default.direction,
    )
    return CameraOption(source=Source(text=source.strip()), gate=gate)


def _split(text: str) -> tuple[str, str, str]:
    """Return source, direction and gate; the last two are empty where not named."""
    parts = text.split(",")
    for length in (1, 2):
        said = parts[-length:]
        if len(parts) > length and said[0].strip() in tuple(Direction):
            gate = said[1].strip() if length > 1 else ""
            return ",".join(parts[:-length]), said[0].strip(), gate
    return text, "", ""
