"""Reforms: points moved from unit to unit, so that each day keeps the unit that it had."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import Connection, Row, and_, func, insert, not_, or_, select, update

from kiosk.decision import LOCAL
from province.ledger import summaries
from province.ledger.place_tables import (
    point_days,
    point_units,
    unit_ancestors,
    unit_successors,
    units,
)
from province.ledger.scope import WHOLE, Scope
from province.ledger.tables import points
from province.ledger.units import is_valid
from province.units import FIRST_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """A point whose unit was divided: an officer says in which part it lies."""

    point_id: str
    name: str
    unit: str
    successors: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Where points go by themselves, and those that wait for an officer.

    Those whose unit goes on under its code, undivided, are in neither.
    """

    moves: Mapping[str, str]
    undecided: tuple[Undecided, ...]


def find_unit(connection: Connection, point_id: str, day: date) -> str | None:
    """Return the unit that a point lay in on `day`, None where there is no such point."""
    columns = point_units.c
    query = (
        select(columns.unit)
        .where(columns.point_id == point_id, columns.valid_from <= day)
        .order_by(columns.valid_from.desc())
        .limit(1)
    )
    found = connection.scalar(query)
    if found is not None:
        return str(found)
    return connection.scalar(select(points.c.unit).where(points.c.point_id == point_id))


def move_point(connection: Connection, point_id: str, unit: str, day: date) -> None:
    """Let a point lie in `unit` from `day` on, until it was moved again; earlier days stay."""
    columns = point_units.c
    is_its = columns.point_id == point_id
    began = connection.scalar(select(func.min(columns.valid_from)).where(is_its))
    if began is None or began > day:
        before = find_unit(connection, point_id, day)
        _put(connection, point_id, unit=before or unit, day=FIRST_DAY)
    _put(connection, point_id, unit=unit, day=day)
    moved_again = connection.scalar(
        select(func.min(columns.valid_from)).where(is_its, columns.valid_from > day)
    )
    is_meant = and_(point_days.c.point_id == point_id, point_days.c.day >= day)
    if moved_again is not None:
        is_meant = and_(is_meant, point_days.c.day < moved_again)
    else:
        connection.execute(
            update(points).where(points.c.point_id == point_id).values(unit=unit)
        )
    with summaries.in_step(connection, is_meant):
        connection.execute(update(point_days).where(is_meant).values(unit=unit))
    _make_known(connection, unit)


def list_reforms(connection: Connection) -> tuple[date, ...]:
    """Return the days on which units became others, the newest first."""
    query = select(unit_successors.c.day).distinct()
    return tuple(connection.scalars(query.order_by(unit_successors.c.day.desc())))


def plan_reform(connection: Connection, day: date, scope: Scope = WHOLE) -> Plan:
    """Return what is left to do with the points of `scope` whose unit ended on `day`."""
    after: dict[str, list[str]] = {}
    query = select(unit_successors).where(unit_successors.c.day == day)
    for row in connection.execute(query.order_by(unit_successors.c.new_code)):
        after.setdefault(row.old_code, []).append(row.new_code)
    moves, undecided = {}, []
    for point in _list_unmoved(connection, day, scope):
        match after.get(point.unit, []):
            case []:
                continue
            case [successor]:
                if successor != point.unit:
                    moves[point.point_id] = successor
            case several:
                undecided.append(
                    Undecided(
                        point_id=point.point_id,
                        name=point.name,
                        unit=point.unit,
                        successors=tuple(several),
                    )
                )
    return Plan(moves=moves, undecided=tuple(undecided))


def apply_reform(connection: Connection, day: date) -> Plan:
    """Move every point whose unit ended on `day` and became one other whole.

    Points of a unit that was divided wait until an officer has moved each, be it
    into the part that kept the code. Applied again, it moves what is left.
    """
    plan = plan_reform(connection, day)
    for point_id, successor in plan.moves.items():
        move_point(connection, point_id, successor, day)
    return plan


def _list_unmoved(
    connection: Connection, day: date, scope: Scope
) -> Sequence[Row[str, str, str]]:
    """Return the points that were there before `day`, or say they lie in what was."""
    goes_on = (
        select(units.c.code)
        .where(units.c.code == points.c.unit, is_valid(day))
        .exists()
    )
    was_moved = (
        select(point_units.c.point_id)
        .where(
            point_units.c.point_id == points.c.point_id, point_units.c.valid_from >= day
        )
        .exists()
    )
    begin = datetime.combine(day, time(), LOCAL)
    query = (
        select(points.c.point_id, points.c.name, points.c.unit)
        .where(scope.holds(points.c.unit), not_(was_moved))
        .where(or_(points.c.created_at < begin, not_(goes_on)))
        .order_by(points.c.point_id)
    )
    return connection.execute(query).all()


def _put(connection: Connection, point_id: str, *, unit: str, day: date) -> None:
    columns = point_units.c
    changed = connection.execute(
        update(point_units)
        .where(columns.point_id == point_id, columns.valid_from == day)
        .values(unit=unit)
    )
    if changed.rowcount == 0:
        row = {"point_id": point_id, "valid_from": day, "unit": unit}
        connection.execute(insert(point_units), [row])


def _make_known(connection: Connection, unit: str) -> None:
    columns = unit_ancestors.c
    query = select(columns.code).where(columns.code == unit, columns.ancestor == unit)
    if connection.scalar(query) is None:
        connection.execute(insert(unit_ancestors).values(code=unit, ancestor=unit))
