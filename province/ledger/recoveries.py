"""Recoveries: what the ledger holds of a kiosk's chain, without what it says."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from kiosk.protocol.recovery import MAX_ROWS, Epoch, Row
from province.ledger import forks
from province.ledger.columns import to_us
from province.ledger.tables import admin_log, batches, entries


def list_epochs(connection: Connection, kiosk_id: str) -> tuple[Epoch, ...]:
    """Return the kiosk's epochs of which a position is known, by their first."""
    return tuple(
        Epoch(known.epoch, known.first, known.last)
        for known in forks.list_epochs(connection, kiosk_id)
        if known.last >= known.first
    )


def list_rows(
    connection: Connection, kiosk_id: str, ranges: Sequence[tuple[int, int]]
) -> tuple[Row, ...]:
    """Return the first `MAX_ROWS` of the entries and admin acts in `ranges`, by position.

    A position that was told in two ways has two rows: the kiosk's links say
    which is its own.
    """
    found: list[Row] = []
    for first, last in sorted(set(ranges)):
        begin = max(first, found[-1].position + 1) if found else first
        found += _list_between(connection, kiosk_id, begin, last)
        if len(found) >= MAX_ROWS:
            return _cut(found)
    return tuple(found)


def _list_between(
    connection: Connection, kiosk_id: str, first: int, last: int
) -> list[Row]:
    rows: list[Row] = []
    for table in (entries, admin_log):
        query = (
            select(
                table.c.position,
                table.c.entry_id,
                table.c.commitment,
                table.c.act,
                table.c.decided_at,
                batches.c.epoch,
            )
            .join(batches, batches.c.batch_id == table.c.batch_id)
            .where(table.c.kiosk_id == kiosk_id, table.c.position.between(first, last))
            .order_by(table.c.position, table.c.entry_id)
            .limit(MAX_ROWS)
        )
        rows += [
            Row(
                row.position,
                row.entry_id,
                row.commitment,
                row.act,
                to_us(row.decided_at),
                row.epoch,
            )
            for row in connection.execute(query)
        ]
    return sorted(rows, key=_by_position)


def _cut(rows: list[Row]) -> tuple[Row, ...]:
    """Cut at `MAX_ROWS`, but never between two rows of one position."""
    kept = rows[:MAX_ROWS]
    if len(rows) > MAX_ROWS and rows[MAX_ROWS].position == kept[-1].position:
        kept = [row for row in kept if row.position != kept[-1].position]
    return tuple(kept)


def _by_position(row: Row) -> tuple[int, bytes]:
    return row.position, row.entry_id
