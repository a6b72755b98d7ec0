"""Tests of the country's units, counted."""

from collections import Counter
from datetime import date

import pytest

from province.nation import REFORM, Part, list_provinces, read_nation
from province.units import Tree, Unit, list_faults


@pytest.fixture(scope="module")
def nation() -> Tree:
    return read_nation()


def on(tree: Tree, day: date) -> dict[str, Unit]:
    return {unit.code: unit for unit in tree.units if unit.is_valid(day)}


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (REFORM, {"province": 34, "commune": 3321}),
        (date(2025, 6, 30), {"province": 63, "district": 696, "commune": 10_035}),
    ],
)
def test_the_units_of_a_day_are_as_many_as_the_state_has(
    nation: Tree, day: date, counts: dict[str, int]
) -> None:
    assert Counter(unit.level for unit in on(nation, day).values()) == counts


def test_the_nation_is_a_tree(nation: Tree) -> None:
    assert list(list_faults(nation.units)) == []


def test_every_old_province_and_commune_became_something(nation: Tree) -> None:
    old, new = on(nation, date(2025, 6, 30)), on(nation, REFORM)
    followed = {one.old_code for one in nation.successions}
    lost = {code for code, unit in old.items() if unit.level != "district"} - followed
    reached = {one.new_code for one in nation.successions}
    assert (lost, new.keys() - reached) == (set(), set())


def test_what_a_commune_became_lies_in_what_its_province_became(nation: Tree) -> None:
    old, new = on(nation, date(2025, 6, 30)), on(nation, REFORM)
    provinces = {
        one.old_code: one.new_code
        for one in nation.successions
        if len(one.old_code) == 2
    }
    for one in nation.successions:
        district = old[one.old_code].parent if len(one.old_code) == 5 else None
        if district is not None:
            before = old[district].parent or ""
            assert new[one.new_code].parent == provinces[before]


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [
        ("08", REFORM, "Tỉnh Tuyên Quang"),
        ("02", date(2025, 6, 30), "Tỉnh Hà Giang"),
        ("076", date(2025, 6, 30), "Huyện Sơn Dương"),
        ("02545", REFORM, "Xã Tân Trào"),
        ("00004", date(2025, 6, 30), "Phường Trúc Bạch"),
        ("00004", REFORM, "Phường Ba Đình"),
    ],
)
def test_units_have_the_codes_of_the_state(
    nation: Tree, code: str, day: date, name: str
) -> None:
    assert on(nation, day)[code].name == name


def test_a_province_brings_what_became_a_part_of_it() -> None:
    tree = read_nation(province="08")
    tops = {unit.name for unit in tree.units if unit.parent is None}
    assert tops == {"Tỉnh Tuyên Quang", "Tỉnh Hà Giang"}
    assert list(list_faults(tree.units)) == []


@pytest.mark.parametrize(("part", "tops"), [(Part.NEW, 34), (Part.OLD, 63)])
def test_either_part_comes_alone(part: Part, tops: int) -> None:
    tree = read_nation(part)
    assert len([unit for unit in tree.units if unit.parent is None]) == tops
    assert bool(tree.successions) == (part is Part.OLD)


def test_provinces_are_listed_as_they_are_now() -> None:
    assert list_provinces()["08"] == "Tỉnh Tuyên Quang"
    assert "02" not in list_provinces()
