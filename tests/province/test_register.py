"""Tests of points from a form or a file, on both databases."""

import time

import pytest
from sqlalchemy import func, select

from province.category import Category
from province.errors import UsageError
from province.ledger import points as ledger_points
from province.ledger.database import Database
from province.ledger.scope import WHOLE, Scope
from province.ledger.tables import points
from province.place import Fault, Field, Place
from province.register import (
    Registered,
    add_point,
    carry_out,
    check_point,
    plan_points,
    tell_fault,
    tell_sheet_fault,
)
from province.row_plan import RowPlan
from province.sheet import SheetFault
from province.words import load_page_texts
from tests.province.builders import NOW
from tests.province.tables import a_csv

HEAD = "name,category,unit"


def load(ledger: Database, *rows: str, scope: Scope = WHOLE) -> Registered:
    with ledger.writing() as connection:
        plan = plan_points(connection, scope, a_csv(*rows))
        assert isinstance(plan, RowPlan), plan
        return carry_out(connection, scope, plan, NOW)


def list_points(ledger: Database) -> list[ledger_points.Point]:
    with ledger.reading() as connection:
        return ledger_points.list_whole(connection, WHOLE)


def test_the_same_file_again_adds_nothing(ledger: Database) -> None:
    rows = (HEAD, "A,school,04", "B,market,04")
    load(ledger, *rows)

    assert load(ledger, *rows) == Registered(added=0, updated=2)


def test_a_changed_category_is_taken_over(ledger: Database) -> None:
    load(ledger, HEAD, "A,school,04")
    load(ledger, "unit,name,category", "04,A,hospital")

    (point,) = list_points(ledger)
    assert (point.point_id, point.place.category) == ("P000001", Category.HOSPITAL)


def test_a_place_named_twice_in_a_file_is_one_point(ledger: Database) -> None:
    assert load(ledger, HEAD, "A,school,04", "A,office,04") == Registered(
        added=1, updated=1
    )


def test_rooms_belong_to_an_agency_of_the_same_file(ledger: Database) -> None:
    load(ledger, f"{HEAD},parent", "P1,meeting_room,04,Sở", "Sở,agency,04,")

    agency, room = list_points(ledger)
    assert (agency.place.name, room.place.parent_id) == ("Sở", agency.point_id)


def test_a_known_point_becomes_a_room_of_a_new_one(ledger: Database) -> None:
    load(ledger, HEAD, "P1,meeting_room,04")
    load(ledger, f"{HEAD},parent", "P1,meeting_room,04,Sở", "Sở,agency,04,")

    room, agency = list_points(ledger)
    assert room.place.parent_id == agency.point_id


def test_a_unit_s_file_changes_nothing_of_another(ledger: Database) -> None:
    load(ledger, HEAD, "A,school,04")

    done = load(ledger, "point,name", "P000001,X", scope=Scope(unit="05"))

    assert (done, list_points(ledger)[0].place.name) == (
        Registered(added=0, updated=0),
        "A",
    )


def test_a_form_names_its_parent_by_id(ledger: Database) -> None:
    load(ledger, HEAD, "Sở,agency,04")
    said = {"name": "P1", "category": "office", "unit": "04", "parent": " p000001 "}

    with ledger.reading() as connection:
        room = check_point(connection, WHOLE, {Field(k): v for k, v in said.items()})

    assert isinstance(room, Place)
    assert room.parent_id == "P000001"


def test_a_form_s_faults_tell_what_was_said(ledger: Database) -> None:
    said = {Field.NAME: "A", Field.CATEGORY: "x", Field.UNIT: "4a"}

    with ledger.reading() as connection:
        faults = check_point(connection, WHOLE, said)

    assert faults == (
        Fault(field=Field.CATEGORY, said="x"),
        Fault(field=Field.UNIT, said="4a"),
    )


def test_a_single_point_that_is_none_is_wrong_use(sqlite: Database) -> None:
    with pytest.raises(UsageError, match="The category 'x': no such category"):
        add_point(sqlite, "A", "x", unit="04", now=NOW)


def test_a_fault_is_told_in_both_languages() -> None:
    fault = Fault(field=Field.UNIT, said="4a")

    assert tell_fault(fault, "vi").startswith("Đơn vị '4a': không có đơn vị")
    assert tell_fault(fault, "en").startswith("The unit '4a': no administrative code")


def test_each_fault_of_a_table_has_a_sentence() -> None:
    texts = load_page_texts()

    assert {f"sheet_fault_{fault}" for fault in SheetFault} <= texts.keys()
    assert tell_sheet_fault(SheetFault.EMPTY, "vi") == "Tệp không có dòng nào."


def test_a_province_s_points_are_registered_in_seconds(ledger: Database) -> None:
    """6,128 is the letters' province; a clerk waits no longer than for a page."""
    rows = [f"Điểm {n},school,{n % 160:05d}" for n in range(6128)]
    start = time.monotonic()

    load(ledger, HEAD, *rows)
    done = load(ledger, HEAD, *(row.replace("school", "market") for row in rows))

    assert done == Registered(added=0, updated=6128)
    assert time.monotonic() - start < 60
    with ledger.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(points)) == 6128
