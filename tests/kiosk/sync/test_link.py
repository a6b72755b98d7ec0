"""A link that comes is told once; one that goes is told by nobody but `is_up`."""

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.sync.link import Links, LinkWatch, read_carriers, read_links

NONE = Links()
WIRED = Links(sources=frozenset({"192.0.2.7"}), carriers=frozenset({"eth0"}))
UNADDRESSED = Links(carriers=frozenset({"eth0"}))
ELSEWHERE = Links(sources=frozenset({"198.51.100.7"}), carriers=frozenset({"eth0"}))


def look(*states: Links) -> list[bool]:
    """Return what a watch says at each state after the first."""
    left = list(states)
    watch = LinkWatch(lambda: left.pop(0))
    return [watch.changed() for _ in states[1:]]


@pytest.mark.parametrize(
    ("states", "told"),
    [
        ((NONE, NONE), [False]),
        ((WIRED, WIRED), [False]),
        ((NONE, WIRED, WIRED), [True, False]),
        ((NONE, UNADDRESSED, WIRED), [True, True]),
        ((WIRED, NONE, WIRED), [False, True]),
        ((WIRED, ELSEWHERE), [True]),
    ],
)
def test_only_what_came_is_a_change(
    states: tuple[Links, ...], told: list[bool]
) -> None:
    assert look(*states) == told


@pytest.mark.parametrize(("links", "is_up"), [(NONE, False), (UNADDRESSED, True)])
def test_a_carrier_is_a_network(
    links: Links,
    is_up: bool,  # noqa: FBT001 - a case
) -> None:
    assert links.is_up is is_up


def add_interface(folder: Path, name: str, state: str, *, is_device: bool) -> None:
    (folder / name).mkdir()
    (folder / name / "operstate").write_text(f"{state}\n", encoding="ascii")
    if is_device:
        (folder / name / "device").mkdir()


def test_carriers_are_those_of_devices(tmp_path: Path) -> None:
    add_interface(tmp_path, "lo", "unknown", is_device=False)
    add_interface(tmp_path, "docker0", "up", is_device=False)
    add_interface(tmp_path, "eth0", "up", is_device=True)
    add_interface(tmp_path, "wlan0", "down", is_device=True)
    (tmp_path / "bonding_masters").touch()
    assert read_carriers(tmp_path) == {"eth0"}


def test_where_interfaces_are_no_files_there_are_no_carriers(tmp_path: Path) -> None:
    assert read_carriers(tmp_path / "nothing") == frozenset()


def test_a_machine_without_a_network_says_so() -> None:
    """A namespace of its own has loopback only."""
    ask = "from kiosk.sync.link import read_links; print(read_links().sources)"
    done = subprocess.run(
        ["unshare", "--net", sys.executable, "-c", ask],
        capture_output=True,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"no network namespace: {done.stderr.decode()}")
    assert done.stdout == b"frozenset()\n"


def test_looking_sends_nothing_and_does_not_fail() -> None:
    assert isinstance(read_links(), Links)
