"""Roll call: sorted by given name, ticked, filtered and searched."""

from dataclasses import replace

import pytest

from kiosk.ui.roll_call import RollCall, begin
from tests.builders import a_payload
from tests.ui.samples import WALL
from tests.ui.visitors import a_visit

NAMES = ("Đặng Văn Út", "Lê Thị Ánh", "Trần Bình")


@pytest.fixture
def roll() -> RollCall:
    visits = [a_visit(number, name=name) for number, name in enumerate(NAMES, 1)]
    return begin(visits, WALL)


def names_of(roll: RollCall) -> list[str]:
    return [visit.name for visit in roll.list_shown()]


def test_it_is_sorted_by_given_name(roll: RollCall) -> None:
    assert names_of(roll) == ["Lê Thị Ánh", "Trần Bình", "Đặng Văn Út"]


def test_a_tick_counts_and_is_taken_back(roll: RollCall) -> None:
    ticked = roll.tick(roll.visits[0].visit_id)
    again = ticked.tick(roll.visits[0].visit_id)
    assert (ticked.unseen_count, again.unseen_count) == (2, 3)


def test_only_those_not_seen_are_shown(roll: RollCall) -> None:
    ticked = replace(roll.tick(roll.visits[0].visit_id), only_unseen=True)
    assert names_of(ticked) == ["Trần Bình", "Đặng Văn Út"]


@pytest.mark.parametrize(
    ("search", "found"),
    [("dang", [NAMES[0]]), ("thi an", [NAMES[1]]), ("26112003", [NAMES[2]]), ("q", [])],
)
def test_a_search_needs_no_accents(
    roll: RollCall, search: str, found: list[str]
) -> None:
    assert names_of(replace(roll, search=search)) == found


@pytest.mark.parametrize("code", ["26112002", "001190000002|x|Lê Thị Ánh"])
def test_a_badge_or_a_card_finds_its_visitor(roll: RollCall, code: str) -> None:
    found = roll.find(a_payload(code))
    assert found is not None
    assert found.name == "Lê Thị Ánh"


@pytest.mark.parametrize("code", ["", "999", "|"])
def test_a_strange_code_finds_nobody(roll: RollCall, code: str) -> None:
    assert roll.find(a_payload(code)) is None


def test_seeing_somebody_twice_keeps_the_tick(roll: RollCall) -> None:
    visit_id = roll.visits[0].visit_id
    assert roll.see(visit_id).see(visit_id).unseen_count == 2
