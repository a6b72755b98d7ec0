"""Retention: entries past their time, found point by point and emptied.

A row stays with its id, commitment and what counts, so the chain still verifies,
a repeated batch is still a duplicate, and no figure changes. How far a point is
stands in `purge_floors`; what came since with an older date lowers it again.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    bindparam,
    case,
    cast,
    func,
    literal,
    select,
    tuple_,
    type_coerce,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from province.footfall import AHEAD_US
from province.ledger import commitments, settings, steps, summaries, vault
from province.ledger.columns import EPOCH, from_day_number, to_us
from province.ledger.entry_tables import entries
from province.ledger.place_tables import point_days
from province.ledger.purge_tables import purge_floors
from province.ledger.scope import Scope
from province.ledger.summary_tables import point_months
from province.ledger.tables import batches, conflicts, kiosks, points
from province.ledger.vault import Opener
from province.ledger.vault import Place as Sealed
from province.ledger.widening import widen
from province.period import Period
from province.retention import Terms, begin, read_told

AT_ONCE = 1000
"""Rows of one transaction: a kiosk's batch, which may wait for it, has as many."""

MOST_DOUBTFUL = 100_000
"""Of one look; the next goes on. Entries of clocks that nobody believed are few."""

_SEEN = "purge_batch"
_OPEN = timedelta(hours=1)
"""No transaction of a batch is open longer after it was received."""
_DAY_US = 86_400_000_000

# What counts stays, and so do the times: figures of purged days are counted anew
# whenever somebody asks (province.ledger.rollups).
# So does the commitment, from here on in its own column.
_DESTROY = (
    update(entries)
    .where(entries.c.entry_id == bindparam("its_id", type_=entries.c.entry_id.type))
    .values(is_visit=None, sealed=None, commitment=bindparam("its_commitment"))
)

_IS_FULL = entries.c.sealed.is_not(None)
_IS_BELIEVED = entries.c.boot.is_(None)
_BELIEVED_AT = case(
    (_IS_BELIEVED, entries.c.decided_at),
    else_=func.coalesce(entries.c.placed_at, entries.c.received_at),
)
"""When an entry was; what no clock tells was no later than it came."""

Ids = Sequence[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The days of a point that are looked through: from `since` to before `until`."""

    point_id: str
    since: date
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a look through a point ended: the entry that it goes on behind."""

    decided_at: datetime
    entry_id: bytes


def list_spans(connection: Connection, terms: Terms, now: datetime) -> list[Span]:
    """Return the days of every point up to the first that is kept, and from its floor on."""
    query = (
        select(points.c.point_id, purge_floors.c.day)
        .outerjoin(purge_floors, purge_floors.c.point_id == points.c.point_id)
        .order_by(points.c.point_id)
    )
    usual, first = terms.find_first_kept("", now), EPOCH.date()
    own = {one: terms.find_first_kept(one, now) for one in terms.own}
    return [
        Span(
            point_id=point_id,
            since=first if day is None else day,
            until=own.get(point_id, usual),
        )
        for point_id, day in connection.execute(query).all()
    ]


def find_some(connection: Connection, span: Span, after: Place | None) -> Sequence[Any]:
    """Return the next entries of `span` that have their content; `Any` as rows are."""
    table = entries.c
    begun = None if after is None else after.decided_at
    query = select(table.entry_id, table.decided_at).where(*_lies_in(span, begun))
    if after is not None:
        query = query.where(
            tuple_(table.decided_at, table.entry_id)
            > tuple_(
                literal(after.decided_at, table.decided_at.type),
                literal(after.entry_id, table.entry_id.type),
            )
        )
    ordered = query.order_by(table.day, table.decided_at, table.entry_id)
    return connection.execute(ordered.limit(AT_ONCE)).all()


def count(connection: Connection, span: Span) -> int:
    """Return how many entries of `span` have their content."""
    query = select(func.count()).select_from(entries).where(*_lies_in(span))
    return connection.scalar(query) or 0


def destroy(connection: Connection, ids: Ids) -> int:
    """Empty the entries `ids` of all that tells of a person; return how many were full."""
    query = select(entries.c.entry_id, entries.c.sealed)
    full = connection.execute(query.where(entries.c.entry_id.in_(ids), _IS_FULL)).all()
    if not full:
        return 0
    opener = vault.open_sealed(connection)
    told = [
        {
            "its_id": row.entry_id,
            "its_commitment": commitments.tell(opener, row.entry_id, row.sealed, None),
        }
        for row in full
    ]
    connection.execute(_DESTROY, told)
    return len(full)


def note_floor(connection: Connection, span: Span) -> None:
    """Note that nothing of before the end of `span` is left at its point."""
    connection.execute(
        _PUT[connection.dialect.name], {"point_id": span.point_id, "day": span.until}
    )


def lower_floors(connection: Connection, now: datetime) -> int:
    """Lower the floors of points to which older entries came; return how many points."""
    seen = int(settings.read(connection, _SEEN) or 0)
    late = _find_late(connection, seen)
    for point_id, day in late:
        told = {"point_id": point_id, "day": day}
        connection.execute(_PUT[connection.dialect.name], told)
    newest = select(func.max(batches.c.batch_id)).where(
        batches.c.batch_id > seen, batches.c.received_at < now - _OPEN
    )
    settings.store(connection, _SEEN, str(connection.scalar(newest) or seen))
    return len(late)


def list_doubtful(connection: Connection, spans: Iterable[Span]) -> list[bytes]:
    """Return the entries of disbelieved clocks that are past their time."""
    ends = {span.point_id: begin(span.until) for span in spans}
    if not ends:
        return []
    query = select(entries.c.entry_id, entries.c.point_id, _BELIEVED_AT.label("at"))
    terms = ~_IS_BELIEVED, _IS_FULL, max(ends.values()) > _BELIEVED_AT
    rows = connection.execute(query.where(*terms).limit(MOST_DOUBTFUL))
    return [row.entry_id for row in rows if row.at < ends[row.point_id]]


def pick_past(connection: Connection, ids: Ids, spans: Iterable[Span]) -> list[bytes]:
    """Return those of `ids` that have their content and lie in `spans`."""
    its = {span.point_id: span for span in spans}
    columns = entries.c.entry_id, entries.c.point_id, _BELIEVED_AT.label("at")
    found: list[bytes] = []
    for first in range(0, len(ids), AT_ONCE):
        some = ids[first : first + AT_ONCE]
        query = select(*columns, _IS_BELIEVED.label("is_believed")).where(
            entries.c.entry_id.in_(some), _IS_FULL
        )
        found += [
            row.entry_id
            for row in connection.execute(query)
            if (span := its.get(row.point_id)) is not None
            and row.at < begin(span.until)
            and (row.at >= begin(span.since) or not row.is_believed)
        ]
    return found


def list_conflicts(
    connection: Connection, spans: Iterable[Span]
) -> list[tuple[bytes, bytes]]:
    """Return the conflicts that are past their time, by id and commitment."""
    ends = {span.point_id: to_us(begin(span.until)) for span in spans}
    table = conflicts.c
    query = (
        select(
            table.entry_id,
            table.commitment,
            table.received_at,
            table.sealed,
            kiosks.c.point_id,
        )
        .join(kiosks, kiosks.c.kiosk_id == table.kiosk_id)
        .where(table.sealed.is_not(None))
    )
    opener = vault.open_sealed(connection)
    return [
        (row.entry_id, row.commitment)
        for row in connection.execute(query)
        if _read_at(opener, row) < ends.get(row.point_id, 0)
    ]


def destroy_conflicts(
    connection: Connection, named: Iterable[tuple[bytes, bytes]]
) -> int:
    """Empty conflicts of what they say; return how many."""
    gone = 0
    for entry_id, commitment in named:
        this = (
            conflicts.c.entry_id == entry_id,
            conflicts.c.commitment == commitment,
            conflicts.c.sealed.is_not(None),
        )
        emptied = update(conflicts).where(*this).values(sealed=None)
        gone += connection.execute(emptied).rowcount
    return gone


def foresee(
    connection: Connection, spans: Iterable[Span], scope: Scope
) -> dict[str, int]:
    """Return by point how many entries the next purge looks through, read off the days.

    Nearly all points have the same days due: those are added up in the database, of the
    first night all that there are.
    """
    due = {span.point_id: span for span in spans if span.since < span.until}
    if not due:
        return {}
    days = Counter((span.since, span.until) for span in due.values())
    usual = days.most_common(1)[0][0]
    own = {at: one for at, one in due.items() if (one.since, one.until) != usual}
    asked = widen(connection, scope)
    found = {
        point_id: number
        for point_id, number in connection.execute(_sum_up(*usual, asked))
        if number and point_id in due and point_id not in own
    }
    return found | _foresee_own(connection, own, asked)


def _sum_up(since: date, until: date, scope: Scope) -> Select[str, int]:
    """Ask what points have on the days from `since` to before `until`, off their months."""
    days = Period(first=since, last=until - timedelta(days=1))
    number = func.sum(summaries.count_in(days, "entries"))
    return (
        select(point_months.c.point_id, number)
        .join(points, points.c.point_id == point_months.c.point_id)
        .where(summaries.is_near(days.first, days.last), scope.holds(points.c.unit))
        .group_by(point_months.c.point_id)
    )


def _foresee_own(
    connection: Connection, due: Mapping[str, Span], scope: Scope
) -> dict[str, int]:
    """Return the same of points that have days of their own due."""
    if not due:
        return {}
    since = min(span.since for span in due.values())
    until = max(span.until for span in due.values())
    done = point_days.c
    query = (
        select(done.point_id, done.day, done.entries)
        .join(points, points.c.point_id == done.point_id)
        .where(done.day >= since, done.day < until, done.point_id.in_(due))
        .where(scope.holds(points.c.unit))
    )
    found: Counter[str] = Counter()
    for point_id, day, number in connection.execute(query):
        if due[point_id].since <= day < due[point_id].until:
            found[point_id] += number
    return found


def _read_at(opener: Opener, row: Row[*tuple[Any, ...]]) -> int:
    """Return when the entry of a conflict was; `Any` because types end at SQL."""
    this = row.entry_id + row.commitment
    said = opener.open_content(Sealed.CONFLICT, this, row.sealed)
    return read_told(said[1] if said else b"", to_us(row.received_at)).at_us


def _lies_in(
    span: Span, begun: datetime | None = None
) -> Iterator[ColumnElement[bool]]:
    """Yield the terms of `span`, or of what of it is left from the day of `begun` on."""
    since = begin(span.since) if begun is None else steps.begin_day(begun)
    yield entries.c.point_id == span.point_id
    yield steps.lies_in_days(entries, since, begin(span.until))
    yield _IS_BELIEVED
    yield _IS_FULL


def _find_late(connection: Connection, seen: int) -> list[tuple[str, date]]:
    """Return the first day of older entries of each point, in batches since `seen`."""
    floor_us = (
        cast(type_coerce(purge_floors.c.day, Integer), BigInteger) * _DAY_US - AHEAD_US
    )
    decided_us = type_coerce(entries.c.decided_at, BigInteger)
    query = (
        select(entries.c.point_id, func.min(decided_us))
        .join(purge_floors, purge_floors.c.point_id == entries.c.point_id)
        .where(entries.c.batch_id > seen, decided_us < floor_us, _IS_BELIEVED, _IS_FULL)
        .group_by(entries.c.point_id)
    )
    return [
        (point_id, from_day_number((first_us + AHEAD_US) // _DAY_US))
        for point_id, first_us in connection.execute(query)
    ]


def _make_put(dialect: Any) -> Any:
    """Return the statement that sets a floor; `Any`: each dialect has its own insert."""
    adding = dialect.insert(purge_floors)
    return adding.on_conflict_do_update(
        index_elements=["point_id"], set_={"day": adding.excluded.day}
    )


_PUT = {"postgresql": _make_put(postgresql), "sqlite": _make_put(sqlite)}
