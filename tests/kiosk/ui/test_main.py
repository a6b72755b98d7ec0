"""Main: the window runs, is ready, and ends as it is told to."""

import signal
import subprocess
from pathlib import Path

import pytest

from kiosk.config import Config
from kiosk.ui.main import find_dim_ms
from kiosk.ui.theme import CRASH_SHOWN_MS
from tests.ui.fake_road import FAULT_SENTENCE
from tests.ui.running import running

OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}

pytestmark = pytest.mark.system


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(number: signal.Signals) -> None:
    with running("good", **OFFSCREEN) as window:
        window.wait_for("ready")
        window.process.send_signal(number)
        assert window.wait_for("stopped") is True
        assert window.wait_for_end() == 0


@pytest.mark.parametrize("mode", ["buggy", "clumsy"])
def test_a_bug_in_a_thread_or_slot_ends_it_with_70(mode: str) -> None:
    with running(mode, **OFFSCREEN) as window:
        assert window.wait_for("stopped") is True
        assert window.wait_for_end() == 70


def test_a_road_that_does_not_start_is_the_callers_fault_to_tell() -> None:
    with running("unstartable", **OFFSCREEN) as window:
        assert window.wait_for("fault") == FAULT_SENTENCE
        assert window.wait_for_end() == 3


def test_a_new_window_takes_the_place_of_one_that_was_set_up(tmp_path: Path) -> None:
    files = {"KIOSK_TEST_FILES": str(tmp_path)}
    with running("again", **OFFSCREEN, **files) as window:
        assert window.wait_for("again") is True
        assert window.wait_for("windows") == 1
        window.process.send_signal(signal.SIGTERM)
        assert window.wait_for("stopped") is True
        assert window.wait_for_end() == 0


@pytest.mark.parametrize(("minutes", "dim_ms"), [(1, 60_000), (0, 31_536_000_000)])
def test_an_idle_screen_is_dimmed_as_the_settings_say(
    minutes: int, dim_ms: int
) -> None:
    assert find_dim_ms(Config(dim_after_minutes=minutes)) == dim_ms


def test_damage_ends_it_so_that_the_next_start_mends() -> None:
    with running("damaged", **OFFSCREEN) as window:
        assert window.wait_for("stopped") is True
        assert window.wait_for_end() == 3


def test_a_disk_that_may_come_back_does_not_end_it() -> None:
    with running("broken", **OFFSCREEN) as window:
        window.wait_for("ready")
        with pytest.raises(subprocess.TimeoutExpired):
            window.process.wait(CRASH_SHOWN_MS / 1000 + 1)
