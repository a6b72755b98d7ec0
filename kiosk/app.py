"""Road: the composition of readers, lane and sender, without Qt.

One thread a reader, one for the lane, one for the sender. Events may come from
any of them; whoever listens must not block.
"""

import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from kiosk.clock import ClockState
from kiosk.desk import Reception
from kiosk.errors import StorageError
from kiosk.health import Health, Link, OutOfOrder
from kiosk.lane import Lane
from kiosk.neighbours.neighbours import Neighbours
from kiosk.night import find_last_closing
from kiosk.payload import Payload
from kiosk.place import Place, make_lane, make_sender
from kiosk.presentation import Presentation
from kiosk.roster import grade
from kiosk.scanner.reader import Reader, ReaderReport, ReaderState, Recorded
from kiosk.scanner.search import SearchingReader
from kiosk.storage import entries, papers, roster
from kiosk.sync.fault import FaultClass
from kiosk.sync.rules import RulesWatch
from kiosk.sync.sender import SyncReport

log = logging.getLogger(__name__)

Event = Presentation | Health | ReaderReport | OutOfOrder
Listener = Callable[[Event], None]

QUEUE_PAYLOADS = 10_000
"""A reader that outruns the lane waits; a person can't, a replayed file can."""

FULL_WAIT_S = 0.5
"""How often a reader that waits for the lane looks whether it still runs."""

UPKEEP_LOOK_S = 2.0
"""How often the rules in use, which any process may change, and the clock are looked at."""

DEFAULT_GATE = "A"

SEND_AGAIN_S = 5.0
STOP_SENDING_WITHIN_S = 5.0
"""A send under way may wait half a minute for an answer; what it sent stays pending."""

CANT_KEEP = "E-301"
BUG = "E-900"


class Road:
    """The kiosk at work: what readers read becomes decided, durable, sent."""

    def __init__(
        self,
        place: Place,
        readers: Sequence[Reader],
        *,
        sync: bool = True,
        night_hour: int | None = 0,
        neighbours: Neighbours | None = None,
    ) -> None:
        self._place = place
        self._readers = tuple(readers)
        self._syncs = sync and place.enrolment is not None
        self._payloads: queue.Queue[Payload | None] = queue.Queue(QUEUE_PAYLOADS)
        self._stop_reading = threading.Event()
        self._stop_sending = threading.Event()
        self._wake = threading.Event()
        self._lane_ended = threading.Event()
        self._threads: list[threading.Thread] = []
        self._night_hour = night_hour
        self._rules_watch = RulesWatch(place.database, place.folder, place.now)
        self._neighbours = neighbours
        self._lanes: list[Lane] = []
        self._lane = self._make_lane()
        self._link = Link.UNKNOWN
        self._reports: dict[str, ReaderState] = {}
        self._busy_at = time.monotonic()
        self._listener: Listener = _ignore
        self._take: Callable[[Payload], None] = self.submit
        self.fault: OutOfOrder | None = None
        self.last_report: SyncReport | None = None

    def start(
        self,
        on_event: Listener,
        on_payload: Callable[[Payload], None] | None = None,
    ) -> None:
        """Start every thread; `on_event` is called from any of them.

        Where `on_payload` is given, what readers read goes there and not to the
        lane: a desk decides what becomes of it.
        """
        self._listener = on_event
        self._take = on_payload or self.submit
        self._start(self._run_lane, "lane")
        self._start(self._run_upkeep, "upkeep")
        for reader in self._readers:
            self._start(partial(self._run_reader, reader), reader.name)
        if self._syncs:
            self._start(self._run_sender, "sender")
        if self._neighbours is not None:
            self._neighbours.start()
        self._tell_health()

    def submit(self, payload: Payload) -> None:
        """Give one payload to the lane, from any thread."""
        self._busy_at = time.monotonic()
        self._put(payload)

    def desk(self, gate: str = "") -> Reception:
        """Return a desk, for one thread; what it keeps is told and sent as the lane's."""
        lane = self._make_lane()
        lane.rules = self._lane.rules
        enrolled = self._place.enrolment.gate if self._place.enrolment else ""
        return Reception(
            self._place.database,
            lane,
            now=self._place.now,
            gate=gate or enrolled or DEFAULT_GATE,
            on_kept=self._note_kept,
        )

    def stop(self) -> None:
        """End all threads; what was read before is still decided and kept."""
        self._stop_reading.set()
        self._stop_sending.set()
        self._wake.set()
        for thread in self._threads:
            if thread.name not in {"lane", "sender"}:
                thread.join()
        self._put(None)
        for thread in self._threads:
            thread.join()
        if self._neighbours is not None:
            self._neighbours.stop()

    def is_ready(self) -> bool:
        """Say whether every reader is read or known to be missing.

        A search tells nothing of itself, so it is not waited for.
        """
        told = [one for one in self._readers if not isinstance(one, SearchingReader)]
        return all(reader.name in self._reports for reader in told)

    def is_idle(self, idle_s: float) -> bool:
        """Say whether nothing was read for `idle_s` and nothing can be sent now."""
        if any(isinstance(one, Recorded) and one.is_playing for one in self._readers):
            return False
        quiet = time.monotonic() - self._busy_at >= idle_s
        return quiet and self._payloads.unfinished_tasks == 0 and not self._may_send()

    def _make_lane(self) -> Lane:
        lane = make_lane(self._place)
        if self._neighbours is not None:
            lane.neighbours = self._neighbours.hearsay
        self._lanes.append(lane)
        return lane

    def _may_send(self) -> bool:
        if not self._syncs:
            return False
        with self._place.database.read() as connection:
            pending = entries.read_head(connection).pending
        report = self.last_report
        faulty = report is not None and report.fault is not FaultClass.NONE
        return pending > 0 and not faulty

    def _start(self, run: Callable[[], None], name: str) -> None:
        def guarded() -> None:
            try:
                run()
            except Exception as error:  # a thread's boundary: the bug is reported
                log.exception("thread %s ended by a bug", name)
                self._fail(BUG, f"{name}: {type(error).__name__}")

        thread = threading.Thread(target=guarded, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _run_reader(self, reader: Reader) -> None:
        reader.run(self._take, self._note_reader, self._stop_reading)

    def _note_reader(self, report: ReaderReport) -> None:
        self._reports[report.reader] = report.state
        self._listener(report)

    def _put(self, payload: Payload | None) -> None:
        """Queue for the lane; where a bug has ended it, nobody waits for it."""
        while not self._lane_ended.is_set():
            with contextlib.suppress(queue.Full):
                self._payloads.put(payload, timeout=FULL_WAIT_S)
                return

    def _run_lane(self) -> None:
        try:
            with self._lane:
                while (payload := self._payloads.get()) is not None:
                    self._present(payload)
                    self._payloads.task_done()
        finally:
            self._lane_ended.set()

    def _present(self, payload: Payload) -> None:
        try:
            presentation = self._lane.present(payload)
        except StorageError as error:
            self._fail(CANT_KEEP, str(error))
            return
        self.fault = None
        self._listener(presentation)
        self._note_kept()

    def _note_kept(self) -> None:
        self.fault = None
        self._busy_at = time.monotonic()
        self._wake.set()
        if self._neighbours is not None:
            self._neighbours.wake()
        self._tell_health()

    def _run_upkeep(self) -> None:
        closed_until = None
        with self.desk() as desk:
            while not self._stop_reading.is_set():
                due = find_last_closing(self._place.now().wall, self._night_hour or 0)
                if due != closed_until and self._do_nightly(desk, due):
                    closed_until = due
                self._stop_reading.wait(UPKEEP_LOOK_S)
                self._renew_rules()

    def _renew_rules(self) -> None:
        """Let every lane decide by the rules in use now; none stops for it."""
        found = self._rules_watch.look()
        if found is not None:
            for lane in self._lanes:
                lane.rules = replace(found, clock_state=lane.rules.clock_state)

    def _do_nightly(self, desk: Reception, due: datetime) -> bool:
        try:
            if self._night_hour is not None:
                desk.close_visits(due)
            papers.purge(self._place.folder.papers, self._place.now().wall)
        except OSError as error:  # they are tried again after the next look
            log.warning("old papers not deleted: %s", error)
            return False
        except StorageError as error:
            self._fail(CANT_KEEP, str(error))
            return False
        return True

    def _run_sender(self) -> None:
        if self._place.enrolment is None:
            return
        sender = make_sender(self._place, self._place.enrolment, self._note_report)
        while not self._stop_sending.is_set():
            try:
                sender.run(self._stop_sending, self._wake)
            except StorageError as error:
                log.warning("sending stopped: %s", error)
            except Exception:  # a boundary: nothing about sending blocks the gate
                log.exception("sending stopped by a bug; it is tried again")
            self._stop_sending.wait(SEND_AGAIN_S)
        sender.close()

    def _note_report(self, report: SyncReport) -> None:
        self.last_report = report
        if report.fault is not FaultClass.BUSY:  # then another sender knows
            reached = report.fault is FaultClass.NONE
            self._link = Link.ONLINE if reached else Link.OFFLINE
        if report.clock is not ClockState.UNKNOWN:
            for lane in self._lanes:
                lane.rules = replace(lane.rules, clock_state=report.clock)
        self._renew_rules()
        self._tell_health()

    def _tell_health(self) -> None:
        try:
            self._listener(self._read_health())
        except StorageError as error:
            self._fail(CANT_KEEP, str(error))

    def _read_health(self) -> Health:
        with self._place.database.read() as connection:
            head = entries.read_head(connection)
            current = roster.read_head(connection)
        enrolment = self._place.enrolment
        return Health(
            link=self._link,
            pending=head.pending,
            refused=head.refused,
            roster_state=grade(current, self._place.now().wall),
            point_name=enrolment.point_name if enrolment else "",
        )

    def _fail(self, code: str, sentence: str) -> None:
        """Tell a fault once, however many payloads meet it."""
        fault = OutOfOrder(code=code, sentence=sentence)
        if fault != self.fault:
            self.fault = fault
            self._listener(fault)


def _ignore(event: Event) -> None:
    """Take an event before anybody listens."""
    del event
