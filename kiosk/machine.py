"""Machine: this computer as the doctor asks it, changing nothing."""

import contextlib
import importlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from assets.folder import ASSETS
from kiosk.doctor import HEALTH_PATH
from kiosk.errors import KeySlotError
from kiosk.patient import Disk, Port, SlotsSeen
from kiosk.scanner.eyesight import Eyesight
from kiosk.scanner.found import (
    FoundPort,
    find_serial_ports,
    find_usb_ports,
    parse_usb_address,
)
from kiosk.scanner.hidpos import find_pos_paths
from kiosk.storage import opening, renewal, slots
from kiosk.storage.folder import Folder, find_safes
from kiosk.storage.migration import FOLDER as MIGRATIONS
from kiosk.storage.opening import Opened
from kiosk.sync.fault import Fault
from kiosk.sync.route import Route
from kiosk.sync.transport import Reply, Transport
from kiosk.ui.sounds import PLAYERS

PARTS = (
    "cv2",
    "keyring",
    "msgspec",
    "pypdfium2",
    "pyrage",
    *(() if sys.platform == "win32" else ("pyzbar.pyzbar",)),
    "requests",
    "serial",
    "sqlcipher3.dbapi2",
    "tuf.ngclient",
    "zxingcpp",
    "zstandard",
)
"""Libraries with parts in C, or that a packager can lose because they are loaded late."""

FILES = ("fonts/NotoSans-Regular.ttf", "locale/vi/words.json", "sounds/allow.wav")

FSYNCS = 5
SCREEN_WITHIN_S = 20.0
CAMERA_WITHIN_S = 30.0
PRINTER_WITHIN_S = 5.0
CARDS = Path("/proc/asound/cards")
HEADLESS_UNIT = Path(
    "/etc/systemd/system/multi-user.target.wants/kiosk-headless.service"
)
"""A link, there while systemd starts the kiosk without a window (install.sh --headless)."""

DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")

_DIRECT = Route()


class Computer:
    """The real computer, seen from the data folder of one kiosk."""

    def __init__(
        self, folder: Folder, *, cards: Path = CARDS, unit: Path = HEADLESS_UNIT
    ) -> None:
        self._folder = folder
        self._cards = cards
        self._unit = unit

    def find_missing_parts(self) -> Sequence[str]:
        """Return which of the program's libraries and files can't be loaded."""
        files = [name for name in FILES if not (ASSETS / name).is_file()]
        scripts = [] if (MIGRATIONS / "env.py").is_file() else ["migrations"]
        return [name for name in PARTS if not _can_load(name)] + files + scripts

    def may_write(self, path: str) -> bool:
        """Say whether this user, who is no administrator, may change the file."""
        return not _is_administrator() and os.access(path, os.W_OK)

    def find_ports(self) -> Sequence[FoundPort]:
        """Return the ports with a known reader, HID POS included."""
        scanners = [
            FoundPort(path=path, label="HID POS", certain=True)
            for path in find_pos_paths()
        ]
        try:
            return [*find_serial_ports(), *scanners]
        except OSError:
            return []  # a device went away while it was looked at

    def look_at_port(self, path: str) -> Port:
        """Say whether the port could be read; opening it would reset many a reader."""
        usb = parse_usb_address(path)
        if usb is not None:
            path = next(iter(find_usb_ports(usb)), "")
        if sys.platform == "win32" and path:
            return Port.OPEN  # COM ports are no files there
        if not path or not Path(path).exists():
            return Port.MISSING
        return Port.OPEN if os.access(path, os.R_OK | os.W_OK) else Port.DENIED

    def look_at_camera(self, text: str) -> Eyesight:
        """Let another process open the camera: a driver may hang or crash there."""
        try:
            done = subprocess.run(
                [*name_program(), "doctor", "--camera-only", text],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=CAMERA_WITHIN_S,
                check=True,
            )
            return msgspec.json.decode(done.stdout, type=Eyesight)
        except (OSError, subprocess.SubprocessError, msgspec.DecodeError) as error:
            return Eyesight(fault=f"The camera's driver gave no answer: {error}")

    def measure_disk(self, folder: Path) -> Disk | str:
        """Measure with a file that has no name and is gone with its last byte.

        Where the data folder is not there yet, its nearest parent stands for it.
        """
        there = next(path for path in (folder, *folder.parents) if path.exists())
        try:
            with tempfile.TemporaryFile(dir=there) as file:
                slowest_ms = max(_time_fsync(file.fileno()) for _ in range(FSYNCS))
            free_bytes = shutil.disk_usage(there).free
        except OSError as error:
            return error.strerror or str(error)
        return Disk(free_bytes=free_bytes, fsync_ms=slowest_ms)

    def read_slots(self) -> SlotsSeen | str:
        """Return the key's slots and which opens, or why they can't be read."""
        try:
            held = slots.load(self._folder.slots)
            if self._folder.database.exists():
                held = renewal.pick(held, self._folder.database)
        except KeySlotError as error:
            return str(error)
        except OSError as error:
            return f"{self._folder.slots}: {error.strerror}."
        found = opening.open_key(held, find_safes(self._folder))
        return SlotsSeen(
            kinds=[slot.kind for slot in held.slots],
            source=found.source if isinstance(found, Opened) else None,
        )

    def ask(self, url: str, route: Route = _DIRECT) -> Reply | Fault:
        """Return what the province answers to a question for its health."""
        transport = Transport(url, route)
        try:
            return transport.get(HEALTH_PATH)
        finally:
            transport.close()

    def runs_headless(self) -> bool:
        """Say whether the service that starts here has no window, and nobody sits at one."""
        has_display = any(os.environ.get(name) for name in DISPLAYS)
        return self._unit.is_symlink() and not has_display

    def look_at_screen(self) -> str:
        """Let another process open a window system: Qt ends its process where there is none."""
        try:
            done = subprocess.run(
                [*name_program(), "doctor", "--screen-only"],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=SCREEN_WITHIN_S,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return ""
        return done.stdout.decode("utf-8").strip() if done.returncode == 0 else ""

    def find_sound(self) -> str:
        """Return the program that plays sounds, empty where none can be heard."""
        if sys.platform == "win32":
            return "winsound"
        player = next((words[0] for words in PLAYERS if shutil.which(words[0])), "")
        return player if self._has_card() else ""

    def list_printers(self) -> Sequence[str] | None:
        """Return the printers that CUPS knows; None where there is no CUPS to ask."""
        if sys.platform == "win32" or not shutil.which("lpstat"):
            return None if sys.platform == "win32" else []
        try:
            done = subprocess.run(
                ["lpstat", "-e"],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=PRINTER_WITHIN_S,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return []
        return done.stdout.decode("utf-8", "replace").split()

    def _has_card(self) -> bool:
        try:
            return "no soundcards" not in self._cards.read_text(encoding="utf-8")
        except OSError:
            return False


def name_program() -> list[str]:
    """Return the words that start this program again, frozen or not."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "kiosk"]


def _can_load(name: str) -> bool:
    try:
        with contextlib.redirect_stdout(sys.stderr):  # OpenCV prints why it fails
            importlib.import_module(name)
    except (ImportError, OSError):  # OSError: a library that it loads is missing
        return False
    return True


def _is_administrator() -> bool:
    if sys.platform == "win32":
        return False
    return os.geteuid() == 0


def _time_fsync(handle: int) -> float:
    os.write(handle, bytes(4096))
    start = time.perf_counter()
    os.fsync(handle)
    return (time.perf_counter() - start) * 1000
