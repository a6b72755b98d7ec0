"""The demonstration counts honestly, and knows whether there is a display."""

import os
import pty
import tty
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kiosk.commands.check import check
from kiosk.decision import Outcome
from kiosk.demonstration.show import (
    BETWEEN_ROUNDS_S,
    _has_decided,
    _has_display,
    _read_codes,
    _send,
    _tally,
)
from kiosk.lane import Lane
from kiosk.place import Place
from kiosk.policy import DEFAULT_POLICY
from tests.builders import a_payload
from tests.fakes import START


@pytest.fixture
def line() -> Iterator[tuple[int, int]]:
    """Return both ends of a pseudo-terminal."""
    leader, follower = pty.openpty()
    tty.setraw(follower)
    yield leader, follower
    os.close(leader)
    os.close(follower)


@pytest.mark.parametrize(
    ("named", "has_one"),
    [
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True),
        ({"DISPLAY": ""}, False),
        ({}, False),
    ],
)
def test_a_display_is_one_that_the_environment_names(
    monkeypatch: pytest.MonkeyPatch, named: dict[str, str], *, has_one: bool
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in named.items():
        monkeypatch.setenv(name, value)
    assert _has_display() is has_one


@pytest.mark.parametrize(
    ("presented", "read", "exit_code"), [(0, 0, 0), (0, 1, 1), (1, 1, 1)]
)
def test_the_tally_is_good_only_where_all_three_are_equal(
    place: Place,
    lane: Lane,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    presented: int,
    read: int,
    exit_code: int,
) -> None:
    """The province of this test has no entries at all."""
    for _ in range(presented):
        lane.present(a_payload())
    assert _tally(read, tmp_path / "province", place.folder.path) == exit_code
    assert msgspec.json.decode(capfd.readouterr().out) == {
        "read": read,
        "stored": presented,
        "confirmed": 0,
        "equal": exit_code == 0,
    }


def test_the_codes_are_all_different_and_show_several_verdicts() -> None:
    codes = _read_codes()
    outcomes = {check(code.encode(), START).outcome for code in codes}
    assert len(set(codes)) == len(codes)
    assert {Outcome.ALLOW, Outcome.UNREADABLE} <= outcomes


def test_no_code_of_a_round_is_a_repeat_of_the_round_before() -> None:
    assert DEFAULT_POLICY.repeat_window.total_seconds() < BETWEEN_ROUNDS_S


def test_codes_are_sent_as_a_serial_reader_sends_them(line: tuple[int, int]) -> None:
    leader, follower = line
    _send(leader, ["một", "two"])
    assert os.read(follower, 100) == "một\rtwo\r".encode()


@pytest.mark.parametrize(("due", "enough"), [(2, True), (3, False)])
def test_a_round_is_over_once_every_code_is_decided(due: int, *, enough: bool) -> None:
    assert _has_decided([b"{}", b"{}"], due) is enough
