"""The last word of any neighbour is what is known of a holder, and it takes little room."""

from datetime import timedelta

import pytest

from kiosk.neighbours.hearsay import MOST_HOLDERS, Hearsay
from kiosk.payload import Direction
from kiosk.presence import Presence
from kiosk.protocol.neighbour import MAX_AGE_MS, hash_holder
from tests.fakes import SteppedClock
from tests.lan import KEY, a_word

LOCAL = b"local"
NAME = hash_holder(KEY, "001")


@pytest.fixture
def hearsay() -> Hearsay:
    """Return what is heard at a kiosk where one holder is called `LOCAL`."""
    made = Hearsay()
    made.use(KEY)
    made.note("001", LOCAL)
    return made


def test_a_holder_is_where_a_neighbour_saw_them(
    hearsay: Hearsay, clock: SteppedClock
) -> None:
    now = clock()
    hearsay.take("K1", [a_word(holder=NAME, age_ms=5000)], now.monotonic_ms)
    clock.advance(1)
    assert hearsay.find(LOCAL, clock()) == Presence(
        direction=Direction.IN,
        gate="A",
        at=now.wall - timedelta(seconds=5),
        is_heard=True,
    )


def test_the_later_of_two_neighbours_counts_whoever_spoke_last(
    hearsay: Hearsay, clock: SteppedClock
) -> None:
    now_ms = clock().monotonic_ms
    hearsay.take("K1", [a_word("out", holder=NAME, age_ms=10, gate="A")], now_ms)
    hearsay.take("K2", [a_word("in", holder=NAME, age_ms=500, gate="B")], now_ms)
    found = hearsay.find(LOCAL, clock())
    assert found is not None
    assert found.gate == "A"


def test_what_is_taken_back_leaves_what_another_said(
    hearsay: Hearsay, clock: SteppedClock
) -> None:
    now_ms = clock().monotonic_ms
    hearsay.take("K1", [a_word("in", holder=NAME, gate="A")], now_ms)
    hearsay.take("K2", [a_word("in", holder=NAME, age_ms=500, gate="B")], now_ms)
    hearsay.take("K1", [a_word("", holder=NAME)], now_ms)
    found = hearsay.find(LOCAL, clock())
    assert found is not None
    assert found.gate == "B"


def test_nothing_is_known_of_strangers_nor_under_another_key(
    hearsay: Hearsay, clock: SteppedClock
) -> None:
    hearsay.take("K1", [a_word(holder=NAME)], clock().monotonic_ms)
    assert hearsay.find(b"stranger", clock()) is None
    hearsay.use(b"o" * 32)
    hearsay.note("001", LOCAL)
    assert hearsay.find(LOCAL, clock()) is None


def test_a_word_of_a_week_ago_is_forgotten(
    hearsay: Hearsay, clock: SteppedClock
) -> None:
    hearsay.take("K1", [a_word(holder=NAME)], clock().monotonic_ms)
    clock.advance(MAX_AGE_MS / 1000 + 1)
    assert hearsay.find(LOCAL, clock()) is None


def test_the_words_of_a_kiosk_that_left_go_with_it(
    hearsay: Hearsay, clock: SteppedClock
) -> None:
    hearsay.take("K1", [a_word(holder=NAME)], clock().monotonic_ms)
    hearsay.forget_all_but(["K2"])
    assert hearsay.find(LOCAL, clock()) is None


def test_it_never_grows_beyond_its_bound(hearsay: Hearsay, clock: SteppedClock) -> None:
    words = (a_word(holder=number.to_bytes(12)) for number in range(MOST_HOLDERS + 5))
    hearsay.take("K1", words, clock().monotonic_ms)
    for number in range(MOST_HOLDERS):
        hearsay.note(str(number), number.to_bytes(16))
    assert len(hearsay._said) == MOST_HOLDERS
    assert hearsay.names.find(LOCAL) is None


def test_without_a_key_nobody_is_named(clock: SteppedClock) -> None:
    unkeyed = Hearsay()
    unkeyed.note("001", LOCAL)
    assert unkeyed.find(LOCAL, clock()) is None
