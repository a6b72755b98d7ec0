"""Disposal: one purge from its plan to its record, in steps that the gate does not feel."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.clock import Instant, from_us
from kiosk.errors import StorageError
from kiosk.night import find_last_closing
from kiosk.policy import Policy
from kiosk.retention import Countdown, PurgeState, Terms
from kiosk.storage import deadlines, overdue, retention
from kiosk.storage.database import Database
from kiosk.storage.deadlines import Plan
from kiosk.storage.retention import Destroyed

log = logging.getLogger(__name__)

ROWS_AT_ONCE = 100
"""Contents destroyed in one transaction: some 5 ms that a decision may wait."""

SHARE = 25
"""A pause is so many times the step before it, so that few decisions meet a step."""

LOOK_S = 2.0
"""How often it is looked whether the night has come."""
AGAIN_S = 600.0
"""After a fault of the disk, which is told of elsewhere."""

WAL_TRIES = 20
WAL_AGAIN_S = 0.5

Wait = Callable[[float], bool]
"""Waits so many seconds; True says to stop, as `Event.wait` does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposed:
    """What a purge destroyed and what it left.

    `overdue` are past their time and unsettled.
    """

    destroyed: Destroyed
    overdue: int
    state: PurgeState
    plan: Plan

    @property
    def until(self) -> datetime | None:
        """Return when what was destroyed was decided at the latest."""
        due = self.plan.settled
        return None if due is None else from_us(due.cutoff_us)


def make_terms(policy: Policy) -> Terms:
    """Return how long `policy` keeps contents."""
    return Terms(settled=policy.retention, unsettled=policy.unsettled_retention)


def look_ahead(database: Database, terms: Terms, at: Instant) -> Disposed:
    """Return what a purge would do at `at`; changes nothing."""
    with database.read() as connection:
        plan = deadlines.make_plan(connection, at, terms)
        due = retention.count_due(connection, plan)
    return _tell(database, plan, due, PurgeState.WHOLE)


def count_down(database: Database, terms: Terms, at: Instant) -> Countdown:
    """Return what the purge of the next night will take."""
    ahead = find_last_closing(at.wall, 0) + timedelta(days=1) - at.wall
    with database.read() as connection:
        tonight = deadlines.make_plan(connection, at, terms, ahead=ahead)
        now = deadlines.make_plan(connection, at, terms)
        settled = tonight.settled
        return Countdown(
            due=retention.count_due(connection, tonight).purged,
            before=None if settled is None else from_us(settled.cutoff_us),
            oldest=deadlines.find_oldest(connection, now),
            overdue=overdue.count(connection, now),
            overdue_until=overdue.find_end(connection, now),
        )


def dispose(
    database: Database,
    terms: Terms,
    *,
    now: Callable[[], Instant],
    wait: Wait,
    share: int = SHARE,
) -> Disposed:
    """Destroy what is due; another process, a stop or a kill in the middle harms nothing.

    `share` 0 is for where no gate works meanwhile.

    Raises:
        StorageError: the disk failed; what was not destroyed is at the next time.
    """
    with database.write() as connection:
        deadlines.note_time(connection, now())
        plan = deadlines.make_plan(connection, now(), terms)
    destroyed, after = Destroyed(), 0
    while True:
        with database.read() as connection:
            found = retention.find_some(
                connection, plan, after=after, limit=ROWS_AT_ONCE
            )
        if not found:
            break
        began_ms = now().monotonic_ms
        with database.write() as connection:
            destroyed += retention.destroy(connection, plan, found)
        after = found[-1]
        if wait((now().monotonic_ms - began_ms + 1) * share / 1000):
            return _tell(database, plan, destroyed, PurgeState.STOPPED)
    with database.write() as connection:
        retention.finish(connection, plan, now())
    if destroyed.purged:
        _empty_wal(database, wait)
    return _tell(database, plan, destroyed, PurgeState.WHOLE)


def purge_nightly(
    database: Database,
    stop: threading.Event,
    *,
    now: Callable[[], Instant],
    hour: int,
    find_terms: Callable[[], Terms],
    on_done: Callable[[Disposed], object],
) -> None:
    """Purge at the start and every night, until `stop` is set; for a thread of its own.

    A purge that is stopped goes on the next time.
    """
    done = None
    while not stop.is_set():
        due, pause_s = find_last_closing(now().wall, hour), LOOK_S
        if due != done:
            try:
                on_done(dispose(database, find_terms(), now=now, wait=stop.wait))
                done = due
            except StorageError as error:
                log.warning("purge put off: %s", error)
                pause_s = AGAIN_S
        stop.wait(pause_s)
    _mark_end(database, now())


def _mark_end(database: Database, at: Instant) -> None:
    """Let the entries of this run be judged by when it ended."""
    try:
        with database.write() as connection:
            deadlines.note_time(connection, at)
    except StorageError as error:
        log.info("the end is not marked: %s", error)


def _empty_wal(database: Database, wait: Wait) -> None:
    """Let no page of before outlive its content; readers end within a second or so."""
    for _ in range(WAL_TRIES):
        if database.empty_wal() or wait(WAL_AGAIN_S):
            return


def _tell(
    database: Database, plan: Plan, destroyed: Destroyed, state: PurgeState
) -> Disposed:
    with database.read() as connection:
        return Disposed(
            destroyed=destroyed,
            overdue=overdue.count(connection, plan),
            state=PurgeState.WAITING if plan.settled is None else state,
            plan=plan,
        )
