"""Points: the places that are registered, and what is kept of each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from province.category import read_category
from province.folding import fold
from province.ledger import settings
from province.ledger.columns import EPOCH
from province.ledger.place_tables import point_units
from province.ledger.reforms import move_point
from province.ledger.scope import Scope
from province.ledger.tables import points
from province.place import Place

_COUNTER = "point_counter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A registered point, whole; `place.parent_id` names the point that it is a room of."""

    point_id: str
    place: Place
    created_at: datetime
    suspended_at: datetime | None


_WHOLE = select(
    points.c.point_id,
    points.c.name,
    points.c.category,
    points.c.unit,
    points.c.address,
    points.c.contact_name,
    points.c.contact_phone,
    points.c.gates,
    points.c.expected_daily,
    points.c.parent_id,
    points.c.created_at,
    points.c.suspended_at,
)


def add_points(
    connection: Connection, places: Sequence[Place], now: datetime
) -> list[str]:
    """Register `places` and return their new ids."""
    if not places:
        return []
    last = int(settings.read(connection, _COUNTER, lock=True) or "0")
    ids = [f"P{last + offset:06d}" for offset in range(1, len(places) + 1)]
    settings.store(connection, _COUNTER, str(last + len(places)))
    pairs = list(zip(ids, places, strict=True))
    connection.execute(
        insert(points),
        [
            _describe(place) | {"point_id": point_id, "created_at": now}
            for point_id, place in pairs
        ],
    )
    # It has lain there from the first day: what a stick brings may be older than the point.
    connection.execute(
        insert(point_units),
        [
            {"point_id": point_id, "valid_from": EPOCH.date(), "unit": place.unit}
            for point_id, place in pairs
        ],
    )
    return ids


def change_point(connection: Connection, point: Point, place: Place, day: date) -> None:
    """Let `point` be what `place` tells; from `day` on it lies in the new unit."""
    connection.execute(
        update(points)
        .where(points.c.point_id == point.point_id)
        .values(_describe(replace(place, unit=point.place.unit)))
    )
    if place.unit != point.place.unit:
        move_point(connection, point.point_id, place.unit, day)


def find_point(connection: Connection, scope: Scope, point_id: str) -> Point | None:
    """Return the point `point_id`, None where there is none within `scope`."""
    query = _WHOLE.where(points.c.point_id == point_id, scope.holds(points.c.unit))
    row = connection.execute(query).one_or_none()
    return None if row is None else _read(row)


def list_whole(connection: Connection, scope: Scope) -> list[Point]:
    """Return every point within `scope`, whole, by id."""
    query = _WHOLE.where(scope.holds(points.c.unit)).order_by(points.c.point_id)
    return [_read(row) for row in connection.execute(query).all()]


def list_rooms(connection: Connection, point_id: str) -> list[Point]:
    """Return the points that are rooms of `point_id`."""
    query = _WHOLE.where(points.c.parent_id == point_id).order_by(points.c.point_id)
    return [_read(row) for row in connection.execute(query).all()]


def find_name(connection: Connection, point_id: str) -> str | None:
    """Return the name of `point_id`, None where there is no such point."""
    query = select(points.c.name).where(points.c.point_id == point_id)
    return connection.scalar(query)


def _describe(place: Place) -> dict[str, object]:
    return {
        "name": place.name,
        "folded": fold(place.name),
        "category": place.category.value,
        "unit": place.unit,
        "address": place.address,
        "contact_name": place.contact_name,
        "contact_phone": place.contact_phone,
        "gates": list(place.gates),
        "expected_daily": place.expected_daily,
        "parent_id": place.parent_id,
    }


def _read(told: Row[*tuple[Any, ...]]) -> Point:
    """Return the point of a row of `_WHOLE`; `Any` because types end at SQL."""
    return Point(
        point_id=told.point_id,
        place=Place(
            name=told.name,
            category=read_category(told.category),
            unit=told.unit,
            address=told.address,
            contact_name=told.contact_name,
            contact_phone=told.contact_phone,
            gates=tuple(told.gates),
            expected_daily=told.expected_daily,
            parent_id=told.parent_id,
        ),
        created_at=told.created_at,
        suspended_at=told.suspended_at,
    )
