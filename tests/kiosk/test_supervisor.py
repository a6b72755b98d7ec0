"""Supervisor: what systemd is told, on a real socket."""

import socket

import pytest

from kiosk.supervisor import ENDING_US, Supervisor
from tests.supervised import LIMIT, Listener


def test_it_is_told_of_ready_beats_and_the_end(supervisor: Listener) -> None:
    told = Supervisor(supervisor.environment)
    told.tell_ready()
    told.beat()
    told.tell_ending()
    assert told.every_ms == 100
    assert supervisor.hear_all() == [
        "READY=1",
        LIMIT,
        "WATCHDOG=1",
        "WATCHDOG=1",
        f"WATCHDOG_USEC={ENDING_US}",
    ]


def test_a_name_outside_the_file_system_is_understood() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind("\0kiosk-beats-test")
        Supervisor({"NOTIFY_SOCKET": "@kiosk-beats-test"}).tell_ready()
        assert heard.recv(100) == b"READY=1"


@pytest.mark.parametrize("address", ["", "/nowhere/notify"])
@pytest.mark.parametrize("limit", ["abc", "0", ""])
def test_nobody_to_tell_is_no_fault(address: str, limit: str) -> None:
    told = Supervisor({"NOTIFY_SOCKET": address, "WATCHDOG_USEC": limit})
    told.tell_ready()
    assert told.every_ms == 0
