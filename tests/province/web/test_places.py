"""Tests of the pages of places that should have a point."""

import pytest
from sqlalchemy import select

from province.ledger.place_tables import places
from province.ledger.scope import WHOLE
from province.place_register import carry_out, plan_places
from province.row_plan import RowPlan
from province.services import Services
from tests.province.builders import NOW, add_point
from tests.province.tables import a_csv
from tests.province.web.clerk import Clerk, open_office

ROWS = (
    "Tên,Loại,Đơn vị",
    "Chợ Lớn,Chợ,04",
    "Trường A,Trường học,04",
    "Chùa B,worship,05",
)


@pytest.fixture
def clerk(services: Services) -> Clerk:
    """Return an officer of the whole province, with three places and a point of one."""
    add_point(services.database, "Cho Lon")
    with services.database.writing() as connection:
        plan = plan_places(connection, WHOLE, a_csv(*ROWS))
        assert isinstance(plan, RowPlan)
        carry_out(connection, WHOLE, plan, NOW)
    return open_office(services)


def find_point(services: Services, name: str) -> str | None:
    with services.database.reading() as connection:
        query = select(places.c.point_id).where(places.c.name == name)
        return connection.scalar(query)


def test_coverage_stands_at_the_top_and_the_missing_below(clerk: Clerk) -> None:
    page = clerk.read("/places")

    assert "<b>33,3 %</b> tỷ lệ phủ" in page
    assert "<b>2</b> nơi còn thiếu" in page
    listed = page.partition('id="list"')[2]
    assert ("Trường A" in listed, "Chợ Lớn" in listed) == (True, False)
    assert "Chợ Lớn" in clerk.read("/places?point=with")


def test_a_unit_sees_its_own_coverage(clerk: Clerk, services: Services) -> None:
    del clerk
    page = open_office(services, "unit", "05").read("/places")

    assert "<b>0 %</b> tỷ lệ phủ" in page
    assert ("Chùa B" in page, "Trường A" in page) == (True, False)


def test_a_point_is_made_of_a_place_once(clerk: Clerk, services: Services) -> None:
    for _ in range(2):
        done = clerk.send("/places/2/point", at="/places/2")
        assert done.headers["Location"] == "/points/P000002?told=added"

    assert "Trường A" in clerk.read("/points/P000002")
    assert find_point(services, "Trường A") == "P000002"


def test_a_point_is_matched_by_hand_and_taken_back(
    clerk: Clerk, services: Services
) -> None:
    add_point(services.database, "Trường Tiểu học A")
    assert "Trường Tiểu học A" in clerk.read("/places/2")

    wrong = clerk.send("/places/2/attach", at="/places/2", point_id="P999999")
    assert (wrong.status_code, 'id="point_id-fault"' in wrong.text) == (422, True)
    clerk.send("/places/2/attach", at="/places/2", point_id="p000002")
    assert find_point(services, "Trường A") == "P000002"

    clerk.send("/places/2/attach", at="/places/2", point_id="")
    assert find_point(services, "Trường A") is None


def test_names_are_matched_at_a_click(clerk: Clerk, services: Services) -> None:
    add_point(services.database, "chùa b", unit="05")

    done = clerk.send("/places/match", at="/places")

    assert done.headers["Location"] == "/places?told=matched&matched=1"
    assert find_point(services, "Chùa B") == "P000002"


def test_a_place_that_closed_is_counted_no_more(clerk: Clerk) -> None:
    clerk.send("/places/2/leave", at="/places/2")

    assert "<b>50 %</b> tỷ lệ phủ" in clerk.read("/places")
    assert clerk.get("/places/2").status_code == 404


@pytest.mark.parametrize("place", ["2", "99", "x", "9" * 30, "²"])
def test_another_unit_s_place_and_none_look_alike(
    clerk: Clerk, services: Services, place: str
) -> None:
    del clerk
    other = open_office(services, "unit", "05")

    assert other.get(f"/places/{place}").status_code == 404
    for form in ("point", "attach", "leave"):
        assert other.send(f"/places/{place}/{form}").status_code == 404
    assert find_point(services, "Trường A") is None


def test_every_table_is_taken_along(clerk: Clerk) -> None:
    for name in ("places_list", "places_by_unit", "places_by_category"):
        body = clerk.get(f"/places?table={name}&form=csv").content.decode("utf-8-sig")
        assert body.count("\r\n") >= 2


def test_places_are_imported_as_points_are(clerk: Clerk) -> None:
    content = a_csv("Tên,Loại,Đơn vị", "Mới,Chợ,04")
    done = clerk.upload("/places/import", content)
    place = done.headers["Location"]

    clerk.send(place, at=place)

    assert "<b>1</b> dòng đã thêm" in clerk.read(place)
    assert "Mới" in clerk.read("/places")
