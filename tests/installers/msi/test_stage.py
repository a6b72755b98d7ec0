"""Stage: what is shipped, and that Windows can load it."""

import re
from pathlib import Path

import pytest

from installers.msi.stage import QT_MODULES, find_unmet_imports, is_kept
from tests.installers.msi.programs import a_program

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt6Core.dll",
        "PySide6/QtWidgets.pyd",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/plugins/imageformats/qsvg.dll",
        "cv2/cv2.pyd",
        "numpy.libs/libscipy_openblas64_-63c8.dll",
        "idna-3.20.dist-info/licenses/LICENSE.md",
    ],
)
def test_what_the_kiosk_loads_is_shipped(name: str) -> None:
    assert is_kept(name) is True


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt6Quick.dll",
        "PySide6/opengl32sw.dll",
        "PySide6/designer.exe",
        "PySide6/QtCore.pyi",
        "PySide6/plugins/platforms/qdirect2d.dll",
        "PySide6/vcomp140.dll",
        "cv2/opencv_videoio_ffmpeg500_64.dll",
        "numpy/_core/tests/test_api.py",
        "Cryptodome/SelfTest/Cipher/test_AES.py",
        "six-1.0.data/scripts/tool",
    ],
)
def test_what_it_never_loads_is_not(name: str) -> None:
    assert is_kept(name) is False


LINUX_ALONE = {"DBus"}
"""Asked for where a Linux desktop is, by `kiosk.ui.awake`."""


def test_every_module_of_qt_that_kiosk_imports_is_shipped() -> None:
    imported = {
        module
        for path in (ROOT / "kiosk").rglob("*.py")
        for module in re.findall(
            r"PySide6(?: import |\.)Qt(\w+)", path.read_text(encoding="utf-8")
        )
    }
    assert imported - set(QT_MODULES) == LINUX_ALONE


def stage(folder: Path, **imports: list[str]) -> Path:
    for name, wanted in imports.items():
        (folder / f"{name}.dll").write_bytes(a_program(imports=wanted))
    return folder


def test_windows_own_and_shipped_dlls_are_met(tmp_path: Path) -> None:
    folder = stage(tmp_path, a=["B.dll", "KERNEL32.dll", "api-ms-win-crt-x.dll"], b=[])
    assert find_unmet_imports(folder) == []


def test_a_dll_that_a_fresh_windows_lacks_is_told(tmp_path: Path) -> None:
    folder = stage(tmp_path, zbar=["MSVCR120.dll"])
    assert find_unmet_imports(folder) == ["zbar.dll wants msvcr120.dll"]
