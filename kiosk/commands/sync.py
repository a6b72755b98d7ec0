"""Sync: move batches and the roster, also beside a running kiosk."""

import argparse
import signal
import threading
from contextlib import closing
from dataclasses import replace

from kiosk.commands.lines import print_line, print_words
from kiosk.commands.place import open_to_look, read_route
from kiosk.errors import OutsideError
from kiosk.place import make_sender
from kiosk.sync.fault import FaultClass
from kiosk.sync.sender import SyncReport
from kiosk.words import LANGUAGES, load_words


def run(options: argparse.Namespace) -> int:
    """Send until nothing is pending (`--once`) or for as long as it is left running."""
    stop, wake = threading.Event(), threading.Event()
    with open_to_look(options) as opened:
        place = replace(opened, route=read_route(options))
        if place.enrolment is None:
            raise OutsideError(
                "This kiosk is not enrolled, so it has no province to send to: "
                "run `kiosk enrol` with the province's code first."
            )
        listener = _ignore if options.once else _print
        with closing(make_sender(place, place.enrolment, listener)) as sender:
            if options.once:
                report = sender.send_all(stop)
                _print(report)
                _explain(report)
                return get_exit_code(report)
            _stop_at_signals(stop, wake)
            sender.run(stop, wake)
    return 0


def _stop_at_signals(stop: threading.Event, wake: threading.Event) -> None:
    def end(*_: object) -> None:
        stop.set()
        wake.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)


def get_exit_code(report: SyncReport) -> int:
    """Return 0 where all is settled, 1 for refused rows, 3 for a fault."""
    if report.fault is not FaultClass.NONE:
        return 3
    return 1 if report.refused else 0


def _print(report: SyncReport) -> None:
    print_line(
        {
            "sent": report.sent,
            "accepted": report.accepted,
            "duplicate": report.duplicate,
            "refused": report.refused,
            "held": report.held,
            "pending": report.pending,
            "fault": report.fault.value,
        }
    )


def _explain(report: SyncReport) -> None:
    """Tell people what stands in the way, and what to do about it."""
    if report.fault is FaultClass.NONE:
        return
    for words in map(load_words, LANGUAGES):
        sentence = words.say("fault", report.fault)
        print_words(f"kiosk: {sentence} {words.say_advice(report.fault)}")
    if report.detail:
        print_words(f"kiosk: {report.detail}")


def _ignore(report: SyncReport) -> None:
    """Say nothing of what is under way."""
    del report
