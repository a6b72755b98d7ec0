"""Endings: signals and crashes of any thread arrive as Qt signals."""

import signal
import sys
import threading
from collections.abc import Callable
from operator import eq

import pytest
from pytestqt.qtbot import QtBot

from kiosk.ui.endings import CrashWatch, SignalWatch


def break_down() -> None:
    message = "a bug"
    raise RuntimeError(message)


def crash_here() -> None:
    try:
        break_down()
    except RuntimeError as error:
        sys.excepthook(type(error), error, error.__traceback__)


def crash_elsewhere() -> None:
    thread = threading.Thread(target=break_down)
    thread.start()
    thread.join()


class Spoiled:
    def __del__(self) -> None:
        break_down()


def crash_nowhere() -> None:
    Spoiled()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_asks_to_end(qtbot: QtBot, number: signal.Signals) -> None:
    with (
        SignalWatch() as watch,
        qtbot.waitSignal(watch.asked_to_end, timeout=10_000),
    ):
        signal.raise_signal(number)


def test_handlers_are_given_back(qtbot: QtBot) -> None:
    del qtbot
    before = signal.getsignal(signal.SIGTERM)
    with SignalWatch():
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.parametrize("crash", [crash_here, crash_elsewhere, crash_nowhere])
def test_a_crash_of_any_thread_is_told(
    qtbot: QtBot, capsys: pytest.CaptureFixture[str], crash: Callable[[], None]
) -> None:
    with CrashWatch() as watch, qtbot.waitSignal(watch.crashed, timeout=10_000):
        crash()
    assert "RuntimeError: a bug" in capsys.readouterr().err


@pytest.mark.parametrize("crash", [crash_here, crash_elsewhere, crash_nowhere])
@pytest.mark.usefixtures("qtbot", "capsys")
def test_a_crash_is_written_down(crash: Callable[[], None]) -> None:
    written: list[str] = []
    with CrashWatch(lambda error, _: written.append(type(error).__name__)):
        crash()
    assert written == ["RuntimeError"]


def list_hooks() -> list[object]:
    return [sys.excepthook, threading.excepthook, sys.unraisablehook]


def test_hooks_are_given_back(qtbot: QtBot) -> None:
    del qtbot
    before = list_hooks()
    with CrashWatch():
        during = list_hooks()
    assert (list_hooks(), any(map(eq, before, during))) == (before, False)
