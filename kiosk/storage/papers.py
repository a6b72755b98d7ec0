"""Papers: the folder of badges and lists that became PDF files, and its emptying."""

import os
from datetime import datetime, timedelta
from pathlib import Path

KEPT = timedelta(days=7)
"""They hold names, and somebody prints them on the same day or never."""


def make_file(folder: Path, name: str, first: int = 1) -> tuple[Path, int]:
    """Make an empty file `name-001.pdf`, or the next number that is free.

    Only its owner may read it. Return it with its number.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    number = first
    while True:
        path = folder / f"{name}-{number:03d}.pdf"
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            number += 1
        else:
            return path, number


def purge(folder: Path, now: datetime) -> int:
    """Delete what is older than `KEPT`; return how many files went."""
    oldest_s = (now - KEPT).timestamp()
    old = [path for path in folder.glob("*.pdf") if _read_age_s(path) < oldest_s]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _read_age_s(path: Path) -> float:
    return path.stat().st_mtime
