"""Contacts summed up by the ledger are those that the pure rules name."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import select

from province.contacts import gather
from province.identity import make_key, tell_number
from province.ledger import stays, tracing
from province.ledger.database import Database
from province.ledger.scope import WHOLE, Scope
from province.ledger.stays import read_stay
from province.ledger.trace_tables import stays as stay_table
from province.ledger.tracing import Wanted
from province.stays import Stay
from tests.province.builders import NOW
from tests.province.simulator import Month, name_document

SECRET = b"k" * 32
PERIOD = NOW - timedelta(days=6), NOW + timedelta(days=1)
MINUTE_US = 60_000_000


def make_person(number: int) -> bytes:
    return make_key(SECRET, tell_number(name_document(number)))


@pytest.fixture
def lived(ledger: Database) -> Database:
    """Return a ledger in which twenty people lived for six days."""
    Month(seed=3, people=20, days=6).play(ledger)
    stays.catch_up(ledger, SECRET)
    return ledger


@pytest.mark.parametrize("minutes", [0, 15, 120])
def test_the_ledger_finds_what_the_rules_find(lived: Database, minutes: int) -> None:
    window_us = minutes * MINUTE_US
    with lived.reading() as connection:
        everybody: dict[bytes, list[Stay]] = {}
        for row in connection.execute(select(stay_table)):
            everybody.setdefault(row.person_key, []).append(read_stay(row))
        for number in random.Random(1).sample(range(20), 6):
            own = make_person(number)
            listed = tracing.list_stays(connection, [own], PERIOD, WHOLE)
            mine = [stay for _, stay in listed]
            found = tracing.list_contacts(connection, mine, [own], window_us=window_us)
            expected = {
                key: met
                for key, theirs in everybody.items()
                if key != own and (met := gather(mine, theirs, window_us))
            }
            assert {
                one.person_key: (one.since_us, one.overlap_us, one.sureness)
                for one in found.tallies
            } == {
                key: (
                    min(one.since_us for one in met),
                    sum(one.overlap_us for one in met),
                    max(one.sureness for one in met),
                )
                for key, met in expected.items()
            }
            assert found.people == len(expected)


def test_pages_of_contacts_follow_one_another(lived: Database) -> None:
    own = make_person(2)
    with lived.reading() as connection:
        listed = tracing.list_stays(connection, [own], PERIOD, WHOLE)
        mine = [stay for _, stay in listed]
        whole = tracing.list_contacts(connection, mine, [own], window_us=0)
        pages = [
            tracing.list_contacts(
                connection,
                mine,
                [own],
                window_us=0,
                wanted=Wanted(offset=offset, limit=5),
            )
            for offset in range(0, whole.people, 5)
        ]

    assert [one for page in pages for one in page.tallies] == whole.tallies
    assert {page.people for page in pages} == {whole.people}


def test_an_officer_of_another_unit_sees_no_stay(lived: Database) -> None:
    own = make_person(2)
    with lived.reading() as connection:
        here = tracing.list_stays(connection, [own], PERIOD, Scope(unit="04"))
        elsewhere = tracing.list_stays(connection, [own], PERIOD, Scope(unit="79"))

    assert len(here) > 3
    assert elsewhere == []


def test_a_person_is_described_by_their_newest_entry(lived: Database) -> None:
    own = make_person(2)
    with lived.reading() as connection:
        people = tracing.describe(connection, [own, b"0" * 16])

    assert people.keys() == {own}
    assert people[own].document == name_document(2)
    assert people[own].name == "NGUYỄN VĂN MẪU"


def test_who_was_at_a_point_is_told_in_the_order_of_time(lived: Database) -> None:
    with lived.reading() as connection:
        present = tracing.list_point_stays(connection, "P000001", PERIOD, 1000)

    since = [stay.since_us for _, stay in present]
    assert since == sorted(since)
    assert {stay.point_id for _, stay in present} == {"P000001"}
