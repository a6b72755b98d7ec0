"""Points: the places that are registered, told from silence to contact."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from province.category import Category
from province.ledger import settings
from province.ledger.tables import kiosks, points

PAGE_ROWS = 100
_NAME_LENGTH = 200
_UNIT_DIGITS = 12
_COUNTER = "point_counter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What is registered of a point, checked."""

    name: str
    category: Category
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PointView:
    """A point as officers see it; `pending` is None where no kiosk ever reported."""

    point_id: str
    name: str
    category: str
    unit: str
    kiosks: int
    last_contact: datetime | None
    pending: int | None


def check_place(name: str, category: str, unit: str) -> Place | str:
    """Return the place, or the sentence that says what is wrong with it."""
    name = unicodedata.normalize("NFC", name.strip())
    if not name or len(name) > _NAME_LENGTH or "\0" in name:
        return f"The name '{name[:40]}' is empty or longer than {_NAME_LENGTH}."
    if category not in set(Category):
        return f"The category '{category}' is none of {', '.join(Category)}."
    if not (unit.isascii() and unit.isdigit() and len(unit) <= _UNIT_DIGITS):
        return f"The unit '{unit}' is no administrative code such as 04."
    return Place(name=name, category=Category(category), unit=unit)


def add_points(
    connection: Connection, places: Sequence[Place], now: datetime
) -> list[str]:
    """Register `places` and return their new ids."""
    if not places:
        return []
    last = int(settings.read(connection, _COUNTER, lock=True) or "0")
    ids = [f"P{last + offset:06d}" for offset in range(1, len(places) + 1)]
    settings.store(connection, _COUNTER, str(last + len(places)))
    connection.execute(
        insert(points),
        [
            {
                "point_id": point_id,
                "name": place.name,
                "category": place.category.value,
                "unit": place.unit,
                "created_at": now,
            }
            for point_id, place in zip(ids, places, strict=True)
        ],
    )
    return ids


def find_by_name(connection: Connection) -> dict[tuple[str, str], str]:
    """Return the ids of all points by name and unit."""
    query = select(points.c.name, points.c.unit, points.c.point_id)
    return {
        (name, unit): point_id for name, unit, point_id in connection.execute(query)
    }


def set_category(connection: Connection, point_id: str, category: Category) -> None:
    """Change what sort of place `point_id` is."""
    connection.execute(
        update(points)
        .where(points.c.point_id == point_id)
        .values(category=category.value)
    )


def find_name(connection: Connection, point_id: str) -> str | None:
    """Return the name of `point_id`, None where there is no such point."""
    query = select(points.c.name).where(points.c.point_id == point_id)
    return connection.scalar(query)


def list_points(
    connection: Connection, unit: str, after: str = ""
) -> tuple[PointView, ...]:
    """Return the points of `unit` (all where empty) that follow the id `after`."""
    query = (
        select(
            points.c.point_id,
            points.c.name,
            points.c.category,
            points.c.unit,
            func.count(kiosks.c.kiosk_id).label("kiosks"),
            func.max(kiosks.c.last_contact, type_=kiosks.c.last_contact.type).label(
                "last_contact"
            ),
            func.sum(kiosks.c.last_pending).label("pending"),
        )
        .outerjoin(kiosks, kiosks.c.point_id == points.c.point_id)
        .where(points.c.point_id > after)
        .group_by(points.c.point_id)
        .order_by(points.c.point_id)
        .limit(PAGE_ROWS)
    )
    if unit:
        query = query.where(points.c.unit == unit)
    return tuple(
        PointView(
            point_id=row.point_id,
            name=row.name,
            category=row.category,
            unit=row.unit,
            kiosks=row.kiosks,
            last_contact=row.last_contact,
            pending=None if row.last_contact is None else int(row.pending),
        )
        for row in connection.execute(query)
    )
