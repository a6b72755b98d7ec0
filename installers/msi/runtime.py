"""Runtime: the Windows CPython that is shipped, laid out flat as python.org's embeddable."""

import hashlib
import io
import re
import tarfile
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from installers.msi import bytecode, pe
from installers.msi.pins import PythonPin
from installers.msi.signature import verify_catalogue, verify_program

CATALOGUE = "DLLs/python_lib.cat"

_NOT_SHIPPED = frozenset(
    {
        "test", "idlelib", "tkinter", "turtledemo", "ensurepip", "lib2to3", "venv",
        "site-packages", "distutils", "pydoc_data", "msilib", "__phello__",
        "__pycache__", "sqlite3",
    }
)  # fmt: skip
_NOT_SHIPPED_PROGRAMS = re.compile(
    r"(?i)(_test.*|_tkinter|_ctypes_test|_msi|xx.*|py|python|pythonw|t(cl|k)86t"
    r"|_?sqlite3|vc.*|msvcp.*|concrt.*)\.(pyd|dll|exe)"
)
"""SQLCipher has its own SQLite. Microsoft's runtime comes with Qt's wheels, whose uploader is known."""


class RuntimeRefusedError(Exception):
    """The Python that was given can't be trusted, or is not one."""


@dataclass(slots=True)
class Runtime:
    """Files of the runtime by name, and what was checked of them."""

    minor: int
    files: dict[str, bytes]
    checked: dict[str, int] = field(default_factory=dict)

    @property
    def library(self) -> str:
        """Return the name of Python's DLL."""
        return f"python3{self.minor}.dll"


def read_sdist(path: Path, pin: PythonPin) -> Runtime:
    """Return the runtime in the pinned package; nothing in it is run.

    Raises:
        SignatureError: a program's or the catalogue's signature does not hold.
        RuntimeRefusedError: a file is signed by another, or a module is not named.
    """
    tree = _open_sdist(path, pin.folder)
    programs = {
        PurePosixPath(name).name: content
        for name, content in tree.items()
        if PurePosixPath(name).parent.as_posix() in {".", "DLLs"}
        and pe.is_program(content)
        and not _NOT_SHIPPED_PROGRAMS.fullmatch(PurePosixPath(name).name)
    }
    check_programs(programs, pin.signer)
    signature, named = verify_catalogue(tree[CATALOGUE])
    _refuse_other(CATALOGUE, signature.certificate_sha256, pin.signer)
    modules = pick_modules(tree)
    check_modules(modules, named, pin.unnamed)
    return Runtime(
        minor=pin.minor,
        files={
            **programs,
            "LICENSE-python.txt": tree["LICENSE.txt"],
            f"python3{pin.minor}.zip": bytecode.zip_modules(modules, pin.minor),
        },
        checked={"signed programs": len(programs), "catalogued modules": len(modules)},
    )


def read_embeddable(path: Path) -> Runtime:
    """Return the runtime in python.org's embeddable zip, whose hash was compared."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    minors = [found[1] for name in files if (found := _LIBRARY.fullmatch(name))]
    if len(minors) != 1:
        raise RuntimeRefusedError(
            f"{path.name} holds no pythonXY.dll at its top: give python.org's "
            "'Windows embeddable package (64-bit)'."
        )
    kept = {
        name: content
        for name, content in files.items()
        if name.endswith((".dll", ".pyd", ".zip"))
        and not _NOT_SHIPPED_PROGRAMS.fullmatch(name)
    }
    kept["LICENSE-python.txt"] = files.get("LICENSE.txt", b"")
    return Runtime(minor=int(minors[0]), files=kept, checked={"pinned zip": 1})


_LIBRARY = re.compile(r"python3(\d\d)\.dll")


def check_programs(programs: Mapping[str, bytes], signer: str) -> None:
    """Refuse programs that `signer` did not sign."""
    for name, content in programs.items():
        _refuse_other(name, verify_program(content).certificate_sha256, signer)


def check_modules(
    modules: Mapping[str, bytes], named: Iterable[bytes], unnamed: Mapping[str, str]
) -> None:
    """Refuse modules that neither the catalogue nor the pins name; empty ones pass."""
    known = frozenset(named)
    for name, content in modules.items():
        digest = hashlib.sha256(content)
        if content and digest.digest() not in known:
            if unnamed.get(name) == digest.hexdigest():
                continue
            raise RuntimeRefusedError(
                f"Module {name} is not the one that the signed catalogue names."
            )


def pick_modules(tree: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the standard library's modules that a kiosk can need."""
    modules = {}
    for name, content in tree.items():
        path = PurePosixPath(name)
        if path.parts[0] == "Lib" and path.suffix == ".py":
            inside = path.relative_to("Lib")
            if _NOT_SHIPPED.isdisjoint(inside.parts):
                modules[inside.as_posix()] = content
    return modules


def _open_sdist(path: Path, folder: str) -> dict[str, bytes]:
    with tarfile.open(path) as outer:
        member = next(m for m in outer if m.name.endswith("/data.zip"))
        inner = outer.extractfile(member)
        if inner is None:
            raise RuntimeRefusedError(f"{path.name}: {member.name} is not a file.")
        packed = inner.read()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {
            name.removeprefix(f"{folder}/"): archive.read(name)
            for name in archive.namelist()
            if name.startswith(f"{folder}/") and not name.endswith("/")
        }


def _refuse_other(name: str, found: str, expected: str) -> None:
    if found != expected:
        raise RuntimeRefusedError(
            f"{name} is signed by certificate {found}, not {expected}."
        )
