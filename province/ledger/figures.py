"""Figures: what a unit's points did in a period, read out of the rollups."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from itertools import product
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    case,
    cast,
    false,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    true,
    union,
    union_all,
)

from province.activity import GRACE
from province.figures import DayWork, Figures
from province.ledger import periods, summaries
from province.ledger.place_tables import (
    HOURS,
    point_days,
    point_units,
    suspensions,
    unit_ancestors,
    units,
)
from province.ledger.scope import Scope
from province.ledger.summary_tables import point_months, unit_days
from province.ledger.tables import points
from province.ledger.widening import widen
from province.period import Period
from province.reckoning import (
    Alike,
    Found,
    Point,
    PointFigures,
    Unit,
    Work,
    compute,
    grade_point,
)

_FACTS = ("is_suspended", "was_registered", "was_suspended", "is_active", "was_active")
_SUMS = ("entries", "admitted", "entries_before", "admitted_before")


def read(
    connection: Connection, scope: Scope, period: Period, now: datetime
) -> Figures:
    """Return the figures of the unit of `scope` in `period`, as known at `now`."""
    asked = widen(connection, scope)
    days, hours = _list_days(connection, asked, period)
    found = Found(
        unit=scope.unit,
        alike=_list_alike(connection, asked, period, min(period.end, now)),
        days=days,
        hours=hours,
        units=_list_units(connection, scope, period.last),
    )
    return compute(found, period, now)


def list_points(
    connection: Connection, scope: Scope, period: Period, now: datetime
) -> tuple[PointFigures, ...]:
    """Return the points that `read` counts, each as it stood, by their ids."""
    asked = widen(connection, scope)
    stood = _select_points(asked, period).subquery()
    work = _select_works(asked, period, ("point_id",)).subquery()
    done = (work.c[name] for name in ("entries", "admitted", "admitted_before"))
    query = (
        select(stood, *(func.coalesce(one, 0) for one in done))
        .outerjoin(work, work.c.point_id == stood.c.point_id)
        .order_by(stood.c.point_id)
    )
    # Of the time zone of what is kept: comparing those of two takes far longer.
    until = min(period.end, now).astimezone(UTC)
    return tuple(
        grade_point(
            Point(
                point_id=point_id,
                name=name,
                category=category,
                unit=unit,
                covered_until=covered_until,
                is_suspended=bool(is_suspended),
                was_registered=bool(was_registered),
                was_suspended=bool(was_suspended),
            ),
            Work(
                entries=int(entries),
                admitted=int(admitted),
                admitted_before=int(admitted_before),
            ),
            period,
            until,
        )
        for (
            point_id,
            name,
            category,
            unit,
            covered_until,
            is_suspended,
            was_registered,
            was_suspended,
            entries,
            admitted,
            admitted_before,
        ) in connection.execute(query).all()
    )


def list_hours(
    connection: Connection, scope: Scope, period: Period, hour: int
) -> dict[str, int]:
    """Return how many entries each point admitted in a local hour of `period`'s days."""
    asked = widen(connection, scope)
    months, days, name = point_months.c, point_days.c, HOURS[hour]
    whole = summaries.list_whole_months(period)
    is_told = [days.day.between(one.first, one.last) for one in whole]
    parts = union_all(
        select(months.point_id, months[name].label("admitted")).where(
            months.month.in_([one.first for one in whole]), asked.holds(months.unit)
        ),
        select(days.point_id, days[name]).where(
            days.day.between(period.first, period.last),
            not_(or_(false(), *is_told)),
            asked.holds(days.unit),
        ),
    ).subquery()
    admitted = func.sum(parts.c.admitted)
    query = (
        select(parts.c.point_id, admitted)
        .group_by(parts.c.point_id)
        .having(admitted > 0)
    )
    return {point_id: int(count) for point_id, count in connection.execute(query).all()}


def _list_alike(
    connection: Connection, scope: Scope, period: Period, until: datetime
) -> tuple[Alike, ...]:
    """Return points by how they stood, and what was done in each unit and category.

    One statement, in which the days of points are read once for both.
    """
    works = _select_works(scope, period).cte("works")
    query = _count_alike(works, scope, period, until).union_all(
        _sum_works(works, scope)
    )
    rows = connection.execute(query).mappings()
    return tuple(
        Alike(**{name: row[name] for name in Alike.__struct_fields__}) for row in rows
    )


def _count_alike(
    works: FromClause, scope: Scope, period: Period, until: datetime
) -> Select[Any]:
    """Return the points of a unit and a category by all that says how they stood."""
    stood, work = _select_points(scope, period).subquery(), _sum_by_point(works)
    covered = stood.c.covered_until
    facts = (
        stood.c.is_suspended,
        stood.c.was_registered,
        stood.c.was_suspended,
        (func.coalesce(work.c.admitted, 0) > 0).label("is_active"),
        (func.coalesce(work.c.admitted_before, 0) > 0).label("was_active"),
    )
    # Whoever reported is told apart, so that the earliest of them speaks for all.
    told = (_has_told(covered, at) for at in (until, period.start))
    return (
        select(
            stood.c.unit,
            stood.c.category,
            func.count().label("count"),
            func.min(covered, type_=covered.type).label("covered_until"),
            *facts,
            *(literal(0).label(name) for name in _SUMS),
        )
        .outerjoin_from(stood, work, work.c.point_id == stood.c.point_id)
        .group_by(stood.c.unit, stood.c.category, *facts, *told)
    )


def _has_told(covered: ColumnElement[datetime], until: datetime) -> ColumnElement[bool]:
    return func.coalesce(covered >= until - GRACE, false())


def _sum_works(works: FromClause, scope: Scope) -> Select[Any]:
    """Return what was done in each unit of `scope` and category; no points."""
    return (
        select(
            works.c.unit,
            points.c.category,
            literal(0).label("count"),
            null().label("covered_until"),
            *(false().label(name) for name in _FACTS),
            *(_sum(works.c[name]).label(name) for name in _SUMS),
        )
        .join_from(works, points, points.c.point_id == works.c.point_id)
        .where(scope.holds(works.c.unit))
        .group_by(works.c.unit, points.c.category)
    )


def _sum(column: ColumnElement[int]) -> ColumnElement[int]:
    """Return a sum as the whole number that it is: PostgreSQL adds bigints up to a numeric."""
    return cast(func.sum(column), BigInteger)


def _select_points(scope: Scope, period: Period) -> Select[Any]:
    """Return the points that lay in the unit as `period` ended, with what is known of each."""
    reports = periods.list_reports()
    unit = find_unit(period.last)
    return (
        select(
            points.c.point_id,
            points.c.name,
            points.c.category,
            unit.label("unit"),
            reports.c.covered_until,
            _is_suspended(period.end).label("is_suspended"),
            (points.c.created_at < period.start).label("was_registered"),
            _is_suspended(period.start).label("was_suspended"),
        )
        .outerjoin_from(points, reports, reports.c.point_id == points.c.point_id)
        .where(points.c.created_at < period.end, scope.holds(unit))
    )


def find_unit(day: date) -> ColumnElement[str]:
    """Return the unit that the point of a query over `points` lay in on `day`.

    Few have moved since, so few are looked up: 6,128 look-ups take 20 ms.
    """
    moved_later = select(point_units.c.point_id).where(point_units.c.valid_from > day)
    lay_in = (
        select(point_units.c.unit)
        .where(point_units.c.point_id == points.c.point_id)
        .where(point_units.c.valid_from <= day)
        .order_by(point_units.c.valid_from.desc())
        .limit(1)
        .correlate(points)
        .scalar_subquery()
    )
    return case(
        (points.c.point_id.in_(moved_later), func.coalesce(lay_in, points.c.unit)),
        else_=points.c.unit,
    )


def _is_suspended(moment: datetime) -> ColumnElement[bool]:
    """Say whether a point was suspended just before `moment`."""
    resting = select(suspensions.c.point_id).where(
        suspensions.c.since < moment,
        or_(suspensions.c.until.is_(None), suspensions.c.until >= moment),
    )
    at = func.coalesce(points.c.suspended_at < moment, false())
    return points.c.point_id.in_(resting) | at


def _select_works(
    scope: Scope, period: Period, each: Sequence[str] = ("point_id", "unit")
) -> Select[Any]:
    """Return what each point of the unit did in each unit that it lay in.

    Or in all of them together, where `each` does not name it.
    """
    done = point_months.c
    keys = [done[name] for name in each]
    summed = (
        select(
            *keys,
            *(
                func.sum(summaries.count_in(which, name)).label(label)
                for label, (which, name) in zip(
                    _SUMS,
                    product((period, period.previous), ("entries", "admitted")),
                    strict=True,
                )
            ),
        )
        .where(summaries.is_near(period.previous.first, period.last), _concerns(scope))
        .group_by(*keys)
        .subquery()
    )
    # A month has days of neither period.
    return select(summed).where(summed.c.entries + summed.c.entries_before > 0)


def _sum_by_point(works: FromClause) -> FromClause:
    return (
        select(
            works.c.point_id, *(func.sum(works.c[name]).label(name) for name in _SUMS)
        )
        .group_by(works.c.point_id)
        .subquery()
    )


def _concerns(scope: Scope) -> ColumnElement[bool]:
    """Say whether a row is of a point that lies in `scope` or ever lay there.

    A row's unit is one that its point lay in, so none of the scope's is left out; by
    the points alone both databases find the rows by an index.
    """
    if scope.is_whole:
        return true()
    theirs = union(
        select(points.c.point_id).where(scope.holds(points.c.unit)),
        select(point_units.c.point_id).where(scope.holds(point_units.c.unit)),
    )
    return point_months.c.point_id.in_(theirs)


def _list_days(
    connection: Connection, scope: Scope, period: Period
) -> tuple[dict[date, DayWork], tuple[int, ...]]:
    """Return what was done on each day of `period` and of the one before, and by local hour.

    The hours are of all days of `period` together, and of what was admitted.
    """
    found: dict[date, DayWork] = {}
    hours = [0] * len(HOURS)
    for which, more in ((period, HOURS), (period.previous, ())):
        for row in connection.execute(_sum_days(scope, which, more)):
            day, entries, admitted, refused, *its_hours = row
            found[day] = DayWork(
                day=day,
                entries=int(entries),
                admitted=int(admitted),
                refused=int(refused),
            )
            for hour, count in enumerate(its_hours):
                hours[hour] += int(count)
    return found, tuple(hours)


def _sum_days(scope: Scope, period: Period, hours: Iterable[str]) -> Select[Any]:
    done = unit_days.c
    summed = (done[name] for name in ("entries", "admitted", "refused", *hours))
    return (
        select(done.day, *map(func.sum, summed))
        .where(done.day.between(period.first, period.last), scope.holds(done.unit))
        .group_by(done.day)
    )


def _list_units(connection: Connection, scope: Scope, day: date) -> dict[str, Unit]:
    """Return the units that points lie or lay in with all above, as of `day`."""
    lain_in = union(
        select(points.c.unit).where(scope.holds(points.c.unit)),
        select(point_units.c.unit).where(scope.holds(point_units.c.unit)),
    )
    above = select(unit_ancestors.c.ancestor).where(
        or_(unit_ancestors.c.code == scope.unit, unit_ancestors.c.code.in_(lain_in))
    )
    query = (
        select(units.c.code, units.c.name, units.c.parent)
        .where(or_(units.c.code == scope.unit, units.c.code.in_(above)))
        .order_by(
            units.c.code,
            (units.c.valid_from <= day)
            & or_(units.c.valid_until.is_(None), units.c.valid_until > day),
            units.c.valid_from,
        )
    )
    # The last of a code's rows is the one of that day, or else the newest.
    return {
        code: Unit(name=name, parent=parent or "")
        for code, name, parent in connection.execute(query)
    }
