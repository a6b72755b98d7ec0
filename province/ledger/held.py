"""Held: entries that came after their kiosk was revoked, until an officer accepts them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from province.footfall import COUNTING_ACTS
from province.ingest import EntryStatus
from province.ledger import kiosks, rollups, senders, untraced
from province.ledger.entry_tables import entries, worded
from province.ledger.tables import admin_log, batches

_TOGETHER = 1000
"""Accepted by one statement; SQLite takes 32,766 values at once."""

_HELD = select(
    worded.c.entry_id,
    worded.c.point_id,
    worded.c.position,
    worded.c.act,
    worded.c.refers,
).where(worded.c.is_held.is_not(None))


def count_by_kiosk(connection: Connection) -> dict[str, int]:
    """Return how many entries are held of each kiosk that has any."""
    query = (
        select(batches.c.kiosk_id, func.count())
        .join(entries, entries.c.batch_id == batches.c.batch_id)
        .where(entries.c.is_held.is_not(None))
        .group_by(batches.c.kiosk_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def accept(connection: Connection, kiosk_id: str, until: datetime | None = None) -> int:
    """Let the held entries of a kiosk count, those before `until` alone where it is given.

    Returns how many there were; the days they lie in are right again in the same
    transaction. What its admin did is accepted with them.
    """
    kiosks.lock_sender(connection, kiosk_id)
    query = _HELD.where(senders.sent_by(worded, kiosk_id))
    if until is not None:
        at = func.coalesce(worded.c.placed_at, worded.c.decided_at)
        query = query.where(at < until)
    found = connection.execute(query).all()
    for point_id in sorted({row.point_id for row in found}):
        rollups.lock_point(connection, point_id, is_shared=False)
    for first in range(0, len(found), _TOGETHER):
        several = found[first : first + _TOGETHER]
        ids = [row.entry_id for row in several]
        acted_on = {row.refers for row in several if row.act in COUNTING_ACTS}
        _accept(connection, ids, frozenset(acted_on - {None}))
    _accept_acts(connection, kiosk_id, until)
    if found:
        positions = [row.position for row in found]
        untraced.mark(connection, kiosk_id, min(positions), max(positions))
    return len(found)


def _accept(
    connection: Connection, ids: Sequence[bytes], acted_on: frozenset[bytes]
) -> None:
    touched = rollups.follow(connection, acted_on).union(ids)
    with rollups.in_step(connection, rollups.is_named(touched)):
        connection.execute(
            update(entries).where(entries.c.entry_id.in_(ids)).values(is_held=None)
        )


def _accept_acts(connection: Connection, kiosk_id: str, until: datetime | None) -> None:
    is_held = admin_log.c.status == EntryStatus.HELD.value
    query = update(admin_log).where(is_held, admin_log.c.kiosk_id == kiosk_id)
    if until is not None:
        query = query.where(admin_log.c.decided_at < until)
    connection.execute(query.values(status=EntryStatus.ACCEPTED.value))
