"""Station: a second start brings the window to the front and ends with 3."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ui.running import PATIENCE_S, ROOT

OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}

pytestmark = pytest.mark.system


def start(data: Path) -> subprocess.Popen[str]:
    (data / "codes.txt").touch()
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "kiosk", "run", "--no-sync", "--data", str(data)),
            *("--replay", str(data / "codes.txt")),
        ],
        cwd=ROOT,
        env=os.environ | OFFSCREEN,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_second_window_of_a_folder_rings_and_ends_with_words(
    tmp_path: Path,
) -> None:
    first = start(tmp_path)
    try:
        assert first.stdout is not None
        assert first.stdout.readline() == '{"ready":true}\n'
        unrung = (tmp_path / "run.bell").stat().st_size
        second = start(tmp_path)
        _, words = second.communicate(timeout=PATIENCE_S)
        rung = (tmp_path / "run.bell").stat().st_size
        runs_on = first.poll() is None
    finally:
        first.terminate()
        first.communicate(timeout=PATIENCE_S)
    assert (second.returncode, unrung, rung, runs_on) == (3, 0, 1, True)
    assert "already runs" in words
    assert first.returncode == 0


def test_a_killed_window_does_not_keep_the_next_one_from_starting(
    tmp_path: Path,
) -> None:
    killed = start(tmp_path)
    assert killed.stdout is not None
    killed.stdout.readline()
    killed.kill()
    killed.communicate()
    following = start(tmp_path)
    assert following.stdout is not None
    line = following.stdout.readline()
    following.terminate()
    following.communicate(timeout=PATIENCE_S)
    assert (line, following.returncode) == ('{"ready":true}\n', 0)
