"""Lock: one program at a time, whichever way it takes the lock."""

import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock, Timeout

from kiosk.storage import lock

ENDS_WITHOUT = """
import os, sys
from pathlib import Path
from kiosk.storage import lock
with lock.hold(Path(sys.argv[1])):
    os._exit(0)
"""


def test_nobody_else_holds_it_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "run.lock"
    with lock.hold(path), pytest.raises(lock.HeldError), lock.hold(path):
        pass


def test_it_is_let_go(tmp_path: Path) -> None:
    path = tmp_path / "run.lock"
    for _ in range(2):
        with lock.hold(path):
            assert path.exists()


def test_it_is_let_go_by_who_fails(tmp_path: Path) -> None:
    path = tmp_path / "run.lock"
    with pytest.raises(ValueError, match="bug"), lock.hold(path):
        raise ValueError("bug")
    with lock.hold(path):
        pass


def test_it_is_the_lock_of_an_earlier_version(tmp_path: Path) -> None:
    path = tmp_path / "run.lock"
    with lock.hold(path), pytest.raises(Timeout):
        FileLock(path, timeout=0).acquire()
    with FileLock(path), pytest.raises(lock.HeldError), lock.hold(path):
        pass


def test_who_waits_gets_it_once_it_is_free(tmp_path: Path) -> None:
    path = tmp_path / "run.lock"
    holder = FileLock(path)
    holder.acquire()
    with pytest.raises(lock.HeldError), lock.hold(path, within_s=0.02):
        pass
    holder.release()
    with lock.hold(path, within_s=0.02):
        pass


def test_who_ends_without_a_word_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "run.lock"
    subprocess.run([sys.executable, "-c", ENDS_WITHOUT, str(path)], check=True)
    with lock.hold(path):
        pass


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), lock.hold(tmp_path / "none" / "run.lock"):
        pass
