"""Sticks: USB storage that is mounted, and how it is ejected.

What the kernel says by its paths counts: `removable` is 0 on many sticks
(screens.md 7). Only a stick that came after the screen was opened is offered.
"""

import ctypes
import re
import shutil
import string
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kiosk.export.fault import ExportFault

EJECT_TIMEOUT_S = 120.0
"""A slow stick writes for long when it is unmounted."""

_NO_BOXES = 1  # SEM_FAILCRITICALERRORS
_REMOVABLE = 2  # DRIVE_REMOVABLE
_ESCAPED = re.compile(r"\\([0-7]{3})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stick:
    """One mounted stick; `device` is what ejects it, such as /dev/sdb1."""

    device: str
    folder: Path
    number: str
    """What tells one file system from another: `major:minor`, or a drive letter."""


class Sticks(Protocol):
    """What sticks there are and how they go."""

    def list(self) -> tuple[Stick, ...]:
        """Return the sticks that are mounted now."""

    def eject(self, stick: Stick) -> bool:
        """Eject `stick`; say whether it may be pulled out."""


class LinuxSticks:
    """Sticks as Linux mounts them."""

    def __init__(
        self, mounts: Path = Path("/proc/self/mountinfo"), system: Path = Path("/sys")
    ) -> None:
        self._mounts = mounts
        self._system = system

    def list(self) -> tuple[Stick, ...]:
        """Return the mounted file systems whose device hangs on USB, each once."""
        found: dict[str, Stick] = {}
        for stick in self._read_mounts():
            if stick.number not in found and self._is_usb(stick):
                found[stick.number] = stick
        return tuple(found.values())

    def eject(self, stick: Stick) -> bool:
        """Unmount and switch off through udisks; false where there is none."""
        if shutil.which("udisksctl") is None:
            return False
        if not _run("udisksctl", "unmount", "--block-device", stick.device):
            return False
        # Once unmounted it may go, whether or not its port can be switched off.
        _run("udisksctl", "power-off", "--block-device", stick.device)
        return True

    def _read_mounts(self) -> Iterator[Stick]:
        for line in self._mounts.read_text(encoding="utf-8").splitlines():
            before, dash, after = line.partition(" - ")
            fields, source = before.split(" "), after.split(" ")
            if dash and len(fields) >= 5 and len(source) >= 2:
                yield Stick(
                    number=fields[2],
                    folder=Path(_unescape(fields[4])),
                    device=_unescape(source[1]),
                )

    def _is_usb(self, stick: Stick) -> bool:
        path = self._system / "dev" / "block" / stick.number
        return path.exists() and "/usb" in path.resolve().as_posix()


class WindowsSticks:
    """Sticks as Windows names them; not proven on one yet (docs/not-yet-proven.md)."""

    def list(self) -> tuple[Stick, ...]:
        """Return the removable drives that hold a medium."""
        if sys.platform != "win32":
            return ()
        kernel = ctypes.windll.kernel32
        kernel.SetErrorMode(_NO_BOXES)  # an empty card reader opens a dialog
        drives = [f"{letter}:\\" for letter in string.ascii_uppercase]
        return tuple(
            Stick(device=drive, folder=Path(drive), number=drive)
            for drive in drives
            if kernel.GetDriveTypeW(drive) == _REMOVABLE and Path(drive).exists()
        )

    def eject(self, stick: Stick) -> bool:
        """Leave it to the person: Windows' own "Safely remove" does it."""
        del stick
        return False


class StickWatch:
    """Remembers which sticks were there, so that only a new one is offered."""

    def __init__(self, sticks: Sticks) -> None:
        self._sticks = sticks
        self._before = {stick.number for stick in sticks.list()}

    def find_new(self) -> Stick | ExportFault:
        """Return the one stick that came since, or why there is none to write to."""
        new = [s for s in self._sticks.list() if s.number not in self._before]
        if not new:
            return ExportFault.NO_STICK
        return new[0] if len(new) == 1 else ExportFault.TWO_STICKS


def choose_sticks() -> Sticks:
    """Return the sticks of this system."""
    return WindowsSticks() if sys.platform == "win32" else LinuxSticks()


def find_stick(sticks: Sticks, folder: Path) -> Stick | None:
    """Return the stick that `folder` lies on, None where it is on none."""
    device = folder.stat().st_dev
    return next(
        (stick for stick in sticks.list() if stick.folder.stat().st_dev == device), None
    )


def _unescape(text: str) -> str:
    """Return a path of mountinfo, where a blank stands as its octal number."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 8)), text)


def _run(*command: str) -> bool:
    try:
        done = subprocess.run(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=EJECT_TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
