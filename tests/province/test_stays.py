"""Tests of making stays of what one person showed."""

import random
from datetime import datetime

import pytest

from kiosk.decision import LOCAL
from province.ledger.columns import to_us
from province.stays import (
    HOUR_US,
    Appearance,
    Doubt,
    House,
    Stay,
    Sureness,
    build,
    grade,
    list_doubts,
    pack,
    take_apart,
)
from province.words import load_sets

MORNING = to_us(datetime(2026, 11, 20, 8, tzinfo=LOCAL))
HOUSES = {
    "M": House(category="market", house="M"),
    "O": House(category="office", house="O"),
    "R": House(category="meeting_room", house="O"),
    "H": House(category="hotel", house="H"),
}


def an_appearance(hour: float, point: str = "M", way: str = "in") -> Appearance:
    at = MORNING + int((hour - 8) * HOUR_US)
    entry_id = f"{hour:08.3f}{point}{way}".encode().ljust(16)[:16]
    return Appearance(entry_id=entry_id, at_us=at, point_id=point, is_out=way == "out")


def tell(*seen: Appearance) -> list[tuple[str, float, float, tuple[Doubt, ...]]]:
    """Return the stays as point, hours and doubts."""
    return [
        (
            stay.point_id,
            8 + (stay.since_us - MORNING) / HOUR_US,
            8 + (stay.until_us - MORNING) / HOUR_US,
            list_doubts(stay.doubts),
        )
        for stay in build(seen, HOUSES)
    ]


def test_in_and_out_make_a_sure_stay() -> None:
    found = build([an_appearance(8), an_appearance(9, way="out")], HOUSES)

    assert [stay.sureness for stay in found] == [Sureness.HIGH]
    assert found[0].until_us - found[0].since_us == HOUR_US


def test_who_was_not_seen_to_leave_has_left_before_being_seen_elsewhere() -> None:
    assert tell(an_appearance(8), an_appearance(9, "O")) == [
        ("M", 8, 9, (Doubt.EXIT_ASSUMED,)),
        ("O", 9, 18, (Doubt.EXIT_ASSUMED,)),
    ]


def test_who_was_never_seen_again_stayed_as_long_as_one_does_there() -> None:
    assert tell(an_appearance(8)) == [("M", 8, 10, (Doubt.EXIT_ASSUMED,))]


def test_nobody_is_taken_to_stay_past_the_night_but_guests_of_a_hotel() -> None:
    assert tell(an_appearance(20, "O")) == [("O", 20, 23, (Doubt.EXIT_ASSUMED,))]
    assert tell(an_appearance(20, "H")) == [("H", 20, 44, (Doubt.EXIT_ASSUMED,))]


def test_who_came_unseen_was_not_there_before_what_they_did_last() -> None:
    assert tell(
        an_appearance(8), an_appearance(9, way="out"), an_appearance(10, "O", "out")
    )[1] == ("O", 9, 10, (Doubt.ENTRY_ASSUMED,))


def test_another_gate_of_the_same_point_goes_on_with_the_stay() -> None:
    assert tell(an_appearance(8), an_appearance(9), an_appearance(9.5, way="out")) == [
        ("M", 8, 9, (Doubt.ENTERED_AGAIN,)),
        ("M", 9, 9.5, ()),
    ]


def test_a_room_of_the_house_is_not_elsewhere() -> None:
    assert tell(
        an_appearance(8, "O"),
        an_appearance(9, "R"),
        an_appearance(10, "R", "out"),
        an_appearance(12, "O", "out"),
    ) == [("O", 8, 12, ()), ("R", 9, 10, ())]


def test_a_stay_with_another_place_in_between_is_doubted() -> None:
    assert tell(an_appearance(8), an_appearance(9, "O"), an_appearance(10, way="out"))[
        0
    ] == ("M", 8, 10, (Doubt.ELSEWHERE,))


def test_an_exit_a_day_later_is_not_that_of_this_entry() -> None:
    late = an_appearance(8 + 24.5, way="out")

    assert [doubts for *_, doubts in tell(an_appearance(8), late)] == [
        (Doubt.EXIT_ASSUMED,),
        (Doubt.ENTRY_ASSUMED,),
    ]


@pytest.mark.parametrize("seed", range(50))
def test_stays_come_apart_into_what_they_were_made_of(seed: int) -> None:
    chance = random.Random(seed)
    seen = [
        an_appearance(chance.uniform(0, 60), chance.choice("MORH"), way)
        for way in chance.choices(("in", "out"), k=30)
    ]
    made = build(seen, HOUSES)
    again = [one for stay in made for one in take_apart(stay)]

    assert sorted(again, key=str) == sorted(seen, key=str)
    assert build(again, HOUSES) == made
    assert all(stay.since_us <= stay.until_us for stay in made)


@pytest.mark.parametrize("seed", range(50))
def test_a_stay_depends_on_nothing_a_day_away(seed: int) -> None:
    chance = random.Random(seed)
    seen = [
        an_appearance(chance.uniform(0, 240), chance.choice("MORH"), way)
        for way in chance.choices(("in", "out"), k=60)
    ]
    changed = chance.choice(seen)
    before = set(build(seen, HOUSES))
    after = set(build([one for one in seen if one is not changed], HOUSES))

    def is_near(stay: Stay) -> bool:
        return abs(stay.anchor_us - changed.at_us) <= 24 * HOUR_US

    assert all(is_near(stay) for stay in before ^ after)


@pytest.mark.parametrize(
    ("doubts", "sureness"),
    [
        ([], Sureness.HIGH),
        ([Doubt.UNSIGNED], Sureness.HIGH),
        ([Doubt.TYPED, Doubt.UNSIGNED], Sureness.MEDIUM),
        ([Doubt.EXIT_ASSUMED, Doubt.TYPED], Sureness.MEDIUM),
        ([Doubt.EXIT_ASSUMED, Doubt.TYPED, Doubt.NEAR], Sureness.LOW),
        ([Doubt.NAMED], Sureness.LOW),
        ([Doubt.CLOCK_DOUBTED], Sureness.LOW),
    ],
)
def test_sureness_follows_from_the_doubts(
    doubts: list[Doubt], sureness: Sureness
) -> None:
    assert grade(pack(doubts)) is sureness


def test_doubts_are_told_in_the_words_of_both_languages() -> None:
    sets = load_sets()

    assert list(sets["doubt"]) == [one.value for one in Doubt]
    assert set(sets["sureness"]) == {one.code for one in Sureness}
