"""Tests of the register of points, on both databases."""

from dataclasses import replace
from datetime import date

from sqlalchemy import insert, select

from province.category import Category
from province.ledger import points
from province.ledger.database import Database
from province.ledger.place_tables import point_days
from province.ledger.scope import WHOLE, Scope
from province.place import Place
from tests.province.builders import NOW, add_point

FULL = Place(
    name="Sở Mẫu",
    category=Category.AGENCY,
    unit="04",
    address="Số 1",
    contact_name="NGUYỄN VĂN MẪU",
    contact_phone="0912000001",
    gates=("Cổng 1", "Cổng 2"),
    expected_daily=400,
)


def test_points_are_numbered_in_turn(ledger: Database) -> None:
    ids = [add_point(ledger, name) for name in ("A", "B")]

    assert ids == ["P000001", "P000002"]


def test_a_point_keeps_all_that_was_told(ledger: Database) -> None:
    with ledger.writing() as connection:
        (agency,) = points.add_points(connection, [FULL], NOW)
        room = replace(FULL, name="Phòng 1", parent_id=agency)
        (one,) = points.add_points(connection, [room], NOW)
        kept = points.find_point(connection, WHOLE, agency)
        rooms = points.list_rooms(connection, agency)

    assert kept == points.Point(
        point_id=agency, place=FULL, created_at=NOW, suspended_at=None
    )
    assert [(kept.point_id, kept.place) for kept in rooms] == [(one, room)]


def test_a_unit_sees_its_own_points_only(ledger: Database) -> None:
    add_point(ledger, "A", unit="04")
    add_point(ledger, "B", unit="05")

    with ledger.reading() as connection:
        mine = points.list_whole(connection, Scope(unit="05"))
        other = points.find_point(connection, Scope(unit="05"), "P000001")

    assert ([point.place.name for point in mine], other) == (["B"], None)


def test_a_move_gives_later_days_the_new_unit(ledger: Database) -> None:
    add_point(ledger)
    told = {"point_id": "P000001", "entries": 1, "admitted": 1, "refused": 0}
    with ledger.writing() as connection:
        for number in (19, 20, 21):
            day = date(2026, 11, number)
            row = {"day": day, "unit": "04", **told}
            connection.execute(insert(point_days).values(row))
        point = points.find_point(connection, WHOLE, "P000001")
        assert point is not None
        moved = replace(point.place, unit="05")
        points.change_point(connection, point, moved, date(2026, 11, 20))
        points.change_point(connection, point, moved, date(2026, 11, 20))
        rows = connection.execute(select(point_days.c.unit).order_by(point_days.c.day))

    assert rows.scalars().all() == ["04", "05", "05"]
