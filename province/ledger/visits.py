"""Visits: whom receptions let in, and whether they have left, as officers see them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from kiosk.credentials.credential import mask
from kiosk.decision import Outcome
from kiosk.payload import Direction
from kiosk.protocol.content import Act
from province.ledger.entry_tables import worded
from province.ledger.told import Told
from province.ledger.views import Page, Position, Wanted, find_page, want

HOST, COMPANY = "host", "company"
"""Of `kiosk.reception.VisitField`."""
_TOLD = (worded.c.entry_id, worded.c.decided_at, worded.c.sealed)


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
    """Return a page of the visits that are `wanted`, newest first.

    Those that were voided are left out of it, which makes it shorter.
    """
    terms = (*want(connection, wanted), worded.c.is_visit.is_not(None))
    found = find_page(connection, _TOLD, terms, wanted.words, after)
    later = _find_referring(connection, [row.entry_id for row, _ in found.rows])
    voided = {row.refers for row in later if row.act == Act.VOID}
    endings = _find_endings(connection, later)
    rows = tuple(
        _view(row, said, endings.get(row.entry_id))
        for row, said in found.rows
        if row.entry_id not in voided
    )
    return Page(rows=rows, end=found.end)


def _find_endings(
    connection: Connection, later: Sequence[Row[*tuple[Any, ...]]]
) -> Mapping[bytes, Left]:
    """Return how visits ended, by the entry that began them; `later` refers to such.

    `Any` because the columns' types end at SQL.
    """
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
