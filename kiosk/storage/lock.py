"""Lock: a file that one program at a time holds, until it lets go or ends.

Both ways are the operating system's, so a program that is killed holds nothing.
POSIX' is a few lines here: `filelock` is 7 ms of a start by what it loads.
"""

import importlib
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl

POLL_S = 0.01
MODE = 0o644
"""For whom it is, where the process's own mask (`kiosk.cli`) does not say less."""


class HeldError(Exception):
    """Another program holds the lock."""


@contextmanager
def hold(path: Path, within_s: float = 0) -> Iterator[None]:
    """Hold the lock at `path` while the block runs.

    Raises:
        HeldError: another program holds it for longer than `within_s`.
        OSError: the file can't be made or opened.
    """
    held = _hold_by_library if sys.platform == "win32" else _hold_by_flock
    with held(path, within_s):
        yield


@contextmanager
def _hold_by_flock(path: Path, within_s: float) -> Iterator[None]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), MODE)
    try:
        end_s = time.monotonic() + within_s
        while not _take(handle):
            if time.monotonic() >= end_s:
                raise HeldError(path)
            time.sleep(POLL_S)
        yield
    finally:
        os.close(handle)  # which lets go of it


def _take(handle: int) -> bool:
    if sys.platform == "win32":
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):  # as the file system has it
        return False
    return True


@contextmanager
def _hold_by_library(path: Path, within_s: float) -> Iterator[None]:
    filelock = importlib.import_module("filelock")
    lock = filelock.FileLock(path, timeout=within_s)
    try:
        lock.acquire(poll_interval=POLL_S)
    except filelock.Timeout as error:
        raise HeldError(path) from error
    try:
        yield
    finally:
        lock.release()
