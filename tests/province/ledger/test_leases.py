"""Tests of leases, on both databases."""

from datetime import timedelta

from province.ledger.database import Database
from province.ledger.leases import give_back, take
from tests.province.builders import NOW

LIFE = timedelta(minutes=2)


def take_at(ledger: Database, holder: str, after: timedelta = timedelta(0)) -> bool:
    with ledger.writing() as connection:
        return take(connection, "lease_test", holder, now=NOW + after, life=LIFE)


def test_one_has_it_and_renews_it(ledger: Database) -> None:
    assert take_at(ledger, "a")
    assert not take_at(ledger, "b")
    assert take_at(ledger, "a", LIFE / 2)
    assert not take_at(ledger, "b", LIFE)


def test_one_that_died_is_followed_after_its_time(ledger: Database) -> None:
    take_at(ledger, "a")

    assert take_at(ledger, "b", LIFE)
    assert not take_at(ledger, "a", LIFE)


def test_what_is_given_back_is_free_at_once(ledger: Database) -> None:
    take_at(ledger, "a")
    for holder in ("b", "a"):
        with ledger.writing() as connection:
            give_back(connection, "lease_test", holder)
        assert take_at(ledger, "c") is (holder == "a")
