"""Whole file: a small file that is written whole or not at all."""

import os
from pathlib import Path

from kiosk.storage.slots import sync_folder


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` to `path` such that a power cut leaves the old file or the new."""
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    sync_folder(path.parent)


def read_or_none(path: Path) -> bytes | None:
    """Return the file's bytes, None where it can't be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None
