"""Visits: whom receptions let in, and whether they have left, as officers see them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from kiosk.credentials.credential import mask
from kiosk.decision import Outcome
from kiosk.payload import Direction
from kiosk.protocol.content import Act
from province.ledger.entry_tables import worded
from province.ledger.tables import points
from province.ledger.told import Told
from province.ledger.views import Page, Position, Wanted, find_page, want

HOST, COMPANY = "host", "company"
"""Of `kiosk.reception.VisitField`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """How a visit ended; `is_closed` where the night rule did, and nobody saw it."""

    at: datetime
    is_closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitView:
    """A visit with its document number masked and its names whole."""

    position: Position
    point_name: str
    name: str
    document: str
    host: str
    company: str
    left: Left | None


def list_visits(
    connection: Connection, wanted: Wanted, after: Position | None = None
) -> Page[VisitView]:
    """Return a page of the visits that are `wanted`, newest first."""
    table = worded.c
    voids = worded.alias()
    query = (
        select(
            table.entry_id,
            table.decided_at,
            table.sealed,
            points.c.name.label("point_name"),
        )
        .join(points, points.c.point_id == table.point_id)
        .where(
            *want(connection, wanted),
            table.is_visit.is_not(None),
            ~select(voids.c.entry_id)
            .where(voids.c.refers == table.entry_id, voids.c.act == Act.VOID.value)
            .exists(),
        )
    )
    found = find_page(connection, query, wanted, after)
    endings = _find_endings(connection, [row.entry_id for row, _ in found.rows])
    rows = tuple(_view(*pair, endings.get(pair[0].entry_id)) for pair in found.rows)
    return Page(rows=rows, end=found.end)


def _find_endings(
    connection: Connection, visit_ids: Iterable[bytes]
) -> Mapping[bytes, Left]:
    """Return how visits ended, by the entry that began them."""
    later = _find_referring(connection, visit_ids)
    acts: dict[bytes, set[str]] = {}
    for row in _find_referring(connection, [row.entry_id for row in later]):
        acts.setdefault(row.refers, set()).add(row.act)
    return {
        row.refers: Left(at=row.decided_at, is_closed=row.act == Act.CLOSED)
        for row in later
        if _ends(row, acts.get(row.entry_id, set()))
    }


def _ends(row: Row[*tuple[Any, ...]], acts: set[str]) -> bool:
    """Say whether an entry about a visit ends it; `acts` are what was done about it."""
    if row.act == Act.CLOSED:
        return True
    if (row.act, row.direction) != (Act.PRESENTED, Direction.OUT) or Act.VOID in acts:
        return False
    return row.outcome == Outcome.ALLOW or Act.ADMITTED in acts


def _find_referring(
    connection: Connection, entry_ids: Iterable[bytes]
) -> list[Row[*tuple[Any, ...]]]:
    """Return the entries about others; `Any` because the columns' types end at SQL."""
    named = list(entry_ids)
    if not named:
        return []
    table = worded.c
    query = select(
        table.entry_id,
        table.refers,
        table.act,
        table.direction,
        table.outcome,
        table.decided_at,
    ).where(table.refers.in_(named))
    return list(connection.execute(query.order_by(table.decided_at)))


def _view(row: Row[*tuple[Any, ...]], said: Told, left: Left | None) -> VisitView:
    return VisitView(
        position=Position(decided_at=row.decided_at, entry_id=row.entry_id),
        point_name=row.point_name,
        name=said.name,
        document=mask(said.document),
        host=said.visit.get(HOST, ""),
        company=said.visit.get(COMPANY, ""),
        left=left,
    )
