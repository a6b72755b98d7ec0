"""Two kiosks of one point on one LAN know whom the other let in."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from threading import Event

import pytest

from tests.builders import a_card
from tests.provinces import Province
from tests.system import kiosks
from tests.system.kiosks import Line, Running

pytestmark = pytest.mark.system

FOUND_WITHIN_S = 30.0
TOLD_WITHIN_S = 1.0
LOOK_S = 0.02
HEALED_WITHIN_S = 120.0
REPEAT_S = 3.1
"""The same code within three seconds is one presentation."""


@dataclass
class GateRun:
    """A running kiosk and the line of its reader."""

    line: Line
    running: Running

    def present(self, code: str) -> tuple[object, object]:
        """Present `code` and return what was decided."""
        before = len(self.running.decisions)
        self.line.send(code)
        assert is_so_within(10.0, lambda: len(self.running.decisions) > before)
        decision = self.running.decisions[-1]
        return decision["outcome"], decision["reasons"]


def is_so_within(seconds: float, is_so: Callable[[], bool]) -> bool:
    """Wait for what other processes make so; say whether they did in time."""
    until, pause = time.monotonic() + seconds, Event()
    while time.monotonic() < until:
        if is_so():
            return True
        pause.wait(LOOK_S)
    return False


def enrol(province: Province, point: str, gate: str, data: Path, switch: str) -> None:
    """Enrol a kiosk whose neighbours are switched as `switch` says."""
    kiosks.ask("enrol", province.make_code(point, gate), data=data)
    words = f"neighbours = {switch}\n"
    (data / "kiosk.toml").write_text(words, encoding="utf-8")


@contextmanager
def run_gate(
    data: Path, *options: str, within: Sequence[str] = ()
) -> Iterator[GateRun]:
    """Run a kiosk with one reader."""
    with (
        kiosks.open_line() as line,
        kiosks.run(data, "--serial", line.path, *options, within=within) as running,
    ):
        yield GateRun(line, running)


@pytest.fixture
def gates(
    province: Province, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[tuple[GateRun, GateRun]]:
    """Return two kiosks of one point, with the neighbours switched as asked for."""
    point = province.add_point(request.node.name)
    for gate in "AB":
        enrol(province, point, gate, tmp_path / gate, request.param)
    with run_gate(tmp_path / "A") as first, run_gate(tmp_path / "B") as second:
        assert first.running.ready.wait(30)
        assert second.running.ready.wait(30)
        yield first, second


@pytest.fixture
def lan(
    request: pytest.FixtureRequest,
) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Return what runs a command at either end of a LAN that loses datagrams as asked."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("network namespaces take root on Linux")
    if shutil.which("ip") is None:
        pytest.skip("ip is not installed: apt-get install iproute2")
    names = [f"kiosk{os.getpid()}{end}" for end in "ab"]
    with ExitStack() as stack:
        for name in names:
            made = subprocess.run(["ip", "netns", "add", name], check=False)
            if made.returncode != 0:
                pytest.skip("no network namespace can be made here")
            stack.callback(subprocess.run, ["ip", "netns", "del", name], check=False)
        commands = [
            f"link add v0 netns {names[0]} type veth peer name v0 netns {names[1]}",
            *(
                f"-n {name} {step}"
                for number, name in enumerate(names, 1)
                for step in (
                    f"addr add 10.77.0.{number}/24 dev v0",
                    "link set lo up",
                    "link set v0 up",
                )
            ),
        ]
        for command in commands:
            done = subprocess.run(
                ["ip", *command.split()], capture_output=True, text=True, check=False
            )
            if done.returncode != 0:  # as in a container of a container
                pytest.skip(f"ip {command}: {done.stderr.strip()}")
        for name in names if request.param else ():
            shape = f"-n {name} qdisc add dev v0 root netem loss {request.param}%"
            shaped = subprocess.run(["tc", *shape.split()], check=False)
            if shaped.returncode != 0:
                pytest.skip("tc netem can't shape a link here")
        first, second = (("ip", "netns", "exec", name) for name in names)
        yield first, second


def try_both(first: GateRun, second: GateRun, number: int) -> tuple[object, object]:
    """Let somebody in at one gate, and return what the other decides a second later."""
    assert first.present(a_card(number)) == ALLOWED
    Event().wait(TOLD_WITHIN_S)
    return second.present(a_card(number))


def try_again(way_out: GateRun) -> tuple[object, object]:
    """Present the first card where it is let out once the way in is heard of."""
    Event().wait(REPEAT_S)
    return way_out.present(a_card(0))


Decision = tuple[object, object]
INSIDE: Decision = ("check", ["already_inside"])
ALLOWED: Decision = ("allow", [])


@pytest.mark.parametrize("gates", ["true"], indirect=True)
def test_who_is_in_at_one_gate_is_already_inside_at_the_other(
    gates: tuple[GateRun, GateRun],
) -> None:
    first, second = gates
    numbers = count()
    assert is_so_within(
        FOUND_WITHIN_S, lambda: try_both(first, second, next(numbers)) == INSIDE
    )
    assert [try_both(first, second, next(numbers)) for _ in range(3)] == [INSIDE] * 3


@pytest.mark.parametrize("gates", ["false"], indirect=True)
def test_neighbours_that_are_switched_off_say_nothing(
    gates: tuple[GateRun, GateRun],
) -> None:
    first, second = gates
    assert [try_both(first, second, number) for number in range(2)] == [ALLOWED] * 2


@pytest.mark.parametrize("lan", [0, 40], indirect=True, ids="{}% lost".format)
def test_two_that_never_had_a_network_tell_what_was_before_they_met(
    province: Province,
    tmp_path: Path,
    lan: tuple[Sequence[str], Sequence[str]],
) -> None:
    point, stick = province.add_point("Chốt Không Mạng"), str(tmp_path / "stick")
    for gate in "AB":
        enrol(province, point, gate, tmp_path / gate, "true")
    province.ask("roster", "export", "--to", stick)
    for gate in "AB":
        kiosks.ask("roster", "--from", stick, data=tmp_path / gate)
    out = ("--no-sync", "--direction", "out")
    with (
        run_gate(tmp_path / "A", "--no-sync", within=lan[0]) as way_in,
        run_gate(tmp_path / "B", *out, within=lan[1]) as way_out,
    ):
        assert way_in.running.ready.wait(30)
        assert way_out.running.ready.wait(30)
        assert way_in.present(a_card(0)) == ALLOWED
        assert is_so_within(HEALED_WITHIN_S, lambda: try_again(way_out) == ALLOWED)
