"""Libraries: what the binaries of a folder need, and which of them nothing needs."""

import re
import struct
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

Needs = Mapping[str, frozenset[str]]
"""From the name of a binary to the names of the libraries it is linked with."""

OF_THE_MACHINE = frozenset(
    {
        "libcups.so.2",
        "ld-linux-x86-64.so.2",
        "libc.so.6",
        "libdl.so.2",
        "libm.so.6",
        "libpthread.so.0",
        "libresolv.so.2",
        "librt.so.1",
        "libutil.so.1",
    }
)
"""The C library is the machine's own, always; CUPS is of use only where it is installed,
and would bring 4 MB of its own libraries along. Without it Qt prints to PDF."""

PAGE_BYTES = 4096
LOAD = 1
"""The kind of a segment that the loader maps."""

_NEEDED = re.compile(r"\(NEEDED\)\s+Shared library: \[([^]]+)\]")
_CACHED = re.compile(r"^\s+(\S+) \(([^)]*)\) => (\S+)$", re.MULTILINE)


def parse_needed(text: str) -> frozenset[str]:
    """Return the libraries that `readelf --dynamic` names."""
    return frozenset(_NEEDED.findall(text))


def parse_cache(text: str) -> dict[str, Path]:
    """Return where `ldconfig -p` has each library of x86-64."""
    return {
        name: Path(path)
        for name, kind, path in reversed(_CACHED.findall(text))
        if "x86-64" in kind
    }


def read_needs(folder: Path) -> dict[str, frozenset[str]]:
    """Return what each binary in `folder` needs, by its file's name."""
    return {
        path.name: read_needed(path)
        for path in sorted(folder.rglob("*"))
        if is_binary(path) and not path.is_symlink()
    }


def read_needed(path: Path) -> frozenset[str]:
    """Return what the binary at `path` needs."""
    done = subprocess.run(
        ["readelf", "--dynamic", "--wide", str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    return parse_needed(done.stdout)


def is_binary(path: Path) -> bool:
    """Say whether `path` is an ELF file."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def is_loadable(program: bytes) -> bool:
    """Say whether the loader can map every segment of a 64-bit ELF file.

    `strip` moves segments of files that a wheel's packager has patched, and
    says nothing: numpy's BLAS then fails with "not page-aligned".
    """
    (start,) = struct.unpack_from("<Q", program, 0x20)
    size, count = struct.unpack_from("<HH", program, 0x36)
    for number in range(count):
        kind, _, offset, address = struct.unpack_from(
            "<IIQQ", program, start + number * size
        )
        if kind == LOAD and (offset - address) % PAGE_BYTES:
            return False
    return True


def find_unneeded(needs: Needs, roots: Iterable[str]) -> set[str]:
    """Return the binaries that no root needs, directly or through others."""
    reached: set[str] = set()
    ahead = [name for name in roots if name in needs]
    while ahead:
        name = ahead.pop()
        if name not in reached:
            reached.add(name)
            ahead.extend(needs[name] & needs.keys())
    return needs.keys() - reached


def find_missing(needs: Needs) -> set[str]:
    """Return the libraries that are needed and neither here nor the machine's."""
    needed = {library for libraries in needs.values() for library in libraries}
    return needed - needs.keys() - OF_THE_MACHINE
