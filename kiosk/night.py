"""Night: the rule that ends visits which nobody was seen to end."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta

from kiosk.clock import Instant
from kiosk.decision import LOCAL
from kiosk.lane import Lane
from kiosk.protocol.content import Act
from kiosk.reception import Leaving
from kiosk.storage import entries, presence, visit_lists, visits
from kiosk.storage.connection import Connection
from kiosk.storage.database import Database
from kiosk.storage.entries import Kept

CLOSED_AT_ONCE = 100
"""Visits closed in one transaction: the gate waits some 30 ms for it."""


def find_last_closing(now: datetime, hour: int) -> datetime:
    """Return when the night rule was last due: `hour` o'clock, local, up to `now`."""
    local = now.astimezone(LOCAL)
    due = datetime.combine(local.date(), time(hour), LOCAL)
    return due if due <= local else due - timedelta(days=1)


def close_due(
    database: Database, lane: Lane, before: datetime, now: Callable[[], Instant]
) -> Iterator[int]:
    """Close the visits that began before `before`; tell of each transaction how many."""
    before_us = _to_us(before)
    while _has_due(database, before_us):
        yield lane.write(
            lambda connection: close_some(
                connection, lane, before_us=before_us, at_us=_to_us(now().wall)
            )
        )


def close_some(
    connection: Connection, lane: Lane, *, before_us: int, at_us: int
) -> int:
    """Close the oldest visits that began before `before_us`; the caller commits."""
    due = visit_lists.list_due(connection, before_us, limit=CLOSED_AT_ONCE)
    for visit_id in due:
        _close(connection, lane, entries.read(connection, visit_id), at_us)
    return len(due)


def _has_due(database: Database, before_us: int) -> bool:
    with database.read() as connection:
        return bool(visit_lists.list_due(connection, before_us, limit=1))


def _to_us(at: datetime) -> int:
    return int(at.timestamp() * 1_000_000)


def _close(connection: Connection, lane: Lane, kept: Kept, at_us: int) -> None:
    closing = lane.append_act(connection, Act.CLOSED, kept, "")
    visits.end(
        connection,
        kept.entry_id,
        at_us=at_us,
        leaving=Leaving.CLOSED,
        out_id=closing.bytes,
    )
    if kept.holder is not None:
        presence.drop_resting_on(connection, kept.holder, kept.entry_id)
