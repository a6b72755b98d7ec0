"""Launcher: kiosk.exe and kioskw.exe, built by MinGW from launcher.c."""

import os
import struct
import subprocess
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from installers.msi.pins import HERE, ROOT

ICON_SIZES = (16, 24, 32, 48, 64, 256)

_TARGET = "x86_64-w64-mingw32"
_HARDENING = (
    "-Wl,--dynamicbase,--nxcompat,--high-entropy-va",
    "-static", "-s", "-O2", "-Wall", "-Wextra", "-Wno-unused-parameter", "-municode",
    "-Wl,--no-insert-timestamp",
)  # fmt: skip


def build_launchers(folder: Path, work: Path, *, python_dll: str, version: str) -> None:
    """Put both launchers into `folder`."""
    work.mkdir(parents=True, exist_ok=True)
    (work / "kiosk.ico").write_bytes(make_icon(ROOT / "assets/icons/idle.svg"))
    numbers = [*version.split("."), "0", "0", "0"][:4]
    _run(
        f"{_TARGET}-windres", f"-DVERSION_COMMAS={','.join(numbers)}",
        f'-DVERSION_TEXT=\\"{version}\\"', "-I", str(work), "-I", str(HERE),
        str(HERE / "launcher.rc"), "-O", "coff", "-o", str(work / "launcher.res"),
    )  # fmt: skip
    for name, options in {
        "kiosk.exe": ("-mconsole",),
        "kioskw.exe": ("-mwindows", "-DWINDOWED"),
    }.items():
        _run(
            f"{_TARGET}-gcc", *_HARDENING, *options, f'-DPYTHON_DLL=L"{python_dll}"',
            str(HERE / "launcher.c"), str(work / "launcher.res"),
            "-o", str(folder / name),
        )  # fmt: skip


def make_icon(drawing: Path) -> bytes:
    """Return the drawing as a Windows icon, a PNG in each size."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    QGuiApplication.instance() or QGuiApplication([])
    renderer = QSvgRenderer(str(drawing))
    return pack_icon({size: _paint(renderer, size) for size in ICON_SIZES})


def pack_icon(pictures: Mapping[int, bytes]) -> bytes:
    """Return PNG pictures by their size in pixels as one ICO file."""
    offset = 6 + 16 * len(pictures)
    head = struct.pack("<HHH", 0, 1, len(pictures))
    for size, picture in pictures.items():
        side = size % 256  # 256 is written as 0
        head += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    return head + b"".join(pictures.values())


def _paint(renderer: QSvgRenderer, size: int) -> bytes:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # its stub wants bytes
    return bytes(buffer.data().data())


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr.strip()}")
