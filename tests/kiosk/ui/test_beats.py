"""Beats: systemd hears of the window, and of one that hangs it hears no more."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.ui.beats import ENDING_US, Beats
from tests.ui.running import running

WATCHDOG_US = "200000"
LIMIT = f"WATCHDOG_USEC={WATCHDOG_US}"
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}


class Supervisor:
    """Hears what systemd would."""

    def __init__(self, path: Path) -> None:
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(str(path))
        self.environment = {"NOTIFY_SOCKET": str(path), "WATCHDOG_USEC": WATCHDOG_US}

    def hear(self, within_s: float = 20.0) -> str:
        """Return what is told next; nothing where all is silent for that long."""
        self.socket.settimeout(within_s)
        try:
            return self.socket.recv(100).decode()
        except TimeoutError:
            return ""

    def hear_rest(self, silence_s: float, most: int) -> int:
        """Return how many times something is told before it is silent."""
        return next((n for n in range(most) if not self.hear(silence_s)), most)


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    supervisor = Supervisor(tmp_path / "notify")
    yield supervisor
    supervisor.socket.close()


def test_it_is_ready_once_and_beats_then(qtbot: QtBot, supervisor: Supervisor) -> None:
    beats = Beats(supervisor.environment)
    beats.begin()
    qtbot.wait(350)
    beats.finish()
    told = [supervisor.hear() for _ in range(4)]
    assert told == ["READY=1", LIMIT, "WATCHDOG=1", "WATCHDOG=1"]


def test_it_asks_for_time_when_it_ends(qtbot: QtBot, supervisor: Supervisor) -> None:
    del qtbot
    beats = Beats(supervisor.environment)
    beats.begin()
    beats.finish()
    told = [supervisor.hear() for _ in range(4)]
    assert told[2:] == ["WATCHDOG=1", f"WATCHDOG_USEC={ENDING_US}"]


def test_without_a_watchdog_it_only_says_ready(
    qtbot: QtBot, supervisor: Supervisor
) -> None:
    beats = Beats({"NOTIFY_SOCKET": supervisor.environment["NOTIFY_SOCKET"]})
    beats.begin()
    qtbot.wait(50)
    assert (supervisor.hear(), supervisor.hear(0.2)) == ("READY=1", "")


def test_a_name_outside_the_file_system_is_understood(qtbot: QtBot) -> None:
    del qtbot
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind("\0kiosk-beats-test")
        Beats({"NOTIFY_SOCKET": "@kiosk-beats-test"}).begin()
        assert heard.recv(100) == b"READY=1"


@pytest.mark.parametrize("address", ["", "/nowhere/notify"])
def test_nobody_to_tell_is_no_fault(qtbot: QtBot, address: str) -> None:
    del qtbot
    beats = Beats({"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "abc"})
    beats.begin()
    assert not beats._timer.isActive()


@pytest.mark.system
def test_a_window_that_works_beats_on(supervisor: Supervisor) -> None:
    with running("good", **OFFSCREEN, **supervisor.environment) as window:
        window.wait_for("ready")
        told = [supervisor.hear() for _ in range(12)]
    assert told == ["READY=1", LIMIT] + ["WATCHDOG=1"] * 10


@pytest.mark.system
def test_a_window_that_hangs_falls_silent(supervisor: Supervisor) -> None:
    with running("hanging", **OFFSCREEN, **supervisor.environment) as window:
        window.wait_for("hanging")
        heard = supervisor.hear_rest(1.5, most=20)
        hangs = window.process.poll() is None
    assert (0 < heard < 20, hangs) == (True, True)
