"""Tests of administrative units as a tree with validity."""

from datetime import date

import pytest

from province.units import (
    FIRST_DAY,
    Succession,
    Tree,
    Unit,
    find_ancestors,
    is_code,
    list_faults,
    tell_path,
)

REFORM = date(2025, 7, 1)
DAY = date(2024, 1, 1)


def a_unit(
    code: str,
    parent: str | None = None,
    *,
    valid_from: date = FIRST_DAY,
    valid_until: date | None = None,
) -> Unit:
    return Unit(
        code=code,
        name=f"Xã {code}",
        level="commune",
        parent=parent,
        valid_from=valid_from,
        valid_until=valid_until,
    )


def ended(code: str, parent: str | None = None) -> Unit:
    return a_unit(code, parent, valid_until=REFORM)


def begun(code: str, parent: str | None = None) -> Unit:
    return a_unit(code, parent, valid_from=REFORM)


def became(old: str, *new: str) -> tuple[Succession, ...]:
    return tuple(Succession(old_code=old, new_code=one, day=REFORM) for one in new)


@pytest.mark.parametrize("code", ["04", "02545", "9001", "123456789012"])
def test_codes_of_the_state_and_own_ones_are_codes(code: str) -> None:
    assert is_code(code)


@pytest.mark.parametrize(
    "code", ["", " 04", "04\n", "../04", "-1", "4a", "²", "1" * 13]
)
def test_what_could_lead_astray_is_no_code(code: str) -> None:
    assert not is_code(code)


def test_a_unit_is_valid_from_its_first_day_until_the_day_before_its_end() -> None:
    unit = a_unit("1", valid_from=DAY, valid_until=REFORM)
    days = (date(2023, 12, 31), DAY, date(2025, 6, 30), REFORM)
    assert [unit.is_valid(day) for day in days] == [False, True, True, False]
    assert unit.last_day == date(2025, 6, 30)


def test_a_unit_lies_in_itself_and_in_all_above_it() -> None:
    tree = Tree(units=(a_unit("1"), a_unit("2", "1"), a_unit("3", "2")))
    assert find_ancestors(tree)["3"] == {"1", "2", "3"}


def test_a_unit_that_was_merged_whole_lies_in_what_it_became() -> None:
    units = (ended("02"), begun("08"), ended("600", "02"), ended("601", "600"))
    found = find_ancestors(Tree(units=units, successions=became("02", "08")))
    assert found["601"] == {"601", "600", "02", "08"}


def test_a_unit_that_was_divided_lies_only_in_what_all_its_parts_lie_in() -> None:
    units = (begun("08"), ended("9"), begun("91", "08"), begun("92", "08"))
    found = find_ancestors(Tree(units=units, successions=became("9", "91", "92")))
    assert found["9"] == {"9", "08"}


def test_a_code_that_names_another_unit_later_does_not_lend_it_its_past() -> None:
    """Officers of the district in which 97 lay never saw 1, though 1 became a part of 97."""
    units = (ended("003"), ended("97", "003"), ended("1"), begun("97"))
    found = find_ancestors(Tree(units=units, successions=became("1", "97")))
    assert (found["1"], found["97"]) == ({"1", "97"}, {"97", "003"})


@pytest.mark.parametrize(
    ("units", "sentence"),
    [
        ((a_unit("1", valid_from=REFORM, valid_until=DAY),), "before it begins"),
        ((a_unit("1"), begun("1")), "before it has ended"),
        ((a_unit("1", "9"),), "nothing is known"),
        ((ended("1"), begun("2", "1")), "nothing is known"),
        ((a_unit("1", "1"),), "in itself"),
        ((a_unit("1", "2"), a_unit("2", "1")), "in itself"),
    ],
)
def test_what_is_no_tree_is_told(units: tuple[Unit, ...], sentence: str) -> None:
    assert sentence in next(iter(list_faults(units)))[1]


def test_a_tree_whose_codes_change_hands_has_no_fault() -> None:
    units = (ended("1"), begun("1"), ended("2", "1"), begun("2", "1"))
    assert list(list_faults(units)) == []


def test_a_path_is_written_as_an_address() -> None:
    names = ["Xã Tân Trào", "Huyện Sơn Dương", "Tỉnh Tuyên Quang"]
    assert tell_path(names) == "Xã Tân Trào, huyện Sơn Dương, tỉnh Tuyên Quang"
    assert tell_path(["Phòng 1", "Xãm Ba"]) == "Phòng 1, Xãm Ba"
