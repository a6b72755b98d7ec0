"""Stage: the folder that the MSI installs, before it is packed.

kiosk.exe kioskw.exe      the launcher, with and without a console
python3XY.dll *.pyd …     Windows' CPython, and python3XY.zip, its library
python3XY._pth            says where modules are, and that nothing else is asked
app/                      start.py, kiosk, assets and the wheels, pruned
"""

import re
import shutil
import zipfile
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from installers.msi import bytecode, pe
from installers.msi.pins import HERE, ROOT
from installers.msi.runtime import Runtime

QT_MODULES = ("Core", "Gui", "Widgets", "Svg", "PrintSupport")
"""Of Qt; a test compares them with what kiosk imports."""

_QT_KEPT = (
    "PySide6/__init__.py",
    "PySide6/_config.py",
    "PySide6/_git_pyside_version.py",
    "PySide6/support/*.py",
    "PySide6/pyside6.abi3.dll",
    "PySide6/plugins/platforms/q[wmo]*.dll",
    "PySide6/plugins/styles/*.dll",
    "PySide6/plugins/iconengines/*.dll",
    "PySide6/plugins/imageformats/qsvg.dll",
    *(f"PySide6/Qt{module}.pyd" for module in QT_MODULES),
    *(f"PySide6/Qt6{module}.dll" for module in QT_MODULES),
)

_QT_DROPPED = ("*/qdirect2d.dll",)

NUMPY_DROPPED = ("distutils", "f2py", "polynomial", "random")
"""Parts of numpy that are loaded when they are named; a test compares them with kiosk."""

UNUSED_CIPHERS = (
    "_raw_des*",
    "_raw_cast*",
    "_raw_arc2*",
    "_ARC4*",
    "_raw_blowfish*",
    "_chacha20*",
)
"""A ZIP is sealed by AES; the others' libraries are loaded when they are named."""

_DROPPED = (
    "*.pyi", "*.lib", "*.h", "*.hpp", "*.c", "*.cpp", "*.pxd", "*.pyx", "*.f90",
    "*/tests/*", "*/testing/*", "*/test_data/*", "Cryptodome/SelfTest/*", "*/RECORD", "*/include/*", "*.exe", "*.cmake",
    "cv2/opencv_videoio_ffmpeg*", "cv2/data/*", "cv2/misc/*", "cv2/samples/*",
    *(f"numpy/{part}/*" for part in NUMPY_DROPPED),
    "numpy/_core/_simd.*", "numpy/_core/_*_tests.*", "numpy/_pyinstaller/*",
    "Cryptodome/PublicKey/*", "Cryptodome/Signature/*", "Cryptodome/Math/*", "Cryptodome/IO/*",
    *(f"Cryptodome/Cipher/{name}.pyd" for name in UNUSED_CIPHERS), "zstandard/*cffi*",
    "keyring/backends/macOS/*", "keyring/testing/*",
    *(f"sqlalchemy/ext/{name}" for name in ("asyncio/*", "declarative/*", "mypy/*", "automap.*", "horizontal_shard.*")),
    "pycparser/*", "cffi/recompiler.py", "shiboken6/files.dir/*",
    "sqlalchemy/dialects/my*/*", "sqlalchemy/dialects/ora*/*",
    "sqlalchemy/dialects/mssql/*", "alembic/templates/*",
    "*/sboms/*",
)  # fmt: skip

_SHARED = re.compile(r"(?i)(msvcp|vcruntime)[\w]*\.dll")
"""Microsoft's runtime: one copy at the top is enough for all."""

_SHARED_FROM = "shiboken6"
_MICROSOFT_UNUSED = re.compile(
    r"(?i)((vcamp|vccorlib|vcomp|concrt)[\w]*|msvcp140_codecvt_ids)\.dll"
)

_OURS = ("kiosk", "assets")
_OURS_DROPPED = (
    "kiosk/demonstration/*",
    "*/__pycache__/*",
    "*/synthesise.py",
    "assets/units/*",
    "assets/locale/*/province/*",
)

_WINDOWS = re.compile(
    r"(api-ms-win|ext-ms-win)-.*|(advapi32|authz|bcrypt|bcryptprimitives|cfgmgr32"
    r"|combase|comctl32|comdlg32|crypt32|d3d9|d3d11|d3d12|dcomp|dnsapi|dwmapi|dwrite"
    r"|dxgi|gdi32|icuuc|icuin|imm32|iphlpapi|kernel32|mf|mfplat|mfreadwrite|mpr|mscms"
    r"|msvcrt|ncrypt|netapi32|ntdll|ole32|oleaut32|opengl32|powrprof|propsys|psapi"
    r"|rpcrt4|secur32|setupapi|shcore|shell32|shlwapi|synchronization|ucrtbase"
    r"|user32|userenv|usp10|uxtheme|version|windowscodecs|winhttp|wininet|winmm"
    r"|winspool|wldap32|ws2_32|wtsapi32|d2d1|uiautomationcore|runtimeobject)\.(dll|drv)"
)
"""What every Windows 10 since 1703 has; MSVCR120.dll, for one, it has not."""


class StageError(Exception):
    """The folder would not run on Windows."""


def stage(folder: Path, runtime: Runtime, wheels: Sequence[Path]) -> None:
    """Make `folder` anew, but for the launcher."""
    shutil.rmtree(folder, ignore_errors=True)
    app = folder / "app"
    app.mkdir(parents=True)
    for name, content in runtime.files.items():
        (folder / name).write_bytes(content)
    (folder / f"python3{runtime.minor}._pth").write_text(
        f"python3{runtime.minor}.zip\n.\napp\n", encoding="ascii"
    )
    for wheel in wheels:
        _unpack(wheel, app)
    bytecode.compile_folder(app, runtime.minor, keep_sources=False)
    _gather_shared(folder)
    _copy_sources(app)
    shutil.copy(HERE / "start.py", app)
    shutil.copy(ROOT / "LICENSE", folder / "LICENSE.txt")
    bytecode.compile_folder(app, runtime.minor, keep_sources=True)


def is_kept(name: str) -> bool:
    """Say whether the file `name` of a wheel is shipped."""
    if _MICROSOFT_UNUSED.fullmatch(PurePosixPath(name).name):
        return False
    if name.startswith("PySide6/"):
        return _matches(name, _QT_KEPT) and not _matches(name, _QT_DROPPED)
    return not _matches(name, _DROPPED) and ".data/" not in name


def find_unmet_imports(folder: Path) -> Sequence[str]:
    """Return the DLLs that are wanted, and neither shipped nor part of Windows."""
    programs = [p for p in folder.rglob("*") if p.suffix in {".dll", ".pyd", ".exe"}]
    shipped = {program.name.lower() for program in programs}
    return sorted(
        f"{program.relative_to(folder)} wants {name}"
        for program in programs
        for name in pe.find_imports(program.read_bytes()) - shipped
        if not _WINDOWS.fullmatch(name)
    )


def _unpack(wheel: Path, app: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if not name.endswith("/") and is_kept(name):
                archive.extract(name, app)


def _gather_shared(folder: Path) -> None:
    for library in sorted((folder / "app").rglob("*.dll")):
        if _SHARED.fullmatch(library.name):
            if library.parent.name == _SHARED_FROM:
                shutil.copy(library, folder)
            if library.parent.name in {_SHARED_FROM, "PySide6"}:
                library.unlink()


def _copy_sources(app: Path) -> None:
    for package in _OURS:
        for source in sorted((ROOT / package).rglob("*")):
            name = source.relative_to(ROOT).as_posix()
            if source.is_file() and not _matches(name, _OURS_DROPPED):
                target = app / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)


def _matches(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
