"""Tests of join keys: the same word is the same person, whatever key is in use."""

from province.identity import make_key
from province.ledger.joins import Joiner

SECRET, WORD = b"s" * 32, "number:001099000001"
KEYS = {1: b"1" * 32, 2: b"2" * 32}


def test_without_a_key_of_the_ledger_it_is_the_keyed_hash() -> None:
    assert Joiner(SECRET, {}).make(WORD) == make_key(SECRET, WORD)


def test_each_key_makes_another_and_all_are_looked_for() -> None:
    joiner = Joiner(SECRET, KEYS)
    found = joiner.list_all(WORD)
    assert found[0] == joiner.make(WORD)
    assert len(set(found)) == 3
    assert {len(one) for one in found} == {16}


def test_a_new_key_follows_from_the_old_one_alone() -> None:
    joiner = Joiner(SECRET, KEYS)
    newest, plain, former = joiner.list_all(WORD)
    assert joiner.renew([plain], 0) == joiner.renew([former], 1) == [newest]
    assert joiner.age([newest], 0) == [plain]
    assert joiner.age([newest], 1) == [former]


def test_what_nobody_is_known_by_any_more_is_not_looked_for() -> None:
    joiner = Joiner(SECRET, {2: KEYS[2]}, first=2)
    assert (joiner.former, joiner.list_all(WORD)) == ((), [joiner.make(WORD)])
