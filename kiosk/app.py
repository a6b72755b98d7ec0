"""Road: the composition of readers, lane and sender, without Qt.

One thread a reader, one for the lane, one for the sender. Events may come from
any of them; whoever listens must not block.
"""

import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from types import MappingProxyType

from kiosk.counter import Counter
from kiosk.desk import Reception
from kiosk.disk import Room
from kiosk.errors import StorageError
from kiosk.health import Health, InOrder, OutOfOrder
from kiosk.lane import Lane
from kiosk.neighbours.neighbours import Neighbours
from kiosk.night import find_last_closing
from kiosk.order import BUG, Order
from kiosk.payload import Payload
from kiosk.place import Place, make_lane, make_sender
from kiosk.presentation import Presentation
from kiosk.scanner.reader import Reader, ReaderReport, ReaderState, Recorded
from kiosk.scanner.search import SearchingReader
from kiosk.standing import read_health
from kiosk.storage import (
    checkpoints,
    entries,
    papers,
    reader_faults,
    reserve,
    room,
)
from kiosk.storage.checkpoints import Occasion
from kiosk.sync.contact import Contact
from kiosk.sync.fault import FaultClass
from kiosk.sync.rules import RulesWatch
from kiosk.sync.sender import BUSY_S, SyncReport

log = logging.getLogger(__name__)

Event = Presentation | Health | ReaderReport | OutOfOrder | InOrder
Listener = Callable[[Event], None]
Beside = Callable[[threading.Event], None]
"""What runs beside the road in a thread of its own, until the event is set."""

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
        keeps_reserve: bool = False,
        beside: Mapping[str, Beside] = MappingProxyType({}),
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
        self._keeps_reserve = keeps_reserve
        self._beside = beside
        self._room = Room()
        self._rules_watch = RulesWatch(place.database, place.folder, place.clock_judge)
        self._neighbours = neighbours
        self._lanes: list[Lane] = []
        self._lane = self._make_lane()
        self.contact = Contact()
        self._reports: dict[str, ReaderState] = {}
        self._busy_at = time.monotonic()
        self._listener: Listener = _ignore
        self._take: Callable[[Payload], None] = self.submit
        self._order = Order(self._tell)

    @property
    def fault(self) -> OutOfOrder | None:
        """Return what keeps entries from being kept."""
        return self._order.fault

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
        for name, run in self._beside.items():
            self._start(partial(run, self._stop_reading), name)
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
        enrolled = self._place.enrolment.gate if self._place.enrolment else ""
        return Reception(
            self._place.database,
            self._make_lane(),
            now=self._place.now,
            gate=gate or enrolled or DEFAULT_GATE,
            on_kept=self._note_kept,
        )

    def counter(self) -> Counter:
        """Return what staff do about entries, for one thread; it is told and sent as the lane's."""
        return Counter(
            self._place.database,
            self._make_lane(),
            now=self._place.now,
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
        self._note_shift()
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

    def _is_gate_busy(self) -> bool:
        return time.monotonic() - self._busy_at < BUSY_S

    def _make_lane(self) -> Lane:
        lane = make_lane(self._place)
        if self._lanes:
            lane.rules = self._lanes[0].rules
        if self._neighbours is not None:
            lane.neighbours = self._neighbours.hearsay
        self._lanes.append(lane)
        return lane

    def _may_send(self) -> bool:
        if not self._syncs:
            return False
        with self._place.database.read() as connection:
            pending = entries.read_head(connection).pending
        report = self.contact.last_report
        faulty = report is not None and report.fault is not FaultClass.NONE
        return pending > 0 and not faulty

    def _start(self, run: Callable[[], None], name: str) -> None:
        def guarded() -> None:
            try:
                run()
            except Exception as error:  # a thread's boundary: the bug is reported
                log.exception("thread %s ended by a bug", name)
                self._order.fail(BUG, f"{name}: {type(error).__name__}")

        thread = threading.Thread(target=guarded, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _run_reader(self, reader: Reader) -> None:
        reader.run(self._take, self._note_reader, self._stop_reading)

    def _note_reader(self, report: ReaderReport) -> None:
        before = self._reports.get(report.reader)
        self._reports[report.reader] = report.state
        self._listener(report)
        if report.state is ReaderState.MISSING and before is not report.state:
            self._note_lost(report.reader)

    def _note_lost(self, reader: str) -> None:
        """Count a reader's fault, for the province; from its own thread, which has none to read."""
        try:
            with self._place.database.write() as connection:
                reader_faults.note(connection, reader)
        except StorageError as error:
            log.info("a reader's fault was not counted: %s", error)

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
            self._order.fail_to_keep(error)
            return
        self._order.note_kept()
        self._listener(presentation)
        self._note_kept()

    def _note_kept(self) -> None:
        self._order.note_kept()
        self._busy_at = time.monotonic()
        self._wake.set()
        if self._neighbours is not None:
            self._neighbours.wake()
        self._tell_health()

    def _run_upkeep(self) -> None:
        closed_until = None
        with self.desk() as desk:
            while not self._stop_reading.is_set():
                due = self._find_due()
                if due and due != closed_until and self._do_nightly(desk, due):
                    if closed_until:  # the hour came; at a start nothing ends
                        self._note_shift()
                    closed_until = due
                self._look_at_disk()
                if self._stop_reading.wait(UPKEEP_LOOK_S):
                    return
                if self._order.try_again(self._place.database, self._place.now().wall):
                    self._tell_health()
                self._renew_rules()

    def _find_due(self) -> datetime | None:
        """Return when the night rule was last due, None while the clock is known to be wrong."""
        roster_in_use = self._lane.rules.roster
        at = self._place.clock_judge.find_time(
            self._place.now(), roster_in_use.issued_at if roster_in_use else None
        )
        return None if at is None else find_last_closing(at, self._night_hour or 0)

    def _note_shift(self) -> None:
        """Sign the chain's head at a shift's end; a disk that fails was told of before."""
        now_us = int(self._place.now().wall.timestamp() * 1_000_000)
        try:
            with self._place.database.write() as connection:
                checkpoints.put(
                    connection, self._place.identity, Occasion.SHIFT, now_us
                )
        except StorageError as error:
            log.info("no checkpoint of the shift: %s", error)

    def _look_at_disk(self) -> None:
        """Keep the reserve, and tell how long the disk lasts where that has changed."""
        database, before = self._place.database, self._room
        if self._keeps_reserve:
            reserve.keep(reserve.find_reserve(database.path))
        try:
            with database.read() as connection:
                self._room = room.measure(
                    connection, database.path, self._place.now().wall
                )
        except StorageError as error:
            self._order.fail_to_keep(error)
            return
        if self._room != before:
            self._tell_health()

    def _renew_rules(self) -> None:
        """Let every lane decide by the rules in use now; none stops for it."""
        found = self._rules_watch.look()
        if found is not None:
            for lane in self._lanes:
                lane.rules = found

    def _do_nightly(self, desk: Reception, due: datetime) -> bool:
        try:
            if self._night_hour is not None:
                desk.close_visits(due)
            papers.purge(self._place.folder.papers, self._place.now().wall)
        except OSError as error:  # they are tried again after the next look
            log.warning("old papers not deleted: %s", error)
            return False
        except StorageError as error:
            self._order.fail_to_keep(error)
            return False
        return True

    def _run_sender(self) -> None:
        if self._place.enrolment is None:
            return
        sender = make_sender(
            self._place, self._place.enrolment, self._note_report, self._is_gate_busy
        )
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
        self.contact.note(report, self._place.now().monotonic_ms)
        self._renew_rules()
        self._tell_health()

    def _tell_health(self) -> None:
        try:
            self._listener(read_health(self._place, self.contact, self._room))
        except StorageError as error:
            self._order.fail_to_keep(error)

    def _tell(self, event: Event) -> None:
        self._listener(event)


def _ignore(event: Event) -> None:
    """Take an event before anybody listens."""
    del event
