"""Road: the composition of readers, lane and sender, without Qt.

One thread a reader, one for the lane, one for the sender. Events may come from
any of them; whoever listens must not block.
"""

import contextlib
import importlib
import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from kiosk.errors import StorageError
from kiosk.health import Health, InOrder, OutOfOrder
from kiosk.lane import Lane
from kiosk.order import BUG, Order
from kiosk.payload import Payload
from kiosk.place import Place, make_lane
from kiosk.presentation import Presentation
from kiosk.scanner.reader import Reader, ReaderReport, ReaderState, Recorded
from kiosk.scanner.search import SearchingReader
from kiosk.storage import checkpoints, reader_faults
from kiosk.storage.checkpoints import Occasion

if TYPE_CHECKING:  # they lend their types; they are loaded once codes are read
    from kiosk.counter import Counter
    from kiosk.desk import Reception
    from kiosk.neighbours.neighbours import Neighbours
    from kiosk.upkeep import Upkeep

log = logging.getLogger(__name__)

Event = Presentation | Health | ReaderReport | OutOfOrder | InOrder
Listener = Callable[[Event], None]
Beside = Callable[[threading.Event], None]
"""What runs beside the road in a thread of its own, until the event is set."""

QUEUE_PAYLOADS = 10_000
"""A reader that outruns the lane waits; a person can't, a replayed file can."""

FULL_WAIT_S = 0.5
"""How often a reader that waits for the lane looks whether it still runs."""

DEFAULT_GATE = "A"

BUSY_S = 3.0
"""A gate counts as busy so long after somebody passed: others come behind."""

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
        neighbours: "Neighbours | None" = None,
        keeps_reserve: bool = False,
        beside: Callable[[], Mapping[str, Beside]] = dict,
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
        self._find_beside = beside
        self._upkeep: Upkeep | None = None
        self._upkeep_making = threading.Lock()
        self._settled = threading.Event()
        self._neighbours = neighbours
        self._lanes: list[Lane] = []
        self._lane = self._make_lane()
        self._reports: dict[str, ReaderState] = {}
        self._busy_at = time.monotonic()
        self._listener: Listener = _ignore
        self._take: Callable[[Payload], None] = self.submit
        self._order = Order(self._tell)

    @property
    def fault(self) -> OutOfOrder | None:
        """Return what keeps entries from being kept."""
        return self._order.fault

    @property
    def upkeep(self) -> "Upkeep":
        """Return what goes on beside the gate; it is loaded when it is first asked for."""
        with self._upkeep_making:
            self._upkeep = self._upkeep or self._make_upkeep()
        return self._upkeep

    def start(
        self,
        on_event: Listener,
        on_payload: Callable[[Payload], None] | None = None,
    ) -> None:
        """Start what a code needs; `on_event` is called from any thread.

        Where `on_payload` is given, what readers read goes there and not to the
        lane: a desk decides what becomes of it.
        """
        self._listener = on_event
        self._take = on_payload or self.submit
        self._start(self._run_lane, "lane")
        for reader in self._readers:
            self._start(partial(self._run_reader, reader), reader.name)

    def follow(self) -> None:
        """Start the rest, once codes are read: to load it takes a moment."""
        self._start(self._run_upkeep, "upkeep")

    def settle(self, within_s: float) -> None:
        """Wait until all that follows is loaded, or has taken too long."""
        self._settled.wait(within_s)

    def submit(self, payload: Payload) -> None:
        """Give one payload to the lane, from any thread."""
        self._busy_at = time.monotonic()
        self._put(payload)

    def desk(self, gate: str = "") -> "Reception":
        """Return a desk, for one thread; what it keeps is told and sent as the lane's."""
        enrolled = self._place.enrolment.gate if self._place.enrolment else ""
        reception: Reception = importlib.import_module("kiosk.desk").Reception(
            self._place.database,
            self._make_lane(),
            now=self._place.now,
            gate=gate or enrolled or DEFAULT_GATE,
            on_kept=self._note_kept,
        )
        return reception

    def counter(self) -> "Counter":
        """Return what staff do about entries, for one thread; it is told and sent as the lane's."""
        counter: Counter = importlib.import_module("kiosk.counter").Counter(
            self._place.database,
            self._make_lane(),
            now=self._place.now,
            on_kept=self._note_kept,
        )
        return counter

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
        return (
            quiet
            and self._payloads.unfinished_tasks == 0
            and not (self._syncs and self.upkeep.may_send())
        )

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
        if self._settled.is_set():
            self.upkeep.tell_health()

    def _run_upkeep(self) -> None:
        upkeep, beside = self.upkeep, self._find_beside()
        self._settled.set()
        for name, run in beside.items():
            self._start(partial(run, self._stop_reading), name)
        if self._syncs:
            self._start(partial(upkeep.send, self._stop_sending), "sender")
        if self._neighbours is not None:
            self._neighbours.start()
        upkeep.run(self._stop_reading)

    def _make_upkeep(self) -> "Upkeep":
        upkeep = importlib.import_module("kiosk.upkeep")
        made: Upkeep = upkeep.Upkeep(
            upkeep.Surroundings(
                place=self._place,
                order=self._order,
                lanes=self._lanes,
                tell=self._tell,
                open_desk=self.desk,
                note_shift=self._note_shift,
                is_gate_busy=self._is_gate_busy,
                wake=self._wake,
                night_hour=self._night_hour,
                keeps_reserve=self._keeps_reserve,
            )
        )
        return made

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

    def _tell(self, event: Event) -> None:
        self._listener(event)


def _ignore(event: Event) -> None:
    """Take an event before anybody listens."""
    del event
