"""Crash log: where a bug happened, and nothing of whom."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import qCritical, qWarning
from pytestqt.qtbot import QtBot

from kiosk.ui.crash_log import MOST_BYTES, CrashLog
from tests.ui.fake_road import SECRET
from tests.ui.running import running

OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}


def break_down() -> None:
    try:
        int(SECRET)
    except ValueError as error:
        raise RuntimeError(SECRET) from error


def crash_into(log: CrashLog) -> None:
    try:
        break_down()
    except RuntimeError as error:
        log.write(error, error.__traceback__)


def test_a_bug_leaves_its_stack_and_no_value(tmp_path: Path) -> None:
    with CrashLog(tmp_path / "crash.log") as log:
        crash_into(log)
    text = (tmp_path / "crash.log").read_text()
    assert "RuntimeError from ValueError" in text
    assert "break_down" in text
    assert SECRET[:6] not in text
    assert "raise" not in text  # a source line may hold a value too


def test_it_never_grows_beyond_its_size(tmp_path: Path) -> None:
    with CrashLog(tmp_path / "crash.log") as log:
        for _ in range(1000):
            crash_into(log)
    assert MOST_BYTES * 0.9 < (tmp_path / "crash.log").stat().st_size <= MOST_BYTES


def test_a_full_log_takes_the_next_runs_crash(tmp_path: Path) -> None:
    path = tmp_path / "crash.log"
    path.write_bytes(b"x" * MOST_BYTES)
    with CrashLog(path) as log:
        crash_into(log)
    assert "break_down" in path.read_text()
    assert path.stat().st_size < MOST_BYTES


def test_what_qt_says_is_kept_without_numbers(
    qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    del qtbot
    with CrashLog(tmp_path / "crash.log"):
        qWarning("no glyph in 001190012345")
        qCritical("out of handles")
    text = (tmp_path / "crash.log").read_text()
    assert "QtWarningMsg default: no glyph in …\n" in text
    assert "QtCriticalMsg default: out of handles\n" in text
    assert "out of handles" in capsys.readouterr().err


def test_a_disk_that_takes_nothing_is_no_fault(tmp_path: Path) -> None:
    with CrashLog(tmp_path / "gone" / "crash.log") as log:
        crash_into(log)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.system
def test_a_fatal_signal_leaves_every_threads_stack(tmp_path: Path) -> None:
    files = {"KIOSK_TEST_FILES": str(tmp_path)}
    with running("fatal", **OFFSCREEN, **files) as window:
        code = window.wait_for_end()
    text = (tmp_path / "crash.log").read_text()
    assert code == -11
    assert "Segmentation fault" in text
    assert "in die" in text
    assert "in run_window" in text
    assert SECRET[:6] not in text


@pytest.mark.system
@pytest.mark.parametrize("mode", ["buggy", "clumsy"])
def test_a_bug_of_the_window_is_in_the_log(tmp_path: Path, mode: str) -> None:
    files = {"KIOSK_TEST_FILES": str(tmp_path)}
    with running(mode, **OFFSCREEN, **files) as window:
        code = window.wait_for_end()
    text = (tmp_path / "crash.log").read_text()
    assert code == 70
    assert "RuntimeError\n" in text
    assert "in break_down" in text
    assert SECRET[:6] not in text


@pytest.mark.system
def test_an_abort_of_qt_leaves_its_words_and_its_stack(tmp_path: Path) -> None:
    path = tmp_path / "crash.log"
    script = (
        "import sys\nfrom pathlib import Path\nfrom PySide6.QtCore import qFatal\n"
        "from kiosk.ui.crash_log import CrashLog\n"
        "with CrashLog(Path(sys.argv[1])):\n    qFatal('no platform')\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        env=os.environ | OFFSCREEN,
        capture_output=True,
        check=False,
        timeout=30,
    )
    text = path.read_text()
    assert ended.returncode == -6
    assert "no platform" in text
    assert "QtFatalMsg" in text
    assert "Fatal Python error: Aborted" in text
