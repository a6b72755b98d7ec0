"""What is heard counts once, from who said it, as an answer to what was said here."""

import random

import pytest

from kiosk.neighbours.conversation import (
    ANSWER_EVERY_MS,
    NONCE_MS,
    SILENT_MS,
    Heard,
)
from kiosk.protocol.neighbour import Ignored
from tests.lan import Lan, a_conversation, a_neighbourhood, a_word

ROUND_MS = 10_000
A, B, C = ("10.0.0.1", 1), ("10.0.0.2", 1), ("10.0.0.3", 1)


@pytest.fixture
def lan() -> Lan:
    """Return two kiosks, who have met."""
    made = Lan({A: a_conversation(1, 2), B: a_conversation(2, 1)})
    made.meet(A, B)
    return made


def test_two_who_met_talk_both_ways(lan: Lan) -> None:
    lan.carry(A, lan.sides[A].tell([a_word()], lan.now_ms))
    lan.carry(B, lan.sides[B].tell([a_word("out")], lan.now_ms))
    assert lan.list_words(B) == [a_word()]
    assert lan.list_words(A) == [a_word("out")]


def test_nobody_is_told_before_they_answered() -> None:
    alone = a_conversation(1, 2)
    assert len(list(alone.greet([B], 0))) == 1
    assert list(alone.tell([a_word()], 0)) == []


def test_a_repeated_datagram_counts_once(lan: Lan) -> None:
    lan.carry(A, lan.sides[A].tell([a_word()], lan.now_ms))
    data, sender, address = lan.carried[-1]
    again = lan.sides[address].hear(data, sender, lan.now_ms)
    assert again is Ignored.REPLAYED
    assert lan.sides[address].ignored[Ignored.REPLAYED] == 1


def test_an_old_datagram_counts_for_nothing_after_a_restart(lan: Lan) -> None:
    lan.carry(A, lan.sides[A].tell([a_word()], lan.now_ms))
    old = lan.carried[-1][0]
    restarted = a_conversation(2, 1, start=2)
    heard = restarted.hear(old, A, lan.now_ms)
    assert isinstance(heard, Heard)
    assert (list(heard.words), len(heard.answers)) == ([], 1)
    assert restarted.ignored[Ignored.STALE] == 1


def test_a_datagram_that_was_held_back_is_stale(lan: Lan) -> None:
    held = list(lan.sides[A].tell([a_word()], lan.now_ms))
    for _ in range(2):
        lan.now_ms += NONCE_MS
        list(lan.sides[B].tell((), lan.now_ms))
    lan.carry(A, held)
    assert lan.list_words(B) == []


def test_a_new_nonce_does_not_end_a_conversation(lan: Lan) -> None:
    lan.now_ms += NONCE_MS
    lan.carry(A, lan.sides[A].tell([a_word()], lan.now_ms))
    assert lan.list_words(B) == [a_word()]


def test_a_restarted_neighbour_is_talked_to_again(lan: Lan) -> None:
    lan.sides[A] = a_conversation(1, 2, start=2)
    lan.now_ms += ANSWER_EVERY_MS
    lan.meet(A, B)
    lan.carry(A, lan.sides[A].tell([a_word()], lan.now_ms))
    assert lan.list_words(B) == [a_word()]


def test_who_repeats_old_datagrams_gets_few_answers() -> None:
    flooded = a_conversation(2, 1)
    flood = [next(a_conversation(1, 2, start=n).greet([B], 0))[0] for n in range(1, 50)]
    heard = [flooded.hear(data, C, at) for at, data in enumerate(flood)]
    answered = [one for one in heard if isinstance(one, Heard)]
    assert len(answered) == 1
    assert isinstance(
        flooded.hear(
            next(a_conversation(1, 2, start=99).greet([B], 0))[0], C, ANSWER_EVERY_MS
        ),
        Heard,
    )


def test_an_old_datagram_from_elsewhere_leads_no_words_there(lan: Lan) -> None:
    old = next(iter(a_conversation(1, 2, start=9).greet([B], 0)))[0]
    lan.sides[B].hear(old, C, lan.now_ms)
    told = list(lan.sides[B].tell([a_word()], lan.now_ms))
    assert [address for _, address in told] == [A]


def test_ones_own_voice_is_not_a_neighbours() -> None:
    alone = a_conversation(1, 2)
    data, _ = next(alone.greet([A], 0))
    assert alone.hear(data, A, 0) is Ignored.OWN


@pytest.mark.parametrize("seed", range(20))
def test_what_a_lossy_lan_loses_is_healed_by_rounds(seed: int) -> None:
    chance = random.Random(seed)
    lan = Lan(
        {A: a_conversation(1, 2), B: a_conversation(2, 1)},
        loses=lambda: chance.random() < 0.4,
    )
    for _ in range(20):
        for one, other in ((A, B), (B, A)):
            lan.meet(one, other)
            lan.carry(one, lan.sides[one].tell([a_word()], lan.now_ms))
        lan.now_ms += ROUND_MS
    assert a_word() in lan.list_words(A)
    assert a_word() in lan.list_words(B)


def test_a_silent_neighbour_is_greeted_and_told_nothing(lan: Lan) -> None:
    later = lan.now_ms + SILENT_MS + 1
    assert list(lan.sides[A].tell([a_word()], later)) == []
    assert lan.sides[A].count(later) == 0
    assert len(list(lan.sides[A].greet([B], later))) == 1


def test_a_kiosk_that_left_the_point_is_heard_no_more(lan: Lan) -> None:
    lan.sides[B].use(a_neighbourhood(2))
    told = lan.sides[A].tell([a_word()], lan.now_ms)
    assert lan.sides[B].hear(next(told)[0], A, lan.now_ms) is Ignored.UNKNOWN_KEY
    assert list(lan.sides[B].tell((), lan.now_ms)) == []
