"""Tests of the record of purges."""

from datetime import date, timedelta

from province.ledger import purges
from province.ledger.database import Database
from province.retention import Counts, Matter
from tests.province.builders import NOW

DAY = date(2026, 10, 21)


def put(ledger: Database, number: int, until: date = DAY) -> None:
    counts = Counts({Matter.ENTRIES: number, Matter.STAYS: 1})
    with ledger.writing() as connection:
        purges.add(connection, counts, until=until, made_by="shell", now=NOW)


def read(ledger: Database) -> list[tuple[int, int, bool]]:
    with ledger.reading() as connection:
        found = purges.list_newest(connection, 9)
    return [
        (one.count(Matter.ENTRIES), one.count(Matter.STAYS), one.ended_at is not None)
        for one in found
    ]


def test_the_counts_of_a_purge_add_up(ledger: Database) -> None:
    put(ledger, 1000)
    put(ledger, 300)

    assert read(ledger) == [(1300, 2, False)]


def test_a_purge_of_another_night_has_its_own_record(ledger: Database) -> None:
    put(ledger, 7)
    put(ledger, 8, DAY + timedelta(days=1))

    assert read(ledger) == [(8, 1, False), (7, 1, False)]


def test_what_is_finished_is_ended_and_never_added_to(ledger: Database) -> None:
    put(ledger, 7)
    with ledger.writing() as connection:
        assert purges.read_last(connection) is None
        purges.finish(connection, NOW)
    put(ledger, 8)

    assert read(ledger) == [(8, 1, False), (7, 1, True)]
    with ledger.reading() as connection:
        assert purges.read_last(connection) == NOW


def test_what_nobody_counted_is_none(ledger: Database) -> None:
    put(ledger, 7)

    with ledger.reading() as connection:
        assert purges.list_newest(connection, 1)[0].count(Matter.NOTES) == 0
