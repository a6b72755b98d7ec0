"""Recoveries: what the ledger holds of a kiosk's chain, without what it says."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, select
from sqlalchemy.sql.selectable import FromClause

from kiosk.protocol.recovery import MAX_ROWS, Epoch, Row
from province.ledger import commitments, forks, senders, vault
from province.ledger.columns import to_us
from province.ledger.entry_tables import worded
from province.ledger.tables import admin_log, batches


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
    span = (kiosk_id, first, last)
    opener = vault.open_sealed(connection)
    told = [
        (row, commitments.tell(opener, row.entry_id, row.sealed, row.commitment))
        for row in connection.execute(_ask(worded, *span))
    ]
    told += [
        (row, row.commitment) for row in connection.execute(_ask(admin_log, *span))
    ]
    rows = (
        Row(
            row.position,
            row.entry_id,
            commitment,
            row.act,
            to_us(row.decided_at),
            row.epoch,
        )
        for row, commitment in told
    )
    return sorted(rows, key=_by_position)


def _ask(
    table: FromClause, kiosk_id: str, first: int, last: int
) -> Select[*tuple[Any, ...]]:
    """Return the question for the first rows of a table; `Any` as types end at SQL."""
    position = table.c.position
    return (
        select(
            position,
            table.c.entry_id,
            table.c.sealed,
            table.c.commitment,
            table.c.act,
            table.c.decided_at,
            batches.c.epoch,
        )
        .join(batches, batches.c.batch_id == table.c.batch_id)
        .where(senders.lies_in_chain(table, kiosk_id, first, last))
        .order_by(position, table.c.entry_id)
        .limit(MAX_ROWS)
    )


def _cut(rows: list[Row]) -> tuple[Row, ...]:
    """Cut at `MAX_ROWS`, but never between two rows of one position."""
    kept = rows[:MAX_ROWS]
    if len(rows) > MAX_ROWS and rows[MAX_ROWS].position == kept[-1].position:
        kept = [row for row in kept if row.position != kept[-1].position]
    return tuple(kept)


def _by_position(row: Row) -> tuple[int, bytes]:
    return row.position, row.entry_id
