"""Neighbours are told of what is durable: admissions, and what takes them back."""

from functools import partial

import pytest

from kiosk.clock import Anchor, ClockJudge
from kiosk.lane import Lane, hash_locally
from kiosk.neighbours.hearsay import Hearsay
from kiosk.neighbours.telling import NEWEST, TIMES, Telling
from kiosk.payload import Direction
from kiosk.place import Place
from kiosk.presentation import Decided
from kiosk.protocol.neighbour import hash_holder
from tests.builders import a_card, a_payload
from tests.fakes import SteppedClock
from tests.lan import KEY, a_word

NAME = hash_holder(KEY, "001090000007")
"""What neighbours call the holder of `a_card(7)`."""


@pytest.fixture
def hearsay(lane: Lane) -> Hearsay:
    """Return what the lane looks into."""
    made = Hearsay()
    made.use(KEY)
    lane.neighbours = made
    return made


@pytest.fixture
def telling(place: Place, hearsay: Hearsay) -> Telling:
    """Return what tells of the lane's entries."""
    hash_local = partial(hash_locally, place.identity.hash_key)
    return Telling(place.database, hearsay.names, hash_local)


def test_an_admission_is_told_at_once_and_a_few_times(
    lane: Lane, telling: Telling, clock: SteppedClock
) -> None:
    lane.present(a_payload(a_card(7)))
    clock.advance(0.2)
    assert telling.look(clock())
    told = [telling.list_new(clock()) for _ in range(TIMES + 1)]
    assert told == [[a_word(holder=NAME, age_ms=200)]] * TIMES + [[]]


def test_what_was_not_admitted_is_not_told(
    lane: Lane, telling: Telling, clock: SteppedClock
) -> None:
    lane.present(a_payload(a_card(7), direction=Direction.OUT))
    telling.look(clock())
    assert telling.list_new(clock()) == []


def test_a_void_takes_back_what_was_told(
    lane: Lane, telling: Telling, clock: SteppedClock
) -> None:
    presented = lane.present(a_payload(a_card(7)))
    telling.look(clock())
    assert isinstance(presented, Decided)
    lane.void(presented.entry_id, "slip")
    telling.look(clock())
    assert telling.list_new(clock()) == [a_word("", holder=NAME, gate="")]


def test_a_round_tells_the_newest_and_all_others_in_turn(
    lane: Lane, telling: Telling, clock: SteppedClock
) -> None:
    for number in range(NEWEST + 250):
        lane.present(a_payload(a_card(number)))
    while telling.look(clock()):
        pass
    rounds = [{word.holder for word in telling.list_round(clock())} for _ in range(2)]
    assert hash_holder(KEY, f"001090{NEWEST + 249:06d}") in rounds[0] & rounds[1]
    assert len(rounds[0] | rounds[1]) == NEWEST + 250


def test_a_start_tells_who_was_let_in_before_it(
    lane: Lane, place: Place, clock: SteppedClock
) -> None:
    lane.present(a_payload(a_card(7)))
    names = Hearsay().names
    names.use(KEY)
    hash_local = partial(hash_locally, place.identity.hash_key)
    restarted = Telling(place.database, names, hash_local)
    restarted.begin(clock())
    assert restarted.list_round(clock()) == [a_word(holder=NAME)]
    assert restarted.list_new(clock()) == []


def test_who_was_let_in_before_there_was_a_key_is_told_too(
    lane: Lane, telling: Telling, clock: SteppedClock
) -> None:
    lane.neighbours = None
    lane.present(a_payload(a_card(7)))
    telling.look(clock())
    assert telling.list_new(clock()) == [a_word(holder=NAME)]


@pytest.mark.parametrize("set_by_s", [-7200, 7200, 30 * 86_400])
def test_a_clock_that_was_set_since_changes_no_age(
    lane: Lane, telling: Telling, clock: SteppedClock, set_by_s: int
) -> None:
    lane.present(a_payload(a_card(7)))
    clock.advance(60)
    clock.set_by(set_by_s)
    telling.look(clock())
    assert telling.list_new(clock()) == [a_word(holder=NAME, age_ms=60_000)]


def test_who_was_let_in_before_this_boot_is_no_newer_than_it(
    lane: Lane, telling: Telling, clock: SteppedClock
) -> None:
    """Else a clock set back makes an old admission outdo a neighbour's later exit."""
    lane.present(a_payload(a_card(7)))
    clock.reboot("1badcafe")
    clock.set_by(-7200)
    clock.advance(60)
    telling.look(clock())
    assert [word.age_ms for word in telling.list_new(clock())] == [1_060_000]


def test_an_admission_before_this_boot_is_aged_by_what_the_province_says(
    lane: Lane, place: Place, hearsay: Hearsay, clock: SteppedClock
) -> None:
    lane.present(a_payload(a_card(7)))
    clock.advance(3 * 3600)
    right = clock().wall
    clock.reboot("1badcafe")
    clock.set_by(-7200)
    judge = ClockJudge(Anchor(at=clock(), told=right))
    hash_local = partial(hash_locally, place.identity.hash_key)
    telling = Telling(place.database, hearsay.names, hash_local, judge)
    telling.look(clock())
    assert [word.age_ms for word in telling.list_new(clock())] == [3 * 3_600_000]
