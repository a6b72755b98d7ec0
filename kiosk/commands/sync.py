"""Sync: move batches and the roster, also beside a running kiosk."""

import argparse
import signal
import sys
import threading
from contextlib import closing

import msgspec

from kiosk.commands.bar import Bar
from kiosk.commands.lines import print_line, print_words
from kiosk.commands.place import open_to_look, read_route
from kiosk.drain import Drain
from kiosk.errors import OutsideError
from kiosk.place import Place
from kiosk.sending import make_sender
from kiosk.storage import attention, entries
from kiosk.sync.contact import Contact
from kiosk.sync.fault import FaultClass
from kiosk.sync.sender import SyncReport
from kiosk.ui.texts import load_terminal_texts
from kiosk.words import LANGUAGES, load_words


def run(options: argparse.Namespace) -> int:
    """Send until nothing is pending (`--once`) or for as long as it is left running."""
    stop, wake = threading.Event(), threading.Event()
    with open_to_look(options) as opened:
        place = msgspec.structs.replace(opened, route=read_route(options))
        if place.enrolment is None:
            raise OutsideError(
                "This kiosk is not enrolled, so it has no province to send to: "
                "run `kiosk enrol` with the province's code first."
            )
        if options.resend:
            _put_back(place)
        progress = Progress(place, _open_bar(once=options.once))
        listener = progress.draw if options.once else progress.tell
        with closing(make_sender(place, place.enrolment, listener)) as sender:
            progress.begin()
            if options.once:
                report = sender.send_all(stop)
                progress.end()
                _print(report)
                _explain(report)
                return get_exit_code(report)
            _stop_at_signals(stop, wake)
            sender.run(stop, wake)
    return 0


def _put_back(place: Place) -> None:
    """Put all that needs attention back to what is pending."""
    with place.database.write() as connection:
        listed = attention.list_entries(connection)
        while listed:
            found = [one.entry_id for one in listed]
            if not attention.resend(connection, found):
                return  # a damaged disk took what they said
            listed = attention.list_entries(connection)


class Progress:
    """Tells a sender's reports: to programs as lines, to people as a bar where there is one."""

    def __init__(self, place: Place, bar: Bar | None) -> None:
        self._place = place
        self._bar = bar
        self._contact = Contact()

    def begin(self) -> None:
        """Draw how much waits: the first batch of a slow line takes half a minute."""
        if self._bar is None:
            return
        with self._place.database.read() as connection:
            pending = entries.read_head(connection).pending
        if pending:
            self._bar.show(Drain(done=0, total=pending))

    def draw(self, report: SyncReport) -> None:
        """Draw how far it is."""
        if self._bar is None:
            return
        self._contact.note(report, self._place.now().monotonic_ms)
        if self._contact.drain is not None:
            self._bar.show(self._contact.drain)
        elif report.fault is FaultClass.NONE and report.sent:
            self._bar.show(Drain(done=report.sent, total=report.sent))

    def tell(self, report: SyncReport) -> None:
        """Draw it, and print it for programs."""
        self.draw(report)
        _print(report)

    def end(self) -> None:
        """Leave the bar standing as it is."""
        if self._bar is not None:
            self._bar.finish()


def _open_bar(*, once: bool) -> Bar | None:
    """Return a bar where people look on; lines that run on would be torn by one."""
    is_torn = not once and sys.stdout.isatty()
    if is_torn or not sys.stderr.isatty():
        return None
    return Bar(sys.stderr, (load_terminal_texts("vi"), load_terminal_texts("en")))


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
