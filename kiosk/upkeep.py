"""Upkeep: what goes on beside the gate, in threads of its own.

A road loads it by name once codes are read: the first code needs none of it.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

import kiosk.credentials.signed  # noqa: F401 - the first signed code finds it loaded
from kiosk.desk import Reception
from kiosk.disk import Room
from kiosk.errors import StorageError
from kiosk.health import Health
from kiosk.lane import Lane
from kiosk.night import find_last_closing
from kiosk.order import Order
from kiosk.place import Place
from kiosk.sending import make_sender
from kiosk.standing import read_health
from kiosk.storage import entries, papers, reserve, room
from kiosk.sync.contact import Contact
from kiosk.sync.fault import FaultClass
from kiosk.sync.rules import RulesWatch
from kiosk.sync.sender import SyncReport

log = logging.getLogger(__name__)

UPKEEP_LOOK_S = 2.0
"""How often the rules in use, which any process may change, and the clock are looked at."""

SEND_AGAIN_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The road as its upkeep sees it: what it looks after, and whom it tells."""

    place: Place
    order: Order
    lanes: Sequence[Lane]
    tell: Callable[[Health], None]
    open_desk: Callable[[], AbstractContextManager[Reception]]
    note_shift: Callable[[], None]
    is_gate_busy: Callable[[], bool]
    wake: threading.Event
    night_hour: int | None
    keeps_reserve: bool


class Upkeep:
    """Looks after rules, disk and nights, sends, and tells how the kiosk is."""

    def __init__(self, around: Surroundings) -> None:
        place = around.place
        self._around = around
        self._place = place
        self._order = around.order
        self._room = Room()
        self._rules_watch = RulesWatch(place.database, place.folder, place.clock_judge)
        self.contact = Contact()

    def run(self, stop: threading.Event) -> None:
        """Look after the kiosk until `stop`."""
        self.tell_health()
        closed_until = None
        with self._around.open_desk() as desk:
            while not stop.is_set():
                due = self._find_due()
                if due and due != closed_until and self._do_nightly(desk, due):
                    if closed_until:  # the hour came; at a start nothing ends
                        self._around.note_shift()
                    closed_until = due
                self._look_at_disk()
                if stop.wait(UPKEEP_LOOK_S):
                    return
                if self._order.try_again(self._place.database, self._place.now().wall):
                    self.tell_health()
                self._renew_rules()

    def send(self, stop: threading.Event) -> None:
        """Send what waits until `stop`."""
        if self._place.enrolment is None:
            return
        sender = make_sender(
            self._place,
            self._place.enrolment,
            self._note_report,
            self._around.is_gate_busy,
        )
        while not stop.is_set():
            try:
                sender.run(stop, self._around.wake)
            except StorageError as error:
                log.warning("sending stopped: %s", error)
            except Exception:  # a boundary: nothing about sending blocks the gate
                log.exception("sending stopped by a bug; it is tried again")
            stop.wait(SEND_AGAIN_S)
        sender.close()

    def may_send(self) -> bool:
        """Say whether something waits, and the last try did not fail."""
        with self._place.database.read() as connection:
            pending = entries.read_head(connection).pending
        report = self.contact.last_report
        faulty = report is not None and report.fault is not FaultClass.NONE
        return pending > 0 and not faulty

    def tell_health(self) -> None:
        """Tell how the kiosk is now."""
        try:
            self._around.tell(read_health(self._place, self.contact, self._room))
        except StorageError as error:
            self._order.fail_to_keep(error)

    def _find_due(self) -> datetime | None:
        """Return when the night rule was last due, None while the clock is known to be wrong."""
        roster_in_use = self._around.lanes[0].rules.roster
        at = self._place.clock_judge.find_time(
            self._place.now(), roster_in_use.issued_at if roster_in_use else None
        )
        return (
            None if at is None else find_last_closing(at, self._around.night_hour or 0)
        )

    def _look_at_disk(self) -> None:
        """Keep the reserve, and tell how long the disk lasts where that has changed."""
        database, before = self._place.database, self._room
        if self._around.keeps_reserve:
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
            self.tell_health()

    def _renew_rules(self) -> None:
        """Let every lane decide by the rules in use now; none stops for it."""
        found = self._rules_watch.look()
        if found is not None:
            for lane in self._around.lanes:
                lane.rules = found

    def _do_nightly(self, desk: Reception, due: datetime) -> bool:
        try:
            if self._around.night_hour is not None:
                desk.close_visits(due)
            papers.purge(self._place.folder.papers, self._place.now().wall)
        except OSError as error:  # they are tried again after the next look
            log.warning("old papers not deleted: %s", error)
            return False
        except StorageError as error:
            self._order.fail_to_keep(error)
            return False
        return True

    def _note_report(self, report: SyncReport) -> None:
        self.contact.note(report, self._place.now().monotonic_ms)
        self._renew_rules()
        self.tell_health()
