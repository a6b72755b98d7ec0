"""Held: entries that came after their kiosk was revoked, until an officer accepts them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, func, literal, select, update

from province.footfall import COUNTING_ACTS
from province.ingest import EntryStatus
from province.ledger import kiosks, rollups, untraced
from province.ledger.tables import admin_log, entries

_TOGETHER = 1000
"""Accepted by one statement; SQLite takes 32,766 values at once."""

_HELD = select(
    entries.c.entry_id,
    entries.c.point_id,
    entries.c.position,
    entries.c.act,
    entries.c.refers,
)


def count_by_kiosk(connection: Connection) -> dict[str, int]:
    """Return how many entries are held of each kiosk that has any."""
    query = (
        select(entries.c.kiosk_id, func.count())
        .where(_is_held(entries))
        .group_by(entries.c.kiosk_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def accept(connection: Connection, kiosk_id: str, until: datetime | None = None) -> int:
    """Let the held entries of a kiosk count, those before `until` alone where it is given.

    Returns how many there were; the days they lie in are right again in the same
    transaction. What its admin did is accepted with them.
    """
    kiosks.lock_sender(connection, kiosk_id)
    term = _is_held(entries) & (entries.c.kiosk_id == kiosk_id)
    if until is not None:
        at = func.coalesce(entries.c.placed_at, entries.c.decided_at)
        term &= at < until
    found = connection.execute(_HELD.where(term)).all()
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
            update(entries)
            .where(entries.c.entry_id.in_(ids))
            .values(status=EntryStatus.ACCEPTED.value)
        )


def _accept_acts(connection: Connection, kiosk_id: str, until: datetime | None) -> None:
    query = update(admin_log).where(
        _is_held(admin_log), admin_log.c.kiosk_id == kiosk_id
    )
    if until is not None:
        query = query.where(admin_log.c.decided_at < until)
    connection.execute(query.values(status=EntryStatus.ACCEPTED.value))


def _is_held(table: Table) -> ColumnElement[bool]:
    # Written out: an index of a few rows serves no question of an unknown status.
    return table.c.status == literal(EntryStatus.HELD.value, literal_execute=True)
