"""Without a window, what happens is a JSON line for programs or words for people."""

import threading
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from kiosk.app import Event, Road
from kiosk.commands.headless import (
    Printer,
    Pulse,
    describe_decision,
    describe_repeat,
    wait_for_end,
)
from kiosk.disk import DiskState, Room
from kiosk.health import Health, InOrder, Link, OutOfOrder
from kiosk.lane import Lane
from kiosk.payload import Direction, ReadFault
from kiosk.place import Place
from kiosk.presentation import Decided, Repeated
from kiosk.roster import RosterState
from kiosk.scanner.reader import ReaderReport, ReaderState
from kiosk.supervisor import ENDING_US, Supervisor
from tests.builders import a_payload
from tests.fakes import START
from tests.supervised import LIMIT, Listener
from tests.system import kiosks

FAULT = OutOfOrder(code="E-501", sentence="Database full: free space.")
REPORT = ReaderReport(
    reader="serial:x", state=ReaderState.MISSING, detail="Plug it in."
)
HEALTH = Health(
    link=Link.ONLINE,
    pending=1,
    refused=0,
    roster_state=RosterState.FRESH,
    point_name="Chốt Thử",
)


@pytest.fixture
def decided(lane: Lane) -> Decided:
    """Return the decision about an identity card."""
    presentation = lane.present(a_payload(gate="B"))
    assert isinstance(presentation, Decided)
    return msgspec.structs.replace(presentation, latency_ms=1.23456)


@pytest.fixture
def repeated(decided: Decided) -> Repeated:
    """Return the same payload again."""
    return Repeated(repeat_of=decided.entry_id, payload=decided.payload, at=START)


def test_a_decision_has_the_keys_of_the_command_line(decided: Decided) -> None:
    described = describe_decision(decided, unmasked=False)
    assert UUID(str(described.pop("entry_id"))) == decided.entry_id
    assert described == {
        "outcome": "allow",
        "kind": "cccd",
        "reasons": [],
        "direction": "in",
        "gate": "B",
        "decided_at": "2026-11-20T01:41:00+00:00",
        "latency_ms": 1.235,
        "verified": False,
        "claims": {
            "document": "••••••••0123",
            "name": "Trần Thị Thử Nghiệm",
            "birth_date": "1990-03-05",
            "sex": "female",
        },
    }


def test_numbers_are_whole_only_on_demand_and_addresses_never(decided: Decided) -> None:
    described = str(describe_decision(decided, unmasked=True))
    assert "001190000123" in described
    assert "Phố Giả Định" not in described


def test_an_unreadable_payload_is_not_printed(lane: Lane) -> None:
    presentation = lane.present(a_payload("secret words"))
    assert isinstance(presentation, Decided)
    described = describe_decision(presentation, unmasked=True)
    assert (described["outcome"], described["claims"]) == ("unreadable", {})
    assert "secret" not in str(described)


def test_a_payload_without_bytes_is_described_too(lane: Lane) -> None:
    broken = replace(a_payload(), data=b"", fault=ReadFault.TOO_LONG)
    presentation = lane.present(broken)
    assert isinstance(presentation, Decided)
    assert describe_decision(presentation, unmasked=True)["reasons"] == ["too_long"]


def test_a_repeat_names_the_entry_it_repeats(repeated: Repeated) -> None:
    assert describe_repeat(repeated) == {
        "repeat_of": str(repeated.repeat_of),
        "direction": Direction.IN.value,
        "gate": "B",
        "at": "2026-11-20T01:41:00+00:00",
    }


@pytest.mark.parametrize("repeat_first", [False, True])
def test_ready_is_said_once_and_before_the_first_decision(
    decided: Decided,
    repeated: Repeated,
    capfdbinary: pytest.CaptureFixture[bytes],
    *,
    repeat_first: bool,
) -> None:
    printer = Printer(unmasked=False)
    for event in (repeated, decided) if repeat_first else (decided, repeated):
        printer.print_event(event)
    printer.print_ready()
    ready, *others = (
        msgspec.json.decode(line, type=dict[str, object])
        for line in capfdbinary.readouterr().out.splitlines()
    )
    told = [describe_decision(decided, unmasked=False), describe_repeat(repeated)]
    assert ready == {"ready": True}
    assert others == (told[::-1] if repeat_first else told)


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (FAULT, "E-501 Database full: free space.\n"),
        (REPORT, "serial:x: missing. Plug it in.\n"),
        (HEALTH, ""),
        (InOrder(), "Entries are kept again.\n"),
    ],
)
def test_what_is_for_people_is_no_json(
    event: Event, words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    Printer(unmasked=False).print_event(event)
    assert capfd.readouterr() == ("", words)


def test_a_disk_that_fills_up_is_said_once_for_each_state(
    capfd: pytest.CaptureFixture[str],
) -> None:
    printer = Printer(unmasked=False)
    low = Room(state=DiskState.LOW, days=12)
    for room in (
        low,
        msgspec.structs.replace(low, days=11),
        Room(state=DiskState.RESERVE),
        Room(),
    ):
        printer.print_event(msgspec.structs.replace(HEALTH, room=room))
    assert capfd.readouterr().err.splitlines() == [
        "The disk fills up: free space on it, or call support. About 12 days are left.",
        "The disk is full and its reserve is in use: end the shift, export, free space, call support.",
        "The disk has room again.",
    ]


def ends(road: Road, stop: threading.Event, idle_s: float | None) -> bool:
    """Say whether waiting for the end of `road` comes to its own end."""
    pulse = Pulse(Supervisor({}))
    waiting = threading.Thread(target=wait_for_end, args=(road, stop, idle_s, pulse))
    waiting.start()
    waiting.join(5.0)
    ended = not waiting.is_alive()
    stop.set()
    waiting.join()
    return ended


def test_a_run_ends_once_it_was_idle_for_long_enough(place: Place) -> None:
    road = Road(place, [])
    assert ends(road, threading.Event(), 0.01)


def test_a_run_ends_at_a_fault(place: Place) -> None:
    road = Road(place, [])
    road._order.fail(FAULT.code, FAULT.sentence)
    assert ends(road, threading.Event(), None)


def test_a_run_ends_when_it_is_told_to(place: Place) -> None:
    stop = threading.Event()
    stop.set()
    assert ends(Road(place, []), stop, None)


def test_beats_come_no_oftener_than_they_are_waited_for(supervisor: Listener) -> None:
    pulse = Pulse(Supervisor(supervisor.environment | {"WATCHDOG_USEC": "20000000"}))
    pulse.beat()
    pulse.begin()
    pulse.beat()
    pulse.finish()
    pulse.beat()
    pulse.finish()
    told = ["READY=1", "WATCHDOG_USEC=20000000", "WATCHDOG=1"]
    assert supervisor.hear_all() == [*told, f"WATCHDOG_USEC={ENDING_US}"]


@pytest.mark.system
def test_a_run_is_ready_for_systemd_beats_on_and_asks_for_time(
    supervisor: Listener, tmp_path: Path
) -> None:
    with kiosks.run(
        tmp_path / "data", "--no-sync", environment=supervisor.environment
    ) as running:
        told = [supervisor.hear(60.0) for _ in range(8)]
        was_ready = running.ready.wait(60.0)
    assert (told, was_ready) == (["READY=1", LIMIT] + ["WATCHDOG=1"] * 6, True)
    assert supervisor.hear_all()[-1] == f"WATCHDOG_USEC={ENDING_US}"
