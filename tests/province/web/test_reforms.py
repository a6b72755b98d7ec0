"""Tests of the page on which points are placed after units were merged and divided."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from province.ledger.tables import points
from province.ledger.unit_loading import load
from province.nation import read_nation
from province.services import Services
from tests.province.builders import add_point
from tests.province.web.clerk import Clerk, open_office

PAGE = "/units/reforms"
MERGED, HEIR = "02551", "02548"
DIVIDED, PART = "02494", "02212"


@pytest.fixture
def furnished(services: Services) -> Services:
    """Give a point in a merged and one in a divided commune, of long before."""
    with services.database.writing() as connection:
        load(connection, read_nation(province="08"))
    add_point(services.database, "Chợ", MERGED)
    add_point(services.database, "Trường", DIVIDED)
    with services.database.writing() as connection:
        before = datetime(2025, 1, 1, tzinfo=UTC)
        connection.execute(update(points).values(created_at=before))
    return services


def list_units(services: Services) -> list[str]:
    with services.database.reading() as connection:
        return list(
            connection.scalars(select(points.c.unit).order_by(points.c.point_id))
        )


def place(clerk: Clerk, point: str, part: str, day: str = "2025-07-01") -> int:
    return clerk.send(PAGE, at=PAGE, point=point, part=part, day=day).status_code


def test_the_page_tells_what_goes_by_itself_and_what_must_be_chosen(
    furnished: Services,
) -> None:
    page = open_office(furnished).read(PAGE)
    assert "1 điểm còn mang mã đơn vị cũ." in page
    assert "1 điểm cần chọn đơn vị mới." in page
    assert "Xã Thái Bình, huyện Yên Sơn, tỉnh Tuyên Quang" in page
    assert f'<option value="{PART}">' in page


def test_the_questions_can_be_taken_along(furnished: Services) -> None:
    table = open_office(furnished).read(f"{PAGE}?table=reforms_divided&form=csv")
    (_, line) = table.splitlines()
    assert line.startswith('P000002,Trường,"Xã Thái Bình, huyện Yên Sơn')


def test_one_click_moves_what_became_a_part_of_one_other(furnished: Services) -> None:
    clerk = open_office(furnished)
    done = clerk.send(f"{PAGE}/apply", at=PAGE, day="2025-07-01")
    assert done.headers["location"] == f"{PAGE}?day=2025-07-01"
    assert list_units(furnished) == [HEIR, DIVIDED]
    assert "0 điểm còn mang mã đơn vị cũ." in clerk.read(PAGE)


@pytest.mark.parametrize("part", [PART, DIVIDED])
def test_a_point_is_placed_into_one_of_the_parts(
    furnished: Services, part: str
) -> None:
    clerk = open_office(furnished)
    assert place(clerk, "P000002", part) == 303
    assert list_units(furnished) == [MERGED, part]
    assert "0 điểm cần chọn đơn vị mới." in clerk.read(PAGE)


@pytest.mark.parametrize(
    ("point", "part", "day"),
    [
        ("P000002", "02545", "2025-07-01"),
        ("P000001", HEIR, "2025-07-01"),
        ("P9", PART, "2025-07-01"),
        ("P000002", PART, "2024-07-01"),
    ],
)
def test_what_is_no_part_no_such_point_or_no_reform_is_not_found(
    furnished: Services, point: str, part: str, day: str
) -> None:
    assert place(open_office(furnished), point, part, day) == 404
    assert list_units(furnished) == [MERGED, DIVIDED]


def test_an_officer_of_a_unit_places_only_within_it(furnished: Services) -> None:
    clerk = open_office(furnished, "unit", DIVIDED)
    page = clerk.read(PAGE)
    assert "Trường" in page
    assert f'<option value="{PART}">' not in page
    assert place(clerk, "P000002", PART) == 404
    assert place(clerk, "P000001", HEIR) == 404
    refused = clerk.send(f"{PAGE}/apply", at=PAGE, day="2025-07-01")
    assert refused.status_code == 403
    assert place(clerk, "P000002", DIVIDED) == 303


def test_without_a_reform_the_page_says_so(services: Services) -> None:
    assert "Chưa nạp đợt sắp xếp" in open_office(services).read(PAGE)
