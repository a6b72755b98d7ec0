"""Views: entries as officers see them, a page at a time."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Row, literal, select, tuple_

from kiosk.credentials.credential import mask
from kiosk.decision import LOCAL
from province.ledger.tables import entries, points

PAGE_ROWS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where a page ended: the entry that the next page follows."""

    decided_at: datetime
    entry_id: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """An entry with its document number masked and its name whole."""

    position: Position
    point_id: str
    point_name: str
    gate: str
    act: str
    direction: str
    outcome: str
    kind: str
    reasons: tuple[str, ...]
    name: str
    document: str
    status: str


def find_day(now: datetime) -> tuple[datetime, datetime]:
    """Return the start and end of the local day that `now` lies in."""
    return bound_day(now.astimezone(LOCAL).date())


def bound_day(day: date) -> tuple[datetime, datetime]:
    """Return the start and end of the local `day`."""
    start = datetime.combine(day, time(), LOCAL)
    return start, start + timedelta(days=1)


def list_entries(
    connection: Connection,
    unit: str,
    period: tuple[datetime, datetime],
    after: Position | None = None,
) -> tuple[EntryView, ...]:
    """Return the entries of `unit` (all where empty) in `period`, newest first."""
    table = entries.c
    query = (
        select(
            table.entry_id,
            table.decided_at,
            table.point_id,
            points.c.name.label("point_name"),
            table.gate,
            table.act,
            table.direction,
            table.outcome,
            table.kind,
            table.reasons,
            table.name,
            table.document,
            table.status,
        )
        .join(points, points.c.point_id == table.point_id)
        .where(table.decided_at >= period[0], table.decided_at < period[1])
        .order_by(table.decided_at.desc(), table.entry_id.desc())
        .limit(PAGE_ROWS)
    )
    if unit:
        query = query.where(points.c.unit == unit)
    if after is not None:
        query = query.where(
            tuple_(table.decided_at, table.entry_id)
            < tuple_(
                literal(after.decided_at, table.decided_at.type),
                literal(after.entry_id, table.entry_id.type),
            )
        )
    return tuple(_view(row) for row in connection.execute(query))


def _view(row: Row[*tuple[Any, ...]]) -> EntryView:
    """Make a view of one row; `Any` because the columns' types end at SQL."""
    return EntryView(
        position=Position(decided_at=row.decided_at, entry_id=row.entry_id),
        point_id=row.point_id,
        point_name=row.point_name,
        gate=row.gate,
        act=row.act,
        direction=row.direction,
        outcome=row.outcome,
        kind=row.kind,
        reasons=tuple(row.reasons),
        name=row.name or "",
        document=mask(row.document or ""),
        status=row.status,
    )
