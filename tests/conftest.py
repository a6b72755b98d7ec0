"""Conftest: what every test runs under, and what no test may leave behind."""

import logging
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.guards import LogWatch, find_left_threads

ROOT = Path(__file__).resolve().parent.parent
THREAD_GRACE_S = 2.0
"""How long a thread that was told to stop may take to end."""

# Set before any test imports Qt.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# No test, nor a process that it starts, meets the keyring of whoever runs it.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

settings.register_profile("dev", deadline=None)
settings.register_profile(
    "ci", deadline=None, derandomize=True, print_blob=True, database=None
)
settings.register_profile(
    "fuzz",
    deadline=None,
    max_examples=10_000,  # a hundred times Hypothesis' own number
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev")
)


@pytest.fixture(autouse=True)
def _widgets_are_destroyed() -> Iterator[None]:
    """Destroy what a test of widgets closed.

    Qt keeps `deleteLater` for an event loop, and most tests run none: before,
    a worker that had painted the gallery held every screen of it, 4 GB.
    """
    yield
    if core := sys.modules.get("PySide6.QtCore"):
        core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def log_watch() -> Iterator[LogWatch]:
    """Fail a test that logs a warning it did not expect, or misses one it did."""
    watch = LogWatch()
    logging.getLogger().addHandler(watch)
    yield watch
    logging.getLogger().removeHandler(watch)
    if unexpected := watch.find_unexpected():
        pytest.fail("logged unexpectedly: " + "; ".join(unexpected))
    if missing := watch.find_missing():
        pytest.fail("expected in the log: " + "; ".join(missing))


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    """Fail a test that leaves a thread running."""
    before = set(threading.enumerate())
    yield
    if left := find_left_threads(before, THREAD_GRACE_S):
        pytest.fail("threads left behind: " + ", ".join(left))


@pytest.fixture(autouse=True)
def _platform_is_the_tests_own(request: pytest.FixtureRequest) -> None:
    """Let the processes of a test marked `xcb` name their platform themselves."""
    if request.node.get_closest_marker("xcb"):
        monkeypatch: pytest.MonkeyPatch = request.getfixturevalue("monkeypatch")
        monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of shared facts and samples, which the public lacks."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is not there: its samples are not tested")
    return folder
