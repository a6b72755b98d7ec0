"""A purge goes by steps that can be stopped, tells what it left, and runs at night by itself."""

import threading
from datetime import timedelta

import pytest

from kiosk.disposal import (
    ROWS_AT_ONCE,
    Disposed,
    count_down,
    dispose,
    look_ahead,
    purge_nightly,
)
from kiosk.lane import Lane
from kiosk.retention import PurgeState
from kiosk.storage.database import Database
from kiosk.storage.entries import read_head
from tests.ageing import (
    DAY_S,
    TERMS,
    count_contents,
    pass_days,
    purge,
    settle_all,
    vouch,
)
from tests.backlog import fill
from tests.builders import a_card, a_payload
from tests.fakes import START, SteppedClock

ROWS = 2 * ROWS_AT_ONCE + 50


@pytest.fixture
def old(database: Database, clock: SteppedClock) -> Database:
    """Return a database whose entries are all due."""
    fill(database, ROWS, settled=True)
    pass_days(database, clock, 40)
    return database


class Stopping:
    """Lets so many steps pass, and remembers the pauses."""

    def __init__(self, steps: int) -> None:
        self._steps = steps
        self.pauses: list[float] = []

    def __call__(self, pause_s: float) -> bool:
        self.pauses.append(pause_s)
        return len(self.pauses) >= self._steps


def test_a_purge_that_is_stopped_goes_on_the_next_time(
    old: Database, clock: SteppedClock
) -> None:
    stopped = dispose(old, TERMS, now=clock, wait=Stopping(1))
    assert (stopped.state, stopped.destroyed.purged) == (
        PurgeState.STOPPED,
        ROWS_AT_ONCE,
    )
    whole = purge(old, clock)
    assert (whole.state, whole.destroyed.purged) == (
        PurgeState.WHOLE,
        ROWS - ROWS_AT_ONCE,
    )


def test_each_step_is_followed_by_a_pause(old: Database, clock: SteppedClock) -> None:
    stopping = Stopping(99)
    dispose(old, TERMS, now=clock, wait=stopping)
    assert len(stopping.pauses) == 3
    assert min(stopping.pauses) > 0


def test_looking_ahead_changes_nothing(old: Database, clock: SteppedClock) -> None:
    seen = [look_ahead(old, TERMS, clock()) for _ in range(2)]
    assert seen[0] == seen[1]
    assert (seen[0].destroyed.purged, count_contents(old)) == (ROWS, ROWS)
    assert purge(old, clock).destroyed == seen[0].destroyed


def test_it_waits_for_a_clock_that_was_set_back(
    old: Database, clock: SteppedClock
) -> None:
    clock.set_by(-DAY_S)
    disposed = purge(old, clock)
    assert (disposed.state, disposed.until) == (PurgeState.WAITING, None)
    assert count_contents(old) == ROWS


def test_a_purge_of_nothing_leaves_no_record(
    database: Database, clock: SteppedClock
) -> None:
    fill(database, 5, settled=True)
    vouch(database, clock)
    purge(database, clock)
    with database.read() as connection:
        assert read_head(connection).position == 5


def test_the_countdown_tells_of_tonight(
    lane: Lane, database: Database, clock: SteppedClock
) -> None:
    """08:41 in Hà Nội: what came at noon 30 days ago is due at midnight."""
    lane.present(a_payload(a_card(1)))
    clock.advance(4 * 3600)
    lane.present(a_payload(a_card(2)))
    settle_all(database)
    clock.advance(DAY_S)
    lane.present(a_payload(a_card(3)))
    pass_days(database, clock, 28.9)
    countdown = count_down(database, TERMS, clock())
    assert (countdown.due, countdown.oldest, countdown.overdue) == (2, START, 0)
    assert countdown.before is not None
    assert START < countdown.before < START + timedelta(days=1)


def test_it_purges_at_the_start_and_every_night(
    old: Database, clock: SteppedClock
) -> None:
    stop, seen = threading.Event(), list[Disposed]()

    def take(disposed: Disposed) -> None:
        seen.append(disposed)
        clock.advance(DAY_S)
        if len(seen) == 2:
            stop.set()

    purge_nightly(
        old, Hasty(stop), now=clock, hour=0, find_terms=lambda: TERMS, on_done=take
    )
    assert [one.destroyed.purged for one in seen] == [ROWS, 0]


class Hasty(threading.Event):
    """Is set when `stop` is, and waits for nothing."""

    def __init__(self, stop: threading.Event) -> None:
        super().__init__()
        self._stop = stop

    def is_set(self) -> bool:
        return self._stop.is_set()

    def wait(self, timeout: float | None = None) -> bool:
        del timeout
        return self._stop.is_set()
