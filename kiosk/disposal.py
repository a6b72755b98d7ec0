"""Disposal: one purge from its plan to its record, in steps that the gate does not feel."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.clock import Instant, from_us
from kiosk.errors import StorageError
from kiosk.night import find_last_closing
from kiosk.policy import Policy
from kiosk.retention import Countdown, PurgeState, Terms
from kiosk.storage import copies, deadlines, overdue, retention
from kiosk.storage.copies import Copy, Judged, Places
from kiosk.storage.database import Database
from kiosk.storage.deadlines import Plan
from kiosk.storage.erasing import Rest, erase
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

_NOTHING = Judged()

Wait = Callable[[float], bool]
"""Waits so many seconds; True says to stop, as `Event.wait` does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposed:
    """What a purge destroyed and what it left.

    `overdue` are past their time and unsettled. `copies` of the database went too;
    `copies_held` may hold what neither this one nor the province has.
    """

    destroyed: Destroyed
    overdue: int
    state: PurgeState
    plan: Plan
    copies: int = 0
    copies_held: int = 0

    @property
    def until(self) -> datetime | None:
        """Return when what was destroyed was decided at the latest."""
        due = self.plan.settled
        return None if due is None else from_us(due.cutoff_us)


def make_terms(policy: Policy) -> Terms:
    """Return how long `policy` keeps contents."""
    return Terms(settled=policy.retention, unsettled=policy.unsettled_retention)


def look_ahead(
    database: Database, terms: Terms, at: Instant, *, card: Path | None = None
) -> Disposed:
    """Return what a purge would do at `at`; changes nothing."""
    with database.read() as connection:
        plan = deadlines.make_plan(connection, at, terms)
        due = retention.count_due(connection, plan)
    beside = _list_copies(_find_places(database, card))
    judged = _judge_copies(database, plan, beside)
    return _tell(database, plan, due, PurgeState.WHOLE, judged)


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
    card: Path | None = None,
) -> Disposed:
    """Destroy what is due; another process, a stop or a kill in the middle harms nothing.

    `share` 0 is for where no gate works meanwhile. On the backup's `card` copies go too.

    Raises:
        StorageError: the disk failed; what was not destroyed is at the next time.
    """
    places = _find_places(database, card)
    beside = _list_copies(places)
    with database.write() as connection:
        deadlines.note_time(connection, now())
        copies.note(connection, beside, is_card_out=places.is_card_out)
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
    judged = _judge_copies(database, plan, beside)
    with database.write() as connection:
        gone = copies.tell(connection, judged)
        retention.finish(connection, plan, now(), copies=gone)
    if destroyed.purged:
        _empty_wal(database, wait)
    _erase(places, judged, lambda took_s: wait(took_s * share))
    return _tell(database, plan, destroyed, PurgeState.WHOLE, judged)


def purge_nightly(
    database: Database,
    stop: threading.Event,
    *,
    now: Callable[[], Instant],
    hour: int,
    find_terms: Callable[[], Terms],
    on_done: Callable[[Disposed], object],
    card: Path | None = None,
) -> None:
    """Purge at the start and every night, until `stop` is set; for a thread of its own.

    A purge that is stopped goes on the next time.
    """
    done = None
    while not stop.is_set():
        due, pause_s = find_last_closing(now().wall, hour), LOOK_S
        if due != done:
            try:
                terms = find_terms()
                on_done(dispose(database, terms, now=now, wait=stop.wait, card=card))
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


def _find_places(database: Database, card: Path | None) -> Places:
    with database.read() as connection:
        return copies.find_places(connection, database.path, card)


def _list_copies(places: Places) -> Sequence[Copy]:
    try:
        return copies.list_all(places)
    except OSError as error:  # as of a card that fails: the next night
        log.warning("copies not looked for: %s", error)
        return ()


def _judge_copies(database: Database, plan: Plan, found: Sequence[Copy]) -> Judged:
    with database.read() as connection:
        return copies.judge(connection, plan, found, database.key)


def _erase(places: Places, judged: Judged, rest: Rest) -> None:
    """Erase the copies that are due, and what an earlier purge was stopped at."""
    for copy in judged.held:
        log.warning("copy %s is past its time and may hold unsent entries", copy.name)
    for path in (*places.list_going(), *(copy.path for copy in judged.due)):
        try:
            if not erase(path, rest):
                return
        except OSError as error:  # as of a card that was taken out: the next night
            log.warning("copy %s not erased: %s", path.name, error)


def _tell(
    database: Database,
    plan: Plan,
    destroyed: Destroyed,
    state: PurgeState,
    judged: Judged = _NOTHING,
) -> Disposed:
    with database.read() as connection:
        return Disposed(
            destroyed=destroyed,
            overdue=overdue.count(connection, plan),
            state=PurgeState.WAITING if plan.settled is None else state,
            plan=plan,
            copies=len(judged.due),
            copies_held=len(judged.held),
        )
