"""Tests of the places that should have a point, on both databases."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from kiosk.decision import LOCAL
from province.category import Category
from province.ledger import places as register
from province.ledger import points
from province.ledger.database import Database
from province.ledger.place_tables import places
from province.ledger.places import Coverage, CoverageLine, Wanted
from province.ledger.scope import WHOLE, Scope
from province.place import Place
from tests.province.builders import NOW, add_point

TODAY = NOW.astimezone(LOCAL).date()


def add(ledger: Database, name: str, unit: str = "04", category: str = "market") -> int:
    place = Place(name=name, category=Category(category), unit=unit)
    with ledger.writing() as connection:
        register.add_places(connection, [place], NOW)
        number = connection.scalar(
            select(places.c.place_id).where(places.c.name == name)
        )
    assert number is not None
    return int(number)


def read(ledger: Database, scope: Scope = WHOLE, day: date = TODAY) -> Coverage:
    with ledger.reading() as connection:
        return register.coverage(connection, scope, day)


def attach(ledger: Database, place: int, point: str | None) -> None:
    with ledger.writing() as connection:
        register.attach(connection, place, point)


def a_line(unit: str, category: str, expected: int, covered: int) -> CoverageLine:
    return CoverageLine(
        unit=unit, category=category, expected=expected, covered=covered
    )


def test_coverage_is_told_by_unit_and_category(ledger: Database) -> None:
    attach(ledger, add(ledger, "A"), add_point(ledger))
    add(ledger, "B")
    add(ledger, "C", category="school")
    add(ledger, "D", unit="05")

    found = read(ledger)

    assert found.lines == (
        *(a_line("04", "market", 2, 1), a_line("04", "school", 1, 0)),
        a_line("05", "market", 1, 0),
    )
    assert found.by_unit() == (a_line("04", "", 3, 1), a_line("05", "", 1, 0))
    assert found.by_category()[0] == a_line("", "market", 3, 1)
    assert (found.total.expected, found.total.missing, found.total.rate) == (4, 3, 0.25)


def test_a_unit_s_coverage_is_its_own(ledger: Database) -> None:
    add(ledger, "A", unit="04")
    add(ledger, "B", unit="05")

    assert read(ledger, Scope(unit="05")).lines == (a_line("05", "market", 1, 0),)


def test_an_empty_register_has_no_rate(ledger: Database) -> None:
    assert read(ledger).total.rate is None


def test_a_day_is_told_as_it_was(ledger: Database) -> None:
    place = add(ledger, "A")
    attach(ledger, place, add_point(ledger))
    with ledger.writing() as connection:
        register.leave(connection, place, NOW + timedelta(days=2))

    found = [
        read(ledger, day=TODAY + timedelta(days=ahead)).total.expected
        for ahead in (-1, 0, 1, 2)
    ]
    assert found == [0, 1, 1, 0]


def test_a_place_is_covered_from_the_day_its_point_was_registered(
    ledger: Database,
) -> None:
    place = Place(name="A", category=Category.MARKET, unit="04")
    with ledger.writing() as connection:
        (point,) = points.add_points(connection, [place], NOW + timedelta(days=1))
    attach(ledger, add(ledger, "A"), point)

    found = [read(ledger, day=TODAY + timedelta(days=n)).total.covered for n in (0, 1)]
    assert found == [0, 1]


@pytest.mark.parametrize("point", ["chợ lớn", "Cho Lon", "CHỢ LỚN"])
def test_places_find_points_of_their_name_and_unit(
    ledger: Database, point: str
) -> None:
    add(ledger, "Chợ Lớn")
    add_point(ledger, "Chợ Lớn", unit="05")
    mine = add_point(ledger, point)

    with ledger.writing() as connection:
        matched = register.match_by_name(connection, WHOLE)
        (place,) = register.list_places(connection, WHOLE, Wanted())

    assert (matched, place.point_id) == (1, mine)


def test_what_has_a_namesake_is_left_to_an_officer(ledger: Database) -> None:
    add(ledger, "Chợ Lớn")
    add(ledger, "Chợ Lơn")
    add_point(ledger, "Chợ Lớn")

    with ledger.writing() as connection:
        assert register.match_by_name(connection, WHOLE) == 0


def test_a_point_is_that_of_one_place(ledger: Database) -> None:
    attach(ledger, add(ledger, "A"), add_point(ledger, "Chợ Lớn"))
    add(ledger, "Chợ Lớn")

    with ledger.writing() as connection:
        assert register.match_by_name(connection, WHOLE) == 0


def test_candidates_are_free_points_of_the_unit_and_namesakes_first(
    ledger: Database,
) -> None:
    taken = add_point(ledger, "Đã ghép")
    attach(ledger, add(ledger, "A"), taken)
    place = add(ledger, "Chợ Lớn")
    add_point(ledger, "Khác")
    add_point(ledger, "Nơi khác", unit="05")
    add_point(ledger, "Cho Lon")

    with ledger.reading() as connection:
        found = register.find_place(connection, WHOLE, place)
        assert found is not None
        candidates = register.list_candidates(connection, WHOLE, found)

    assert [one.name for one in candidates] == ["Cho Lon", "Khác"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), "AB"),
        (Wanted(text="a"), "A"),
        (Wanted(has_point=True), "A"),
        (Wanted(has_point=False), "B"),
        (Wanted(unit="05"), "B"),
        (Wanted(category="school"), ""),
    ],
)
def test_what_is_wanted_is_found(ledger: Database, wanted: Wanted, found: str) -> None:
    attach(ledger, add(ledger, "A"), add_point(ledger))
    add(ledger, "B", unit="05")

    with ledger.reading() as connection:
        listed = register.list_places(connection, WHOLE, wanted)

    assert [one.name for one in listed] == list(found)


def test_the_next_page_follows_the_last_place(ledger: Database) -> None:
    first, _ = add(ledger, "A"), add(ledger, "B")

    with ledger.reading() as connection:
        rest = register.list_places(connection, WHOLE, Wanted(), after=first)
        one = register.list_places(connection, WHOLE, Wanted(), limit=1)

    assert ([p.name for p in rest], [p.name for p in one]) == (["B"], ["A"])
