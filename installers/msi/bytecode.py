"""Bytecode: modules compiled ahead, since a kiosk may not write beside them.

Only a Python of the same minor version makes bytecode that Windows' Python
takes. Where another one builds, sources alone are shipped: right, but slower
to start.
"""

import io
import py_compile
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

_UNCHECKED = py_compile.PycInvalidationMode.UNCHECKED_HASH
"""Needs no look at the source's time, which an installer does not keep."""

READ_AS_TEXT = ("cv2/config*.py",)
"""OpenCV's loader reads these as text; compiled, `import cv2` fails."""

_EPOCH = (2000, 1, 1, 0, 0, 0)


def can_compile(minor: int) -> bool:
    """Say whether this Python makes bytecode for Python 3.`minor`."""
    return sys.version_info[:2] == (3, minor)


def zip_modules(modules: Mapping[str, bytes], minor: int) -> bytes:
    """Return the zip that Python imports `modules` from; the same for the same."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive, TemporaryDirectory() as folder:
        for name in sorted(modules):
            path, content = name, modules[name]
            if can_compile(minor):
                path, content = name + "c", _compile(name, content, Path(folder))
            archive.writestr(zipfile.ZipInfo(path, _EPOCH), content)
    return packed.getvalue()


def compile_folder(folder: Path, minor: int, *, keep_sources: bool) -> int:
    """Compile every module below `folder`; return how many.

    Without its source a module stands compiled in its place: a third of the size.
    """
    if not can_compile(minor):
        return 0
    modules = [
        module
        for module in sorted(folder.rglob("*.py"))
        if not any(module.match(pattern) for pattern in READ_AS_TEXT)
    ]
    for module in modules:
        py_compile.compile(
            str(module),
            cfile=None if keep_sources else f"{module}c",
            dfile=module.relative_to(folder).as_posix(),
            doraise=True,
            invalidation_mode=_UNCHECKED,
        )
        if not keep_sources:
            module.unlink()
    return len(modules)


def _compile(name: str, source: bytes, folder: Path) -> bytes:
    module, compiled = folder / "module.py", folder / "module.pyc"
    module.write_bytes(source)
    py_compile.compile(
        str(module),
        str(compiled),
        dfile=name,
        doraise=True,
        invalidation_mode=_UNCHECKED,
    )
    return compiled.read_bytes()
