"""Headless: the kiosk without a window, which prints its decisions as JSON lines."""

import argparse
import signal
import threading
import time
from collections.abc import Callable

from kiosk.app import Event, Road
from kiosk.commands.lines import print_line, print_words
from kiosk.commands.running import SETTLED_WITHIN_S, freeze_start, open_road
from kiosk.credentials.credential import mask_claims
from kiosk.disk import DiskState, Room
from kiosk.errors import OutsideError
from kiosk.health import Health, InOrder, OutOfOrder
from kiosk.order import BUG
from kiosk.presentation import Decided, Repeated
from kiosk.scanner.reader import ReaderReport
from kiosk.supervisor import Supervisor

LOOK_S = 0.05
READY_WITHIN_S = 5.0
"""A reader that does not report within this is waited for no longer; it still reads later."""


class Printer:
    """Writes JSON lines to stdout and words for people to stderr, from any thread."""

    def __init__(self, *, unmasked: bool) -> None:
        self._unmasked = unmasked
        self._is_ready = False
        self._disk = DiskState.OK
        self._lock = threading.Lock()

    def print_ready(self) -> None:
        """Say once that codes can be read; before any decision, whoever is quicker."""
        with self._lock:
            if not self._is_ready:
                self._is_ready = True
                print_line({"ready": True})

    def print_event(self, event: Event) -> None:
        """Print what happened, where it is for somebody."""
        match event:
            case Decided():
                self.print_ready()
                print_line(describe_decision(event, unmasked=self._unmasked))
            case Repeated():
                self.print_ready()
                print_line(describe_repeat(event))
            case OutOfOrder():
                print_words(f"{event.code} {event.sentence}")
            case ReaderReport():
                print_words(f"{event.reader}: {event.state.value}. {event.detail}")
            case Health():
                self._print_disk(event.room)
            case InOrder():
                print_words("Entries are kept again.")

    def _print_disk(self, room: Room) -> None:
        """Say once how the disk is, each time it is something else."""
        if room.state is not self._disk:
            self._disk = room.state
            days = "" if room.days is None else f" About {room.days} days are left."
            print_words(_DISK_WORDS[room.state] + days)


_DISK_WORDS = {
    DiskState.OK: "The disk has room again.",
    DiskState.LOW: "The disk fills up: free space on it, or call support.",
    DiskState.CRITICAL: "The disk is nearly full: free space on it now.",
    DiskState.RESERVE: "The disk is full and its reserve is in use: end the shift, "
    "export, free space, call support.",
}


BUG_EXIT = 70


class Pulse:
    """Beats of the thread that waits for the end: a kiosk that hangs falls silent.

    They begin once codes can be read, as the window's do.
    """

    def __init__(self, supervisor: Supervisor) -> None:
        self._supervisor = supervisor
        self._due_s = 0.0
        self._beats = False

    def begin(self) -> None:
        """Tell that the kiosk is ready; the first beat is told with it."""
        self._supervisor.tell_ready()
        self._beats = self._supervisor.every_ms > 0
        self._due_s = time.monotonic() + self._supervisor.every_ms / 1000

    def beat(self) -> None:
        """Beat where it is time to."""
        if self._beats and time.monotonic() >= self._due_s:
            self._supervisor.beat()
            self._due_s = time.monotonic() + self._supervisor.every_ms / 1000

    def finish(self) -> None:
        """Beat no more, and ask for time."""
        if self._beats:
            self._beats = False
            self._supervisor.tell_ending()


def run(options: argparse.Namespace) -> int:
    """Run the kiosk without a window until a signal, or until it is idle."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with open_road(options) as running:
        printer = Printer(unmasked=options.unmasked)
        pulse = Pulse(Supervisor())
        running.road.start(printer.print_event)
        try:
            _wait(stop, READY_WITHIN_S, running.road.is_ready)
            printer.print_ready()
            pulse.begin()
            running.road.follow()
            running.road.settle(SETTLED_WITHIN_S)
            freeze_start()
            wait_for_end(running.road, stop, options.exit_when_idle, pulse)
        finally:
            pulse.finish()
            running.road.stop()
        fault = running.road.fault
    if fault is None:
        return 0
    return BUG_EXIT if fault.code == BUG else OutsideError.exit_code


def wait_for_end(
    road: Road, stop: threading.Event, idle_s: float | None, pulse: Pulse
) -> None:
    """Return at `stop`, at a fault, or once `road` was idle for `idle_s`; beat meanwhile."""
    while not stop.wait(LOOK_S) and road.fault is None:
        pulse.beat()
        if idle_s is not None and road.is_idle(idle_s):
            return


def describe_decision(decided: Decided, *, unmasked: bool) -> dict[str, object]:
    """Return the keys of cli.md for one decision, and the claims that are kept.

    Document, phone and card numbers are masked unless `unmasked`.
    """
    decision, payload = decided.decision, decided.payload
    claims = decided.kept if unmasked else mask_claims(decided.kept)
    return {
        "entry_id": str(decided.entry_id),
        "outcome": decision.outcome.value,
        "kind": decision.kind.value,
        "reasons": [reason.value for reason in decision.reasons],
        "direction": payload.direction.value,
        "gate": payload.gate,
        "decided_at": decided.decided_at.isoformat(),
        "latency_ms": round(decided.latency_ms, 3),
        "verified": decision.verified,
        "claims": {claim.value: value for claim, value in claims.items()},
    }


def describe_repeat(repeated: Repeated) -> dict[str, object]:
    """Return the keys for a presentation that made no entry."""
    return {
        "repeat_of": str(repeated.repeat_of),
        "direction": repeated.payload.direction.value,
        "gate": repeated.payload.gate,
        "at": repeated.at.isoformat(),
    }


def _wait(stop: threading.Event, within_s: float, is_so: Callable[[], bool]) -> None:
    for _ in range(int(within_s / LOOK_S)):
        if is_so() or stop.wait(LOOK_S):
            return
