"""Sender: keeps moving batches and the roster, backs off after faults, never in the gate's way."""

import logging
import random
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from kiosk.clock import Anchor, ClockState, Instant, judge
from kiosk.errors import StorageError
from kiosk.roster import Roster
from kiosk.storage import attention, entries, outbox
from kiosk.storage import roster as stored_roster
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder
from kiosk.storage.settings import Enrolment
from kiosk.sync import backoff, lease, roster, waiting
from kiosk.sync.fault import OF_THE_WAY, Fault, FaultClass
from kiosk.sync.link import LinkWatch
from kiosk.sync.roster import Delivered
from kiosk.sync.transport import Transport
from kiosk.sync.uploader import Sent, Uploader
from kiosk.sync.waiting import Waiting
from kiosk.sync.watch import GoesOn, Progress
from kiosk.version import VERSION

log = logging.getLogger(__name__)

GATHER_S = 0.3
"""Entries of this long go together: one person's codes, not one request each."""

ALIVE_EVERY_US = 3600 * 1_000_000
"""An empty batch at least hourly, so that zero entries are told from silence."""

ROSTER_EVERY_MS = 3600 * 1000
WATCH_AGAIN_MS = 60 * 1000
"""A watch list that could not be fetched is asked for again with a later batch."""

LINK_LOOK_S = 1.0
"""How often a sender that waits after a fault looks for a network: 60 µs each."""

GIVE_WAY = 99
"""While people pass, the sender works a hundredth of the time: what it does in this
process, or writes, holds a decision up by 10 ms and more (benchmarks/drain_gate.py). With
a twentieth, one decision in twenty met it, and these alone were the p95."""

GIVE_WAY_AT_MOST_S = 4.0
"""By then people may be gone; a batch of 5,000 takes 45 ms of CPU (measured)."""

LOOK_EVERY_S = 5.0
"""How often a waiting sender looks by itself: other processes append too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """What a run of sending did, and what is left."""

    sent: int = 0
    accepted: int = 0
    duplicate: int = 0
    refused: int = 0
    held: int = 0
    pending: int = 0
    fault: FaultClass = FaultClass.NONE
    detail: str = ""
    retry_after_s: float | None = None
    clock: ClockState = ClockState.UNKNOWN


class Lists(Protocol):
    """Where the watch list comes from."""

    def take(self, wanted: str, goes_on: GoesOn) -> Progress | Fault:
        """Take the list of this root into use; `goes_on` is asked between requests."""


class Sender:
    """Moves everything that is pending; `run` does so for as long as the kiosk lives."""

    def __init__(
        self,
        database: Database,
        folder: Folder,
        enrolment: Enrolment,
        uploader: Uploader,
        transport: Transport,
        watch: Lists,
        *,
        now: Callable[[], Instant],
        on_progress: Callable[[SyncReport], None],
    ) -> None:
        self._links = LinkWatch()
        self._database = database
        self._folder = folder
        self._enrolment = enrolment
        self._uploader = uploader
        self._transport = transport
        self._now = now
        self._on_progress = on_progress
        self.is_gate_busy: Callable[[], bool] = lambda: False
        """Whether people pass, whom it gives way to."""
        self._owner = secrets.token_hex(8)
        # By the monotonic clock: one that was set must not put off a roster.
        self._roster_at_ms: int | None = None
        self._watch_at_ms: int | None = None
        self._watch = watch
        self._anchor: Anchor | None = None

    def run(self, stop: threading.Event, wake: threading.Event) -> None:
        """Send whenever there is something to send, until `stop`; `wake` says that there is."""
        while not stop.is_set():
            wait_s = self._read_wait_s()
            if self._links.changed() and self._waits_for_a_way():
                self._forget_wait()
            elif wait_s > 0:
                stop.wait(min(wait_s, LINK_LOOK_S))
            elif self._is_due():
                self._on_progress(self.send_all(stop))
            elif wake.wait(LOOK_EVERY_S):
                wake.clear()
                stop.wait(GATHER_S)

    def close(self) -> None:
        """Close the connections to the province."""
        self._transport.close()

    def send_all(self, stop: threading.Event) -> SyncReport:
        """Send batches until nothing is pending, the first fault, or `stop`.

        Whatever back-off is stored does not matter here; a fault stores the
        next one.
        """
        if not self._take_lease():
            return self._finish(SyncReport(fault=FaultClass.BUSY))
        try:
            report = self._send_batches(SyncReport(), stop)
            while report.fault is FaultClass.NONE and self._pauses_watch_list(stop):
                report = self._send_batches(report, stop)
        finally:
            with self._database.write() as connection:
                lease.give_back(connection, self._owner)
        self._remember(report)
        return self._finish(report)

    def _send_batches(self, report: SyncReport, stop: threading.Event) -> SyncReport:
        keys = self._refresh_roster(stop)
        if isinstance(keys, Fault):
            return _add_fault(report, keys)
        self._try_again_what_stood_in_the_way()
        while not stop.is_set() and (self._count_pending() or self._is_silent()):
            used_s = time.thread_time()
            sent = self._uploader.send(keys, makes_ahead=not self.is_gate_busy())
            if isinstance(sent, Fault):
                return self._note_fault(report, sent)
            report = _add_sent(report, sent)
            self._anchor = sent.anchor
            progress = self._finish(report)
            self._on_progress(progress)
            if progress.pending and self.is_gate_busy():
                used_s = time.thread_time() - used_s
                stop.wait(min(GIVE_WAY * used_s, GIVE_WAY_AT_MOST_S))
            if not self._take_lease():
                return replace(report, fault=FaultClass.BUSY)
        return report

    def _try_again_what_stood_in_the_way(self) -> None:
        now_us = self._now_us()
        with self._database.read() as connection:
            is_due = attention.is_due(connection, now_us=now_us, version=VERSION)
        if is_due:
            with self._database.write() as connection:
                attention.retry(connection, now_us=now_us, version=VERSION)

    def _refresh_roster(self, stop: threading.Event) -> tuple[bytes, ...] | Fault:
        """Return the keys that sign receipts, from a fresh roster where one is due."""
        with self._database.read() as connection:
            current = stored_roster.read_head(connection)
        if self._is_roster_due() or current is None:
            fetched = self._fetch_roster(current)
            if isinstance(fetched, Delivered):
                current = self._take_roster(fetched, current, stop)
            elif current is None:
                return fetched
            else:
                log.warning("roster kept: %s %s", fetched.fault_class, fetched.detail)
        return current.receipt_keys

    def _is_roster_due(self) -> bool:
        last_ms = self._roster_at_ms
        return last_ms is None or self._now().monotonic_ms - last_ms > ROSTER_EVERY_MS

    def _fetch_roster(self, current: Roster | None) -> Delivered | Fault:
        """Fetch the newest roster; a disk that does not keep it is no reason not to send."""
        try:
            return roster.fetch(
                self._transport, self._folder.roster, self._enrolment.root
            )
        except StorageError as error:
            if current is None:
                raise
            return Fault(fault_class=FaultClass.NONE, detail=str(error))

    def _take_roster(
        self, fetched: Delivered, current: Roster | None, stop: threading.Event
    ) -> Roster:
        def goes_on() -> bool:
            return not stop.is_set() and self._take_lease()

        if not roster.swap(self._database, fetched, goes_on) and current is not None:
            return current  # the next run goes on
        self._roster_at_ms = self._now().monotonic_ms
        self._watch_at_ms = self._roster_at_ms
        log.info("roster %d taken", fetched.head.version)
        return fetched.head

    def _pauses_watch_list(self, stop: threading.Event) -> bool:
        """Bring the watch list up to date; say whether it waits for new entries."""
        now_ms = self._now().monotonic_ms
        if self._watch_at_ms is None or now_ms < self._watch_at_ms:
            return False
        with self._database.read() as connection:
            current = stored_roster.read_head(connection)
        try:
            done = self._watch.take(
                current.watch if current else "", lambda: self._may_fetch(stop)
            )
        except StorageError as error:
            done = Fault(fault_class=FaultClass.NONE, detail=str(error))
        if isinstance(done, Fault):
            log.warning("watch list kept: %s %s", done.fault_class, done.detail)
            self._watch_at_ms = self._now().monotonic_ms + WATCH_AGAIN_MS
            self._roster_at_ms = None  # it may name a list that is no longer there
            return False
        if done is Progress.WHOLE:
            self._watch_at_ms = None
            return False
        return not stop.is_set() and self._take_lease()

    def _may_fetch(self, stop: threading.Event) -> bool:
        """Let what the gate keeps be sent first."""
        return not stop.is_set() and not self._count_pending() and self._take_lease()

    def _note_fault(self, report: SyncReport, fault: Fault) -> SyncReport:
        if fault.fault_class is FaultClass.BAD_RECEIPT:
            self._roster_at_ms = None  # the province may have changed its receipt key
        return _add_fault(report, fault)

    def _is_due(self) -> bool:
        return self._count_pending() > 0 or self._is_silent()

    def _is_silent(self) -> bool:
        with self._database.read() as connection:
            last_us = outbox.read_last_settled_us(connection)
        return last_us is None or not (0 <= self._now_us() - last_us < ALIVE_EVERY_US)

    def _count_pending(self) -> int:
        with self._database.read() as connection:
            return entries.read_head(connection).pending

    def _finish(self, report: SyncReport) -> SyncReport:
        state = judge(self._now(), self._anchor)
        return replace(report, pending=self._count_pending(), clock=state)

    def _take_lease(self) -> bool:
        with self._database.write() as connection:
            return lease.take(connection, self._owner, self._now_us())

    def _read_wait_s(self) -> float:
        return self._read_waiting().find_left_s(self._now())

    def _waits_for_a_way(self) -> bool:
        """Say whether another network may mend what sending waits for."""
        return self._read_waiting().fault in OF_THE_WAY

    def _read_waiting(self) -> Waiting:
        with self._database.read() as connection:
            return waiting.read(connection)

    def _forget_wait(self) -> None:
        with self._database.write() as connection:
            waiting.drop(connection)

    def _remember(self, report: SyncReport) -> None:
        with self._database.write() as connection:
            if report.fault is FaultClass.NONE:
                waiting.drop(connection)
                return
            before = 0 if report.sent else waiting.read(connection).faults
            wait_s = backoff.wait_s(before + 1, random.random(), report.retry_after_s)  # noqa: S311 - jitter
            begun = waiting.begin(
                self._now(),
                wait_s,
                faults=before + 1,
                fault=report.fault,
                detail=report.detail,
            )
            waiting.put(connection, begun)
        log.info("sending waits %.1f s: %s %s", wait_s, report.fault, report.detail)

    def _now_us(self) -> int:
        return int(self._now().wall.timestamp() * 1_000_000)


def _add_sent(report: SyncReport, sent: Sent) -> SyncReport:
    settled = sent.settled
    return replace(
        report,
        sent=report.sent + sent.rows,
        accepted=report.accepted + settled.accepted,
        duplicate=report.duplicate + settled.duplicate,
        refused=report.refused + settled.refused + sent.left_out,
        held=report.held + settled.held,
    )


def _add_fault(report: SyncReport, fault: Fault) -> SyncReport:
    return replace(
        report,
        fault=fault.fault_class,
        detail=fault.detail,
        retry_after_s=fault.retry_after_s,
    )
