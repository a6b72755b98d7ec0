"""Awake: an X server is told not to blank, a desktop is asked; none is needed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from Xlib import display

from kiosk.ui.awake import keep_awake, still_x_server
from tests.ui.x11 import x_server

ASK = (
    "from PySide6.QtGui import QGuiApplication\nfrom PySide6.QtCore import QTimer\n"
    "application = QGuiApplication([])\n"
    "from kiosk.ui.awake import keep_awake\nkeep_awake('Cổng A')\n"
    "QTimer.singleShot(300, application.quit)\napplication.exec()\n"
)


@pytest.mark.xcb
def test_an_x_server_blanks_no_more() -> None:
    with x_server() as server:
        seen = display.Display(server)
        before = seen.get_screen_saver().timeout
        told = still_x_server(server)
        after = seen.get_screen_saver().timeout
        seen.close()
    assert (before > 0, told, after) == (True, True, 0)


def test_a_server_that_is_not_there_is_no_fault() -> None:
    assert still_x_server(":4711") is False


def test_a_screen_of_no_machine_is_left_alone(
    qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    del qapp
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    keep_awake("Cổng A")  # offscreen: neither server nor desktop is asked


@pytest.mark.xcb
@pytest.mark.system
def test_a_desktop_is_asked_and_not_waited_for(tmp_path: Path) -> None:
    heard = tmp_path / "heard"
    script = (
        "dbus-monitor --profile interface=org.freedesktop.ScreenSaver > "
        f"{heard} & monitor=$!; "
        f'timeout 20 {sys.executable} -c "$ASK"; code=$?; kill $monitor; exit $code'
    )
    with x_server() as server:
        ended = subprocess.run(
            ["dbus-run-session", "--", "sh", "-c", script],
            env=os.environ | {"DISPLAY": server, "QT_QPA_PLATFORM": "xcb", "ASK": ASK},
            capture_output=True,
            check=False,
            timeout=60,
        )
    assert (ended.returncode, "Inhibit" in heard.read_text()) == (0, True)
