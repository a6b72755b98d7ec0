"""Completeness: until when points and units have reported all they did."""

from datetime import datetime

from sqlalchemy import Connection, Select, case, func, select

from province.ledger.scope import Scope
from province.ledger.tables import kiosks, points


def complete_by_point(
    connection: Connection, scope: Scope
) -> dict[str, datetime | None]:
    """Return until when all of each point's kiosks have reported; None: one never has.

    A point without a kiosk in use, or that is suspended, has nothing to report.
    """
    return {row.point_id: row.until for row in connection.execute(_complete(scope))}


def complete_by_unit(
    connection: Connection, scope: Scope
) -> dict[str, datetime | None]:
    """Return until when all points that lie in each unit itself have reported."""
    found: dict[str, datetime | None] = {}
    for row in connection.execute(_complete(scope)):
        found[row.unit] = earlier(row.until, found.get(row.unit, row.until))
    return found


def complete_until(connection: Connection, scope: Scope) -> datetime | None:
    """Return until when all of `scope` has reported; None: somebody never has."""
    reached = list(complete_by_unit(connection, scope).values())
    known = [one for one in reached if one is not None]
    return min(known) if known and len(known) == len(reached) else None


def earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    """Return the earlier of two moments, None where one is not known."""
    return None if one is None or other is None else min(one, other)


def _complete(scope: Scope) -> Select[*tuple[object, ...]]:
    """Return per point the least that its kiosks have reached, NULL where one has nothing."""
    covered = kiosks.c.last_covered_until
    has_all = func.count(covered) == func.count()
    until = case((has_all, func.min(covered, type_=covered.type)), else_=None)
    return (
        select(points.c.point_id, points.c.unit, until.label("until"))
        .join(kiosks, kiosks.c.point_id == points.c.point_id)
        .where(
            kiosks.c.revoked_at.is_(None),
            points.c.suspended_at.is_(None),
            scope.holds(points.c.unit),
        )
        .group_by(points.c.point_id, points.c.unit)
    )
