"""Erasing: files whose bytes are overwritten before they are deleted.

Their key is still in use, so neither deleting them nor spoiling their first page
would make them unreadable: each page is sealed by itself. What is on its way out
is renamed first, so that nobody takes half of it for a whole.
"""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from kiosk.storage.slots import sync_folder

GOING = ".going"
STEP_BYTES = 1024 * 1024
"""Overwritten and brought to the medium at once: one long flush would hold up the gate's."""

Rest = Callable[[float], bool]
"""Is told how many seconds a step took, and rests; True says to stop."""


def list_going(parent: Path) -> list[Path]:
    """Return what was on its way out when an erasure was stopped."""
    return sorted(parent.glob(f"*{GOING}"))


def erase(path: Path, rest: Rest) -> bool:
    """Overwrite and delete a file or folder; False where it was stopped, and goes on later.

    Raises:
        OSError: the medium is read-only or fails; nothing is there under the old name.
    """
    going = path
    if path.suffix != GOING:
        going = path.with_name(path.name + GOING)
        path.replace(going)
        sync_folder(path.parent)
    files = sorted(going.rglob("*")) if going.is_dir() else [going]
    for file in files:
        if file.is_file() and not file.is_symlink() and not _overwrite(file, rest):
            return False
    if going.is_dir():
        shutil.rmtree(going)
    else:
        going.unlink()
    sync_folder(path.parent)
    return True


def _overwrite(file: Path, rest: Rest) -> bool:
    left = file.stat().st_size
    with file.open("r+b", buffering=0) as opened:
        while left > 0:
            began_s = time.monotonic()
            left -= opened.write(bytes(min(left, STEP_BYTES)))
            os.fsync(opened.fileno())
            if rest(time.monotonic() - began_s):
                return False
    return True
