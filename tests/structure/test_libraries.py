"""Libraries: traps of what we depend on, each met once and held shut."""

import importlib.metadata
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

EMIT = """
import sys
from PySide6.QtCore import QObject, Signal


class Bell(QObject):
    rang = Signal(int)


bell = Bell()
before = sys.getrefcount(True)
for number in range({count}):
    bell.rang.emit(number)
print(abs(sys.getrefcount(True) - before) < 10)
"""
"""PySide6 6.12.0 loses a reference to True with each emit (Python 3.11)."""


def emit(count: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", EMIT.format(count=count)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_fifty_signals_lose_no_reference() -> None:
    outcome = emit(50)
    assert (outcome.returncode, outcome.stdout) == (0, "True\n")


@pytest.mark.soak
def test_a_million_signals_do_not_crash() -> None:
    outcome = emit(1_000_000)
    assert (outcome.returncode, outcome.stdout) == (0, "True\n")


def test_there_is_one_opencv_and_it_brings_no_qt() -> None:
    """A second cv2 package overwrites the first, and its Qt clashes with ours."""
    packages = importlib.metadata.packages_distributions()["cv2"]
    spec = importlib.util.find_spec("cv2")
    assert spec is not None
    assert spec.origin is not None
    assert set(packages) == {"opencv-python-headless"}
    assert not (Path(spec.origin).parent / "qt").exists()


def test_qt_is_below_the_version_that_crashes() -> None:
    version = importlib.metadata.version("PySide6-Essentials")
    assert tuple(map(int, version.split(".")[:2])) == (6, 11)
