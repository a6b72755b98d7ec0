"""Ready: what PySide has not made by then, as no code waits for it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ui.x11 import x_server

ROOT = Path(__file__).resolve().parents[2]
LATER = {
    *("Qt", "QAccessible", "QAccessibleAnnouncementEvent"),
    # Nobody asks for this one: it is made where PySide looks through all of QtCore.
    "QStorageInfo",
}
"""Enumerations of `Qt` are 15 ms, all types of QtCore 30 ms, announcements 2 ms."""


def find_made(**environment: str) -> set[str]:
    outcome = subprocess.run(
        [sys.executable, "-m", "tests.ui.ready_window"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return set(json.loads(outcome.stdout))


@pytest.mark.system
def test_a_window_is_ready_before_what_it_needs_no_type_for() -> None:
    assert find_made(QT_QPA_PLATFORM="offscreen") & LATER == set()


@pytest.mark.xcb
@pytest.mark.system
def test_an_x_server_brings_no_more() -> None:
    """Qt's bridge for screen readers is an object whose class PySide would look for."""
    with x_server() as server:
        made = find_made(DISPLAY=server, QT_QPA_PLATFORM="xcb")
    assert made & LATER == set()


def test_what_comes_later_comes_by_its_name() -> None:
    """So the tests above can fail."""
    from_name = "from PySide6.QtCore import {}\nfrom PySide6 import QtCore\nprint({!r} in vars(QtCore))"
    for name in ("Qt", "QStorageInfo"):
        outcome = subprocess.run(
            [sys.executable, "-c", from_name.format(name, name)],
            capture_output=True,
            text=True,
            check=True,
        )
        assert outcome.stdout == "True\n"
