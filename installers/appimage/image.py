"""Image: a runtime and a squashfs joined into the one file that is an AppImage."""

import hashlib
import shutil
import struct
from pathlib import Path

MAGIC = b"AI\x02"
MAGIC_AT = 8
"""In the padding of ELF's identification, as the AppImage specification says."""

SQUASHFS_MAGIC = b"hsqs"


class WrongRuntimeError(Exception):
    """A runtime that can't be the head of an AppImage; its text says why."""


def check_runtime(runtime: bytes, sha256: str | None) -> bytes:
    """Return `runtime` with the mark of an AppImage.

    A runtime that somebody else built is believed for its SHA-256 alone, and
    is not changed: it must have the mark already.
    """
    if runtime[:4] != b"\x7fELF":
        raise WrongRuntimeError("the runtime is no ELF program")
    if sha256 is not None:
        found = hashlib.sha256(runtime).hexdigest()
        if found != sha256.lower():
            raise WrongRuntimeError(f"the runtime's SHA-256 is {found}, not {sha256}")
    marked = runtime[:MAGIC_AT] + MAGIC + runtime[MAGIC_AT + len(MAGIC) :]
    if sha256 is not None and marked != runtime:
        raise WrongRuntimeError("the runtime is not of an AppImage of type 2")
    if find_end(runtime) != len(runtime):
        raise WrongRuntimeError("the runtime does not end with its section headers")
    return marked


def find_end(program: bytes) -> int:
    """Return where the section headers of a 64-bit ELF program end."""
    (start,) = struct.unpack_from("<Q", program, 0x28)
    size, count = struct.unpack_from("<HH", program, 0x3A)
    return int(start + size * count)


def join(runtime: bytes, squashfs: Path, to: Path) -> None:
    """Write the AppImage; it is there whole or not at all."""
    part = to.with_name(to.name + ".part")
    with part.open("wb") as out, squashfs.open("rb") as image:
        out.write(runtime)
        shutil.copyfileobj(image, out, 1 << 20)
    part.chmod(0o755)
    part.replace(to)
