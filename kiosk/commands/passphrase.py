"""Passphrase: the recovery passphrase, from a file or typed unseen."""

import getpass
import sys
from pathlib import Path

from kiosk.errors import OutsideError


def read_passphrase(path: Path | None) -> str:
    """Return the passphrase in the file at `path`, or what is typed where there is none.

    Raises:
        OutsideError: the file can't be read.
    """
    if path is None:
        return _ask()
    try:
        return path.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise OutsideError(
            f"Passphrase file {path} can't be read: {error}. "
            "Leave --passphrase-file out to type the passphrase."
        ) from error


def _ask() -> str:
    """Return what is typed, unseen where there is a terminal."""
    if sys.stdin.isatty():
        return getpass.getpass("Recovery passphrase: ")
    return sys.stdin.readline().strip()
