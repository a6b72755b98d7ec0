"""Find zbar: lets pyzbar load the bundled library on machines without ldconfig and gcc."""

import ctypes.util
import sys
from pathlib import Path


def _make_find(known: str) -> object:
    find_on_host = ctypes.util.find_library

    def find_library(name: str) -> str | None:
        return known if name == "zbar" else find_on_host(name)

    return find_library


# PyInstaller keeps the folder of the frozen program here.
_bundled = Path(getattr(sys, "_MEIPASS", "")) / "libzbar.so.0"
if _bundled.exists():
    ctypes.util.find_library = _make_find(str(_bundled))  # type: ignore[assignment]  # the same signature
