"""Rollups: the days of points (`point_days`) kept in step with their entries.

What counts is said once, in `periods`; here it is added up by day. A change is
the days of the entries it touches, counted after it less before it, so it costs
what it touches and not what the day holds.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    Select,
    bindparam,
    case,
    cast,
    delete,
    func,
    insert,
    literal_column,
    select,
    type_coerce,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.selectable import FromClause

from kiosk.decision import Outcome
from province.footfall import (
    ADMITTED,
    AHEAD_US,
    COUNTING_ACTS,
    ENTRIES,
    FIRST_HOUR,
    HOUR_US,
    REFUSED,
    Footfall,
    Newcomers,
)
from province.ledger import one_day, summaries
from province.ledger.columns import from_day_number
from province.ledger.entry_tables import entries, worded
from province.ledger.periods import is_admitted, is_refused, stands_alone
from province.ledger.place_tables import HOURS, point_days, point_units
from province.ledger.tables import points

_CLASS = 7304
"""The class of this module's locks, beside a point's own number; nothing else uses it."""

_LOCK = f"SELECT pg_advisory_xact_lock({_CLASS}, hashtext(%s))"
_LOCK_SHARED = f"SELECT pg_advisory_xact_lock_shared({_CLASS}, hashtext(%s))"

_BEFORE_1970_DAYS = 719_163
"""From the year 1: databases divide towards zero, so hours are counted from there."""

_NAMES = ("entries", "admitted", "refused", *HOURS)

_SPAN_MS = 3 * 86_400_000
"""Ids begin with their time, so few acts refer to any id between the two of a batch;
where a clock had been set between, each id is asked for."""

# Written out: a list of parameters is spread out anew at each batch.
_IS_COUNTING = worded.c.act.in_(
    [literal_column(f"'{act.value}'") for act in sorted(COUNTING_ACTS)]
)
_ACTS_ON_POSTGRESQL = (
    "SELECT refers FROM entries JOIN wordings USING (wording_id)"
    " WHERE refers BETWEEN %s AND %s AND act IN ('admitted', 'void')"
)
_ACTS_ON = select(worded.c.refers).where(
    worded.c.refers.between(bindparam("lowest"), bindparam("highest")), _IS_COUNTING
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arriving:
    """Entries on their way in: those that acts refer to, and what else will change."""

    referred: frozenset[bytes]
    change: Footfall


def lock_point(connection: Connection, point_id: str, *, is_shared: bool) -> None:
    """Keep others from changing how the entries of a point count, until the end.

    Batches that change only what they bring share it, and go in beside each other.
    """
    if connection.dialect.name == "postgresql":
        lock = _LOCK_SHARED if is_shared else _LOCK
        connection.exec_driver_sql(lock, (point_id,))


def foresee(connection: Connection, newcomers: Newcomers) -> Arriving:
    """Return what `newcomers` will change of the days, before they are in."""
    referred = follow(connection, newcomers.acting_on)
    referred |= _list_acted_on(connection, newcomers.ids)
    change = newcomers.count(but=referred)
    change.add(count_named(connection, referred), -1)
    return Arriving(referred=referred, change=change)


def settle(connection: Connection, arriving: Arriving) -> None:
    """Add what entries, which are in now, changed of the days."""
    arriving.change.add(count_named(connection, arriving.referred))
    put(connection, arriving.change)


@contextmanager
def in_step(connection: Connection, term: ColumnElement[bool]) -> Iterator[None]:
    """Keep the days in step with what is done to the entries of `term` meanwhile.

    A term is one of the columns of `worded`, here and below.
    """
    change = Footfall()
    change.add(count_where(connection, term), -1)
    yield
    change.add(count_where(connection, term))
    put(connection, change)


def follow(connection: Connection, ids: frozenset[bytes]) -> frozenset[bytes]:
    """Return `ids` and what they refer to: a void of a settling act counts for the CHECK."""
    if not ids:
        return ids
    is_one = entries.c.entry_id.in_(sorted(ids))
    query = select(entries.c.refers).where(is_one, entries.c.refers.is_not(None))
    return ids | frozenset(connection.execute(query).scalars())


def is_named(ids: Iterable[bytes]) -> ColumnElement[bool]:
    """Return the term that an entry of `worded` is one of `ids`."""
    return worded.c.entry_id.in_(sorted(ids))


def count_named(connection: Connection, ids: frozenset[bytes]) -> Footfall:
    """Count the entries `ids`, as far as they are in."""
    return count_where(connection, is_named(ids)) if ids else Footfall()


def count_where(connection: Connection, term: ColumnElement[bool]) -> Footfall:
    """Count the entries of `term`."""
    made = Footfall()
    for row in connection.execute(_select_hours(term)):
        hour = row.hour - _BEFORE_1970_DAYS * 24
        made.count(
            row.point_id,
            hour,
            entries=row.entries,
            admitted=row.admitted,
            refused=row.refused,
        )
    return made


def put(connection: Connection, change: Footfall) -> None:
    """Add `change` to the days; a day that has no entry any more has no row."""
    rows: list[dict[str, Any]] = [
        {
            "its_day": from_day_number(day),
            "its_point": point_id,
            "entries": figures[ENTRIES],
            "admitted": figures[ADMITTED],
            "refused": figures[REFUSED],
            **dict(zip(HOURS, figures[FIRST_HOUR:], strict=True)),
        }
        for (point_id, day), figures in change
    ]
    if not rows:
        return
    dialect = connection.dialect.name
    if dialect == "postgresql" and len(rows) == 1 and rows[0]["entries"] >= 0:
        one_day.put(connection, rows[0])
        return
    connection.execute(_PUT[dialect], rows)
    summaries.put(connection, rows)
    if any(figures[ENTRIES] < 0 for _, figures in change):
        connection.execute(_DROP_EMPTY, rows)


def rebuild(connection: Connection) -> None:
    """Count all days and what is summed up of them anew; nothing else may write meanwhile."""
    count_anew(connection)
    summaries.rebuild(connection)


def count_anew(connection: Connection) -> None:
    """Count all days anew, and no more: older ledgers have no summaries yet."""
    connection.execute(delete(point_days))
    _fill(connection, _select_all_hours())


def _fill(connection: Connection, hours: Select[Any]) -> None:
    connection.execute(
        insert(point_days).from_select(
            ["day", "point_id", "unit", *_NAMES], _select_days(hours.subquery())
        )
    )


def _select_hours(term: ColumnElement[bool]) -> Select[Any]:
    """Return the figures of each point and hour; `Any` as columns of several types."""
    return _sum_hours(is_admitted(worded), is_refused(worded)).where(term)


def _select_all_hours() -> Select[Any]:
    """Return those of all entries, by one pass.

    Asking for every entry what refers to it takes five times as long (measured).
    """
    acts = (
        select(entries.c.refers.label("entry_id"))
        .where(entries.c.refers.is_not(None))
        .distinct()
        .subquery()
    )
    is_alone = acts.c.entry_id.is_(None)
    stands = stands_alone(worded)
    let_in = stands & (worded.c.outcome == Outcome.ALLOW.value)
    denied = stands & (worded.c.outcome == Outcome.DENY.value)
    return _sum_hours(
        case((is_alone, let_in), else_=is_admitted(worded)),
        case((is_alone, denied), else_=is_refused(worded)),
    ).select_from(
        worded.outerjoin(acts, acts.c.entry_id == worded.c.entry_id),
    )


def _sum_hours(
    admitted: ColumnElement[bool], refused: ColumnElement[bool]
) -> Select[Any]:
    at_us = type_coerce(
        func.coalesce(worded.c.placed_at, worded.c.decided_at), BigInteger
    )
    hour = (at_us + (AHEAD_US + _BEFORE_1970_DAYS * 24 * HOUR_US)) // HOUR_US
    return select(
        worded.c.point_id,
        hour.label("hour"),
        func.count().label("entries"),
        _count_if(admitted).label("admitted"),
        _count_if(refused).label("refused"),
    ).group_by(worded.c.point_id, hour)


def _count_if(term: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((term, 1)))


def _select_days(hours: FromClause) -> Select[Any]:
    day = cast(hours.c.hour // 24 - _BEFORE_1970_DAYS, Integer)
    summed = (
        select(
            type_coerce(day, point_days.c.day.type).label("day"),
            hours.c.point_id,
            *(_sum(hours.c[name]).label(name) for name in _NAMES[:3]),
            *(
                _sum(
                    case((hours.c.hour % 24 == of_day, hours.c.admitted), else_=0)
                ).label(name)
                for of_day, name in enumerate(HOURS)
            ),
        )
        .group_by(day, hours.c.point_id)
        .subquery()
    )
    return select(
        summed.c.day,
        summed.c.point_id,
        _select_unit(summed.c.point_id, summed.c.day),
        *(summed.c[name] for name in _NAMES),
    )


def _sum(column: ColumnElement[int]) -> ColumnElement[int]:
    return cast(func.sum(column), Integer)


def _select_unit(
    point_id: ColumnElement[str], day: ColumnElement[Any]
) -> ColumnElement[str]:
    """Return the unit that a point lay in on a day; `Any` is Day's, however it is got."""
    newest = (
        select(point_units.c.unit)
        .where(point_units.c.point_id == point_id, point_units.c.valid_from <= day)
        .order_by(point_units.c.valid_from.desc())
        .limit(1)
        .scalar_subquery()
    )
    today = select(points.c.unit).where(points.c.point_id == point_id).scalar_subquery()
    return func.coalesce(newest, today)


def _list_acted_on(connection: Connection, ids: Sequence[bytes]) -> frozenset[bytes]:
    """Return those of `ids` that acts, which came before them, refer to."""
    if not ids:
        return frozenset()
    lowest, highest = min(ids), max(ids)
    if _tell_ms(highest) - _tell_ms(lowest) > _SPAN_MS:
        query = select(worded.c.refers).where(worded.c.refers.in_(ids), _IS_COUNTING)
        return frozenset(connection.execute(query).scalars())
    near = frozenset(_list_acts_within(connection, lowest, highest))
    return near.intersection(ids) if near else near


def _list_acts_within(
    connection: Connection, lowest: bytes, highest: bytes
) -> Iterable[bytes]:
    """Return what acts refer to from one id to another; every batch asks.

    Written out on PostgreSQL: to compile it took as long as the answer.
    """
    if connection.dialect.name != "postgresql":
        span = {"lowest": lowest, "highest": highest}
        return connection.execute(_ACTS_ON, span).scalars()
    ends = UUID(bytes=lowest), UUID(bytes=highest)
    found = connection.exec_driver_sql(_ACTS_ON_POSTGRESQL, ends).scalars()
    return (one.bytes for one in found)


def _tell_ms(entry_id: bytes) -> int:
    """Return the kiosk's time that a UUIDv7 begins with."""
    return int.from_bytes(entry_id[:6])


def _make_put(dialect: Any) -> Any:
    """Return the statement that adds to a day; `Any`: each dialect has its own insert."""
    point_id = bindparam("its_point", type_=point_days.c.point_id.type)
    day = bindparam("its_day", type_=point_days.c.day.type)
    adding = dialect.insert(point_days).values(
        day=day,
        point_id=point_id,
        unit=_select_unit(point_id, day),
        **{name: bindparam(name, type_=Integer()) for name in _NAMES},
    )
    return adding.on_conflict_do_update(
        index_elements=["day", "point_id"],
        set_={name: point_days.c[name] + adding.excluded[name] for name in _NAMES},
    )


_PUT = {"postgresql": _make_put(postgresql), "sqlite": _make_put(sqlite)}
_DROP_EMPTY = delete(point_days).where(
    point_days.c.day == bindparam("its_day"),
    point_days.c.point_id == bindparam("its_point"),
    point_days.c.entries == 0,
)
