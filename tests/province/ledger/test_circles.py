"""Contacts of many people asked for at once are those that each one's own question finds."""

from datetime import timedelta

import pytest

from province.identity import make_key, tell_number
from province.ledger import circles, stays, tracing
from province.ledger.columns import from_us, to_us
from province.ledger.database import Database
from province.ledger.scope import WHOLE, Scope
from province.ledger.tracing import Tally, Wanted
from province.stays import Sureness
from tests.province.builders import NOW
from tests.province.simulator import Month, name_document

SECRET = b"k" * 32
WINDOW_US = 15 * 60_000_000
UNTIL = NOW + timedelta(days=1)
MOST = 5


@pytest.fixture
def lived(ledger: Database) -> Database:
    """Return a ledger in which twenty people lived for six days."""
    Month(seed=3, people=20, days=6).play(ledger)
    stays.catch_up(ledger, SECRET)
    return ledger


def list_firsts() -> list[Tally]:
    """Return twenty people, each met at another moment, and one whom nobody saw."""
    return [
        Tally(
            person_key=make_key(SECRET, tell_number(name_document(number))),
            since_us=to_us(NOW - timedelta(days=6) + timedelta(hours=4 * number)),
            overlap_us=0,
            sureness=Sureness.HIGH,
        )
        for number in range(21)
    ]


def ask(lived: Database, scope: Scope, firsts: list[Tally]) -> dict[bytes, list[Tally]]:
    with lived.reading() as connection:
        return circles.list_circles(
            connection, firsts, UNTIL, scope, window_us=WINDOW_US, most=MOST
        )


def ask_one(lived: Database, first: Tally) -> list[Tally]:
    own = [first.person_key]
    with lived.reading() as connection:
        period = from_us(first.since_us), UNTIL
        mine = [stay for _, stay in tracing.list_stays(connection, own, period, WHOLE)]
        return tracing.list_contacts(
            connection, mine, own, window_us=WINDOW_US, wanted=Wanted(limit=MOST)
        ).tallies


def test_each_circle_is_what_its_person_met(lived: Database) -> None:
    found = ask(lived, WHOLE, list_firsts())

    alone = {first.person_key: ask_one(lived, first) for first in list_firsts()}
    assert found == alone
    assert sum(len(one) == MOST for one in alone.values()) > 5


def test_points_of_another_unit_are_left_out(lived: Database) -> None:
    found = ask(lived, Scope(unit="79"), list_firsts())

    assert set(map(tuple, found.values())) == {()}
