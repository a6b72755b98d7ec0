"""What is left out of the AppImage is nothing that the kiosk asks for."""

import ctypes
import re
import shutil
from pathlib import Path

import pytest

from installers.appimage.build import empty_icu

ROOT = Path(__file__).resolve().parents[3]

ICU_SERVES = r"QCollator|localeAwareCompare|QStringConverter|QStringDecoder|QTimeZone"
NUMPY_LACKS = r"(?:np|numpy)\.(?:random|polynomial|testing|f2py)\b"


def find_uses(pattern: str) -> list[str]:
    return [
        f"{path.name}: {found}"
        for path in sorted((ROOT / "kiosk").rglob("*.py"))
        for found in re.findall(pattern, path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("pattern", [ICU_SERVES, NUMPY_LACKS])
def test_the_kiosk_uses_no_part_that_is_left_out(pattern: str) -> None:
    """Of Qt what needs ICU's data, and of numpy what kiosk.spec and msi/stage.py drop."""
    assert find_uses(pattern) == []


@pytest.mark.skipif(shutil.which("gcc") is None, reason="gcc is not installed")
def test_icus_data_give_way_to_an_empty_package(tmp_path: Path) -> None:
    library = tmp_path / "lib" / "libicudata.so.73"
    library.parent.mkdir()
    library.write_bytes(bytes(100_000))
    empty_icu(tmp_path)
    package = (ctypes.c_ubyte * 16).in_dll(ctypes.CDLL(str(library)), "icudt73_dat")
    assert bytes(package[:4] + package[12:16]) == b"\x20\x00\xda\x27CmnD"
    assert library.stat().st_size < 30_000
