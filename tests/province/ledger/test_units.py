"""Tests of the ledger's tree of units, asked on a day."""

from datetime import date

import pytest
from sqlalchemy import Connection

from province.ledger import units
from province.ledger.database import Database
from province.ledger.scope import WHOLE, Scope
from province.ledger.unit_loading import Loaded, load
from province.nation import REFORM, read_nation
from tests.province.builders import add_point

BEFORE = date(2025, 6, 30)
TUYEN_QUANG = "Xã Tân Trào, huyện Sơn Dương, tỉnh Tuyên Quang"


@pytest.fixture
def province(ledger: Database) -> Database:
    """Give a ledger with Tuyên Quang, of before with Hà Giang, and since."""
    with ledger.writing() as connection:
        assert isinstance(load(connection, read_nation(province="08")), Loaded)
    return ledger


def find_codes(connection: Connection, words: str, day: date, unit: str) -> set[str]:
    found = units.search(connection, words, day, Scope(unit=unit))
    return {one.code for one in found}


def test_a_code_names_what_it_named_on_the_day(province: Database) -> None:
    with province.reading() as connection:
        district = units.find(connection, "076", BEFORE)
        assert district is not None
        assert district.name == "Huyện Sơn Dương"
        assert units.find(connection, "076", REFORM) is None
        names = [one.name for one in units.list_versions(connection, "00694")]
        assert names == ["Phường Nguyễn Trãi", "Phường Hà Giang 1"]


def test_children_are_those_of_the_day(province: Database) -> None:
    with province.reading() as connection:
        tops = units.list_children(connection, None, BEFORE)
        assert [one.code for one in tops] == ["02", "08"]
        assert [one.code for one in units.list_children(connection, None, REFORM)] == [
            "08"
        ]
        assert len(units.list_children(connection, "08", BEFORE)) == 7
        assert len(units.list_children(connection, "08", REFORM)) == 124


def test_a_subtree_holds_every_level_of_the_day(province: Database) -> None:
    with province.reading() as connection:
        before = units.list_subtree(connection, "08", BEFORE)
        levels = [one.level for one in before]
        assert (levels[0], levels.count("district")) == ("province", 7)
        assert len(units.list_subtree(connection, "08", REFORM)) == 125
        assert units.list_subtree(connection, "076", REFORM) == ()


def test_a_unit_is_told_as_an_address_of_the_day(province: Database) -> None:
    with province.reading() as connection:
        path = units.list_path(connection, "02545", BEFORE)
        assert [one.code for one in path] == ["02545", "076", "08"]
        told = units.tell_paths(connection, ["02545", "nothing"], BEFORE)
        assert told == {"02545": TUYEN_QUANG}
        told = units.tell_paths(connection, ["02545", "076"], REFORM)
        assert told == {
            "02545": "Xã Tân Trào, tỉnh Tuyên Quang",
            "076": "Huyện Sơn Dương, tỉnh Tuyên Quang",
        }


def test_names_are_those_of_the_day_else_the_last(province: Database) -> None:
    with province.reading() as connection:
        assert units.name_units(connection, ["00694", "076"], BEFORE) == {
            "00694": "Phường Nguyễn Trãi",
            "076": "Huyện Sơn Dương",
        }
        assert units.name_units(connection, ["00694", "076"], REFORM) == {
            "00694": "Phường Hà Giang 1",
            "076": "Huyện Sơn Dương",
        }


@pytest.mark.parametrize(
    ("words", "unit", "found"),
    [
        ("tan trao", "", {"02545"}),
        ("  TRÀO tân", "", {"02545"}),
        ("02545", "", {"02545"}),
        ("tan trao", "02545", {"02545"}),
        ("tan trao", "02548", set()),
        ("100%", "", set()),
        ("", "", set()),
    ],
)
def test_a_search_needs_no_accents_and_keeps_to_its_officers_unit(
    province: Database, words: str, unit: str, found: set[str]
) -> None:
    with province.reading() as connection:
        assert find_codes(connection, words, REFORM, unit) == found


def test_a_search_finds_so_many_and_no_more(province: Database) -> None:
    with province.reading() as connection:
        found = units.search(connection, "xa", REFORM, WHOLE)
    assert len(found) == units.MOST_FOUND


def test_it_is_told_what_became_of_a_unit_and_what_it_was_made_of(
    province: Database,
) -> None:
    with province.reading() as connection:
        became = units.list_successors(connection, "02476", REFORM)
        came = units.list_predecessors(connection, "02545", REFORM)
        assert units.list_successors(connection, "02476", None) == ()
    assert [one.new_code for one in became] == ["02545"]
    assert [one.old_code for one in came] == ["02476", "02539", "02545"]


def test_points_count_for_every_unit_that_they_lie_in(province: Database) -> None:
    add_point(province, "A", "02545")
    add_point(province, "B", "02545")
    add_point(province, "C", "99999")
    with province.reading() as connection:
        counts = units.count_points(connection, ["08", "02545", "076", "99999", "02"])
    assert counts == {"08": 2, "02545": 2, "076": 2, "99999": 1, "02": 0}
