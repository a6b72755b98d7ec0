"""Beats: systemd hears of the window, and of one that hangs it hears no more."""

import pytest
from pytestqt.qtbot import QtBot

from kiosk.supervisor import ENDING_US
from kiosk.ui.beats import Beats
from tests.supervised import LIMIT, Listener
from tests.ui.running import running

OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}


def test_it_is_ready_once_and_beats_then(qtbot: QtBot, supervisor: Listener) -> None:
    beats = Beats(supervisor.environment)
    beats.begin()
    qtbot.wait(350)
    beats.finish()
    told = [supervisor.hear() for _ in range(4)]
    assert told == ["READY=1", LIMIT, "WATCHDOG=1", "WATCHDOG=1"]


def test_it_asks_for_time_when_it_ends(qtbot: QtBot, supervisor: Listener) -> None:
    del qtbot
    beats = Beats(supervisor.environment)
    beats.begin()
    beats.finish()
    told = [supervisor.hear() for _ in range(4)]
    assert told[2:] == ["WATCHDOG=1", f"WATCHDOG_USEC={ENDING_US}"]


def test_without_a_watchdog_it_only_says_ready(
    qtbot: QtBot, supervisor: Listener
) -> None:
    beats = Beats({"NOTIFY_SOCKET": supervisor.environment["NOTIFY_SOCKET"]})
    beats.begin()
    qtbot.wait(50)
    assert (supervisor.hear(), supervisor.hear(0.2)) == ("READY=1", "")


@pytest.mark.parametrize("address", ["", "/nowhere/notify"])
def test_nobody_to_tell_is_no_fault(qtbot: QtBot, address: str) -> None:
    del qtbot
    beats = Beats({"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "abc"})
    beats.begin()
    assert not beats._timer.isActive()


@pytest.mark.system
def test_a_window_that_works_beats_on(supervisor: Listener) -> None:
    with running("good", **OFFSCREEN, **supervisor.environment) as window:
        window.wait_for("ready")
        told = [supervisor.hear() for _ in range(12)]
    assert told == ["READY=1", LIMIT] + ["WATCHDOG=1"] * 10


@pytest.mark.system
def test_a_window_that_hangs_falls_silent(supervisor: Listener) -> None:
    with running("hanging", **OFFSCREEN, **supervisor.environment) as window:
        window.wait_for("hanging")
        heard = supervisor.hear_rest(1.5, most=20)
        hangs = window.process.poll() is None
    assert (0 < heard < 20, hangs) == (True, True)
