"""Kiosks of a point find each other by its tag, and no others."""

import ipaddress
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from threading import Event

import pytest

from kiosk.neighbours.discovery import Discovery, list_addresses

WITHIN_S = 20.0
Announce = Callable[[str, int], Discovery]


@pytest.fixture
def announce() -> Iterator[Announce]:
    """Return what announces a kiosk, until the test ends."""
    with ExitStack() as stack:

        def announced(tag: str, port: int) -> Discovery:
            made = stack.enter_context(closing(Discovery(tag, port)))
            made.renew()
            return made

        yield announced


def find(discovery: Discovery, port: int) -> bool:
    """Wait until `discovery` has found somebody at `port`."""
    until, pause = time.monotonic() + WITHIN_S, Event()
    while time.monotonic() < until:
        if port in {found for _, found in discovery.list_found()}:
            return True
        pause.wait(0.05)
    return False


def test_two_of_a_point_find_each_other_and_nobody_else(announce: Announce) -> None:
    one, stranger, other = announce("aa", 1001), announce("bb", 1002), announce("aa", 3)
    assert find(one, 3)
    assert find(other, 1001)
    assert {port for _, port in one.list_found()} == {3}
    assert stranger.list_found() == []


def test_who_says_goodbye_is_forgotten(announce: Announce) -> None:
    one, other = announce("cc", 1003), announce("cc", 1004)
    assert find(one, 1004)
    other.close()
    until = time.monotonic() + WITHIN_S
    while one.list_found() and time.monotonic() < until:
        Event().wait(0.05)
    assert one.list_found() == []


def test_it_is_announced_once_while_nothing_changes(announce: Announce) -> None:
    one = announce("dd", 1005)
    before = one._zeroconf
    one.renew()
    assert (one._zeroconf is before, before is None) == (True, False)


def test_this_machine_has_addresses() -> None:
    found = list_addresses()
    assert found
    assert all(ipaddress.ip_address(address).version == 4 for address in found)
