"""Guards: what they watch for is really seen."""

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.guards import LogWatch, find_left_threads

ROOT = Path(__file__).resolve().parents[2]
IS_WELL = "def test(qapp):\n    assert qapp\n"
IS_WRONG = {
    "a warning of Qt": """
from PySide6.QtCore import qWarning
def test(qapp):
    qWarning(b"QPainter: not active")
""",
    "a warning of Qt's own": """
from PySide6.QtCore import QObject, QThread, QTimer
def test(qapp):
    timer = QTimer()
    timer.start(-5)
""",
    "a warning of Python": """
import warnings
def test():
    warnings.warn("old", DeprecationWarning)
""",
    "a file that was not closed": """
import gc
def test():
    open(__file__)
    gc.collect()
""",
    "a warning in the log": """
import logging
def test():
    logging.getLogger("kiosk.sync").warning("batch refused")
""",
    "an error in the log of a thread": """
import logging, threading
def test():
    error = logging.getLogger("kiosk.lane").error
    thread = threading.Thread(target=error, args=["disk full"])
    thread.start()
    thread.join()
""",
    "a thread that runs on": """
import threading
def test():
    wait = threading.Event().wait
    threading.Thread(target=wait, daemon=True, name="lane").start()
""",
    "a thread that breaks down": """
import threading
def test():
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()
""",
    "a slot that breaks down": """
from PySide6.QtCore import QTimer
def test(qtbot):
    QTimer.singleShot(0, lambda: 1 / 0)
    qtbot.wait(50)
""",
}


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """Run all of them under this suite's own rules; return how each file's test ended."""
    folder = tmp_path_factory.mktemp("wrong")
    for number, source in enumerate([IS_WELL, *IS_WRONG.values()]):
        (folder / f"test_{number}.py").write_text(source, encoding="utf-8")
    report = folder / "report.xml"
    subprocess.run(
        [
            *(sys.executable, "-m", "pytest", str(folder), "-p", "tests.conftest"),
            *("-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT)),
            *("-p", "no:cacheprovider", f"--junit-xml={report}"),
        ],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    return dict(read_report(report))


def read_report(report: Path) -> Iterator[tuple[str, str]]:
    """Yield each file's name and what became of its test."""
    for case in ET.parse(report).iter("testcase"):  # noqa: S314 - our own
        found = {one.tag for one in case} & {"failure", "error"}
        name = case.get("classname", "").rpartition(".")[2]
        yield name, "failed" if found else "passed"


def test_a_test_in_which_nothing_is_wrong_passes(ended: Mapping[str, str]) -> None:
    assert ended["test_0"] == "passed"


@pytest.mark.parametrize("wrong", IS_WRONG)
def test_a_test_in_which_something_is_wrong_fails(
    ended: Mapping[str, str], wrong: str
) -> None:
    assert ended[f"test_{list(IS_WRONG).index(wrong) + 1}"] == "failed"


def test_a_thread_that_runs_on_is_named() -> None:
    before = set(threading.enumerate())
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait, name="a-thread-that-runs-on")
    thread.start()
    left = find_left_threads(before, 0.01)
    stop.set()
    thread.join()
    assert left == ["a-thread-that-runs-on"]


def test_a_warning_that_no_one_expected_is_told() -> None:
    watch = LogWatch()
    watch.handle(make_warning("kiosk.sync", "batch refused"))
    assert watch.find_unexpected() == ["WARNING kiosk.sync: batch refused"]


def test_a_warning_that_was_expected_is_not_told() -> None:
    watch = LogWatch()
    watch.expect("kiosk", "refused")
    watch.handle(make_warning("kiosk.sync", "batch refused"))
    assert (watch.find_unexpected(), watch.find_missing()) == ([], [])


def test_an_expected_warning_that_never_came_is_told() -> None:
    watch = LogWatch()
    watch.expect("kiosk.sync", "refused")
    assert watch.find_missing() == ["kiosk.sync: 'refused'"]


def test_an_allowed_warning_may_come_or_not() -> None:
    watch = LogWatch()
    watch.allow("kiosk", "refused")
    assert (watch.find_unexpected(), watch.find_missing()) == ([], [])
    watch.handle(make_warning("kiosk.sync", "batch refused"))
    watch.handle(make_warning("kiosk.sync", "disk full"))
    assert watch.find_unexpected() == ["WARNING kiosk.sync: disk full"]


def make_warning(logger: str, text: str) -> logging.LogRecord:
    return logging.LogRecord(logger, logging.WARNING, "", 0, text, None, None)
