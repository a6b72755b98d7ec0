"""Views: entries as officers see them, a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Select, literal, select, tuple_

from kiosk.credentials.credential import mask
from kiosk.decision import LOCAL
from province.folding import fold
from province.ledger import steps, told, vault
from province.ledger.entry_tables import worded
from province.ledger.periods import Period, lies_in
from province.ledger.scope import Scope
from province.ledger.tables import points
from province.ledger.told import Told
from province.ledger.widening import widen

PAGE_ROWS = 50
MOST_SEARCHED = 3_000
"""Entries whose names one look compares, and the next page goes on: 20 ms here, since they
are sealed in the database, and 60 ms there where 400,000 of other units lie between them."""
MOST_NAMED = 500
"""Points that are looked up one by one; a commune has some 40."""
_ORDER = (worded.c.minute, worded.c.decided_at, worded.c.entry_id)
"""By time; the minute is what the index has."""
_NAMED = (worded.c.entry_id, worded.c.decided_at, worded.c.sealed)
_TOLD = (
    *_NAMED,
    *(worded.c[name] for name in ("point_id", "gate", "act", "direction", "outcome")),
    *(worded.c[name] for name in ("kind", "reasons", "status")),
)

One = TypeVar("One")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries are looked for; empty is any. `words` are of a name, without accents."""

    scope: Scope
    period: Period
    point_id: str = ""
    outcome: str = ""
    direction: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[One]):
    """A page of what was looked for; the next one follows `end`, None after the last."""

    rows: tuple[One, ...]
    end: Position | None


def list_entries(
    connection: Connection, wanted: Wanted, after: Position | None = None
) -> Page[EntryView]:
    """Return a page of the entries that are `wanted`, newest first."""
    terms = want(connection, wanted)
    found = find_page(connection, _TOLD, terms, wanted.words, after)
    return Page(rows=tuple(_view(*pair) for pair in found.rows), end=found.end)


Read = tuple[Row[*tuple[Any, ...]], Told]
"""A row of `worded`, and what it says; `Any` because the columns' types end at SQL."""


def find_page(
    connection: Connection,
    columns: Sequence[ColumnElement[Any]],
    terms: Sequence[ColumnElement[bool]],
    words: str,
    after: Position | None,
) -> Page[Read]:
    """Return a page of entries with `columns` of `worded` and a `point_name`, newest first.

    All `terms` are of `worded`; with `words`, those whose names bear them. `Any` because
    the columns are of several types.
    """
    newest = [one.desc() for one in _ORDER]
    names = select(*_NAMED).where(*terms).order_by(*newest)
    whole = (
        select(*columns, points.c.name.label("point_name"))
        .join(points, points.c.point_id == worded.c.point_id)
        .where(*terms)
        .order_by(*newest)
    )
    if words:
        return _search(connection, _follow(names, after), whole, words)
    opener = vault.open_sealed(connection)
    rows = connection.execute(_follow(whole, after).limit(PAGE_ROWS)).all()
    read = tuple((row, told.read(opener, row)) for row in rows)
    return Page(rows=read, end=_find_end(rows, PAGE_ROWS))


def want(connection: Connection, wanted: Wanted) -> list[ColumnElement[bool]]:
    """Return the terms of a query over `worded` for what is `wanted`."""
    table = worded.c
    terms = _lie_in(connection, wanted)
    if wanted.outcome:
        terms.append(table.outcome == wanted.outcome)
    if wanted.direction:
        terms.append(table.direction == wanted.direction)
    return terms


def _search(
    connection: Connection,
    names: Select[bytes, datetime, bytes],
    whole: Select[*tuple[Any, ...]],
    words: str,
) -> Page[Read]:
    """Return what bears `words` among the next MOST_SEARCHED entries.

    Names alone are read of them all, and the `whole` of the few that bear it.
    """
    wanted = fold(words).split()
    opener = vault.open_sealed(connection)
    rows = connection.execute(names.limit(MOST_SEARCHED)).all()
    found: dict[bytes, Told] = {}
    for row in rows:
        if _bears(told.read_name(opener, row), wanted):
            found[row.entry_id] = told.read(opener, row)
            if len(found) == PAGE_ROWS:
                return _read_found(connection, whole, found, _place(row))
    return _read_found(connection, whole, found, _find_end(rows, MOST_SEARCHED))


def _bears(name: str, words: Sequence[str]) -> bool:
    folded = fold(name) if name else ""
    return all(word in folded for word in words)


def _place(row: Row[*tuple[Any, ...]]) -> Position:
    return Position(decided_at=row.decided_at, entry_id=row.entry_id)


def _read_found(
    connection: Connection,
    whole: Select[*tuple[Any, ...]],
    found: Mapping[bytes, Told],
    end: Position | None,
) -> Page[Read]:
    """Return the page of the entries that were `found`."""
    if not found:
        return Page(rows=(), end=end)
    rows = connection.execute(whole.where(worded.c.entry_id.in_(found)))
    return Page(rows=tuple((row, found[row.entry_id]) for row in rows), end=end)


def _view(row: Row[*tuple[Any, ...]], said: Told) -> EntryView:
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
        name=said.name,
        document=mask(said.document),
        status=row.status,
    )


def _lie_in(connection: Connection, wanted: Wanted) -> list[ColumnElement[bool]]:
    """Return the terms that an entry is of the wanted time and place.

    Of one point its time is as its figures count it; of all, by the kiosk's clock,
    which is what the index over all of them has. The points of a small unit are named:
    else all of the province's entries are gone through, newest first, for a few of them.
    """
    table, period = worded.c, wanted.period
    scope = widen(connection, wanted.scope)
    inside = () if scope.is_whole else (table.point_id.in_(_find_points(scope)),)
    if wanted.point_id:
        at = table.point_id == wanted.point_id
        return [at, lies_in(worded, period, steps.lies_in_days), *inside]
    named = None if scope.is_whole else _list_points(connection, scope)
    if named is None:
        return [*inside, steps.lies_in_minutes(worded, *period)]
    return [table.point_id.in_(named), steps.lies_in_days(worded, *period)]


def _list_points(connection: Connection, scope: Scope) -> list[str] | None:
    """Return the points of a unit, None where they are many."""
    found = connection.scalars(_find_points(scope).limit(MOST_NAMED + 1)).all()
    return None if len(found) > MOST_NAMED else list(found)


def _find_points(scope: Scope) -> Select[str]:
    return select(points.c.point_id).where(scope.holds(points.c.unit))


def _follow(
    query: Select[*tuple[Any, ...]], after: Position | None
) -> Select[*tuple[Any, ...]]:
    if after is None:
        return query
    at = steps.tell_minute(after.decided_at), after.decided_at, after.entry_id
    bounds = (literal(one, column.type) for one, column in zip(at, _ORDER, strict=True))
    return query.where(tuple_(*_ORDER) < tuple_(*bounds))


def _find_end(rows: Sequence[Row[*tuple[Any, ...]]], full: int) -> Position | None:
    if len(rows) < full:
        return None
    return _place(rows[-1])
