"""Periods: how many entries were admitted between two moments, and where.

Whole local days are read from `point_days`, which is kept equal to what the
entries themselves say; any other period is counted from them.
"""

from datetime import date, datetime, time

from sqlalchemy import ColumnElement, Connection, case, exists, func, or_, select
from sqlalchemy.sql.selectable import FromClause

from kiosk.decision import LOCAL, Outcome
from kiosk.protocol.content import Act
from province.activity import PointPeriod
from province.ledger import steps
from province.ledger.entry_tables import entries, worded
from province.ledger.place_tables import point_days
from province.ledger.steps import LiesIn
from province.ledger.tables import kiosks, points

Period = tuple[datetime, datetime]
Days = tuple[date, date]
"""Local days; the second is the first that is out."""


def count_entries(connection: Connection, period: Period | None) -> int:
    """Return the entries held, of `period` or all there are."""
    query = select(func.sum(point_days.c.entries))
    if period is not None:
        days = find_days(period)
        if days is None:
            counted = select(func.count()).select_from(entries)
            return (
                connection.scalar(
                    counted.where(lies_in(entries, period, steps.lies_in_minutes))
                )
                or 0
            )
        query = query.where(_is_among(days))
    return connection.scalar(query) or 0


def count_admitted(connection: Connection, period: Period) -> int:
    """Return the admitted entries in `period`."""
    days = find_days(period)
    if days is not None:
        query = select(func.sum(point_days.c.admitted)).where(_is_among(days))
    else:
        query = (
            select(func.count())
            .select_from(worded)
            .where(lies_in(worded, period, steps.lies_in_minutes), is_admitted(worded))
        )
    return connection.scalar(query) or 0


def find_days(period: Period) -> Days | None:
    """Return the first local day of `period` and the one after its last, if it is of whole ones."""
    start, end = (moment.astimezone(LOCAL) for moment in period)
    if start.time() != time() or end.time() != time():
        return None
    return start.date(), end.date()


def list_point_periods(
    connection: Connection, period: Period
) -> tuple[PointPeriod, ...]:
    """Return every point that is not suspended, as it stands in `period`."""
    active = _is_active(period)
    reports = list_reports()
    query = (
        select(
            points.c.point_id,
            points.c.unit,
            active.label("is_active"),
            reports.c.covered_until,
        )
        .outerjoin(reports, reports.c.point_id == points.c.point_id)
        .where(points.c.suspended_at.is_(None))
        .order_by(points.c.point_id)
    )
    return tuple(
        PointPeriod(
            point_id=row.point_id,
            unit=row.unit,
            is_active=row.is_active,
            covered_until=row.covered_until,
        )
        for row in connection.execute(query)
    )


def lies_in(
    table: FromClause, period: Period, lies_between: LiesIn
) -> ColumnElement[bool]:
    """Say whether an entry was in `period`: as it is placed, else by the kiosk's clock.

    `lies_between` says by which steps it is looked for: of one point by days.
    """
    placed = table.c.placed_at
    start, end = period
    return or_(
        placed.is_(None) & lies_between(table, start, end),
        (placed >= start) & (placed < end),
    )


def is_admitted(table: FromClause) -> ColumnElement[bool]:
    """Say whether an entry is admitted: ALLOW or settled as such, not voided, not held."""
    settled = _is_referred(table, Act.ADMITTED, is_voidable=True)
    let_in = or_(
        table.c.outcome == Outcome.ALLOW.value,
        (table.c.outcome == Outcome.CHECK.value) & settled,
    )
    return stands_alone(table) & let_in & ~_is_referred(table, Act.VOID)


def is_refused(table: FromClause) -> ColumnElement[bool]:
    """Say whether an entry is a refusal: DENY, not voided, not held."""
    is_denied = table.c.outcome == Outcome.DENY.value
    return stands_alone(table) & is_denied & ~_is_referred(table, Act.VOID)


def stands_alone(table: FromClause) -> ColumnElement[bool]:
    """Say whether an entry may count at all, whatever acts refer to it."""
    return (table.c.act == Act.PRESENTED.value) & (table.c.is_held.is_(None))


def list_reports() -> FromClause:
    """Return per point what its kiosks all reached; NULL where one said nothing yet."""
    reached = kiosks.c.last_covered_until
    said_all = func.count(reached) == func.count()
    earliest = func.min(reached, type_=reached.type)
    return (
        select(
            kiosks.c.point_id,
            case((said_all, earliest)).label("covered_until"),
        )
        .where(kiosks.c.revoked_at.is_(None))
        .group_by(kiosks.c.point_id)
        .subquery()
    )


def _is_active(period: Period) -> ColumnElement[bool]:
    days = find_days(period)
    if days is not None:
        return exists().where(
            point_days.c.point_id == points.c.point_id,
            _is_among(days),
            point_days.c.admitted > 0,
        )
    return exists().where(
        worded.c.point_id == points.c.point_id,
        lies_in(worded, period, steps.lies_in_days),
        is_admitted(worded),
    )


def _is_among(days: Days) -> ColumnElement[bool]:
    return (point_days.c.day >= days[0]) & (point_days.c.day < days[1])


def _is_referred(
    table: FromClause, act: Act, *, is_voidable: bool = False
) -> ColumnElement[bool]:
    """Say whether an accepted `act` of the same point refers to the entry."""
    later = worded.alias()
    terms = [
        later.c.refers == table.c.entry_id,
        later.c.act == act.value,
        later.c.point_id == table.c.point_id,
        later.c.is_held.is_(None),
    ]
    if is_voidable:
        terms.append(~_is_referred(later, Act.VOID))
    return exists().where(*terms).correlate(table)
