"""Tests of the pages of administrative units."""

import pytest

from province.ledger.unit_loading import load
from province.nation import read_nation
from province.services import Services
from tests.province.builders import add_point
from tests.province.web.clerk import Clerk, open_office

BEFORE = "?day=2025-06-30"


@pytest.fixture
def furnished(services: Services) -> Services:
    """Give a province that has Tuyên Quang's units and two points."""
    with services.database.writing() as connection:
        load(connection, read_nation(province="08"))
    add_point(services.database, "Chợ", "02545")
    add_point(services.database, "Trường", "02548")
    return services


@pytest.fixture
def clerk(furnished: Services) -> Clerk:
    return open_office(furnished)


def test_the_tree_begins_at_the_top_and_opens_without_script_too(clerk: Clerk) -> None:
    page = clerk.read("/units")
    assert "Tỉnh Tuyên Quang" in page
    assert "2 điểm" in page
    assert 'hx-get="/units/08/below"' in page
    assert '<a href="/units/08">Mở trang đơn vị</a>' in page


def test_a_branch_holds_what_lies_directly_in_it(clerk: Clerk) -> None:
    branch = clerk.read("/units/08/below")
    assert branch.count('href="/units/') == 1 + 124
    assert "Xã Tân Trào" in branch
    assert "<html" not in branch


def test_a_day_before_the_reform_has_districts(clerk: Clerk) -> None:
    assert "Tỉnh Hà Giang" in clerk.read(f"/units{BEFORE}")
    branch = clerk.read(f"/units/08/below{BEFORE}")
    assert "Huyện Sơn Dương" in branch
    assert f'hx-get="/units/076/below{BEFORE}"' in branch


def test_a_unit_tells_its_address_its_past_and_its_points(clerk: Clerk) -> None:
    page = clerk.read("/units/02545")
    assert "Xã Tân Trào, tỉnh Tuyên Quang" in page
    assert "Xã Kim Quan, huyện Yên Sơn, tỉnh Tuyên Quang" in page
    assert '<a href="/?unit=02545">' in page
    assert "Đã trở thành" not in page


def test_a_unit_that_is_no_more_tells_what_it_became(clerk: Clerk) -> None:
    page = clerk.read("/units/02476")
    assert "Đơn vị này không còn." in page
    assert "Đã trở thành" in page
    assert "Xã Kim Quan, huyện Yên Sơn, tỉnh Tuyên Quang" in page
    assert '<a href="/units/02545?day=2025-07-01">' in page


def test_a_search_needs_no_accents(clerk: Clerk) -> None:
    page = clerk.read("/units?words=tan+trao")
    assert "Xã Tân Trào, tỉnh Tuyên Quang" in page
    assert "Không có đơn vị nào" in clerk.read("/units?words=paris")


def test_what_lies_in_a_unit_can_be_taken_along(clerk: Clerk) -> None:
    table = clerk.read("/units/08?table=units_below&form=csv")
    lines = table.removeprefix("\ufeff").splitlines()
    assert (lines[0], len(lines)) == ("Mã,Tên,Cấp,Số điểm", 125)
    assert '02545,Xã Tân Trào,"Xã, phường, đặc khu",1' in lines


def test_without_units_the_page_says_how_they_come(services: Services) -> None:
    assert "province unit load" in open_office(services).read("/units")


def test_what_is_no_day_is_today(clerk: Clerk) -> None:
    assert "Tỉnh Hà Giang" not in clerk.read("/units?day=never")


def test_an_officer_of_a_unit_sees_only_what_lies_in_it(furnished: Services) -> None:
    clerk = open_office(furnished, "unit", "02545")
    page = clerk.read("/units")
    assert "Xã Tân Trào" in page
    assert "Tuyên Quang" not in page
    assert "Xã Bình Ca" not in clerk.read("/units?words=binh+ca")
    for path in ("/units/08", "/units/02548", "/units/08/below", "/units/9/below"):
        assert clerk.get(path).status_code == 404


def test_a_form_is_offered_the_units_that_its_words_mean(furnished: Services) -> None:
    options = open_office(furnished).read("/units/find?field=unit&unit_words=TAN+trao")
    assert '<input type="radio" name="unit" value="02545" checked>' in options
    assert "Xã Tân Trào, tỉnh Tuyên Quang" in options
    mine = open_office(furnished, "unit", "02548").read("/units/find?q=tan+trao")
    assert "radio" not in mine


def test_a_field_is_named_as_forms_name_theirs(clerk: Clerk) -> None:
    options = clerk.read('/units/find?field="><script>&q=tan+trao')
    assert 'name="unit"' in options
    assert "script" not in options
