"""Tests of what derives of entries: a thousand rows at a time, and to the last one."""

from sqlalchemy import func, insert, select

from province.ledger import leftovers
from province.ledger.database import Database
from province.ledger.retention import AT_ONCE, Span
from province.ledger.trace_tables import person_aliases, stays
from province.retention import first_kept
from tests.province.builders import NOW
from tests.province.past import DAY

SPAN = Span(point_id="P1", since=first_kept(9999, NOW), until=first_kept(30, NOW))
MANY = AT_ONCE + 50


def a_key(number: int) -> bytes:
    return number.to_bytes(16)


def a_stay(number: int, days: float) -> dict[str, object]:
    return {
        "person_key": a_key(number),
        "in_id": a_key(number),
        "since": NOW - days * DAY,
        "until": NOW - days * DAY,
        "marks": 0,
        "sureness": 2,
        "span": number % 3,
        "point_id": "P1",
    }


def fill(ledger: Database, days: float, numbers: range) -> None:
    """Let each of `numbers` have been at P1 so many days ago, and have a word."""
    rows = [a_stay(number, days) for number in numbers]
    words = [{"alias_key": a_key(n + 5000), "person_key": a_key(n)} for n in numbers]
    with ledger.writing() as connection:
        connection.execute(insert(stays), rows)
        connection.execute(insert(person_aliases), words)


def count(ledger: Database) -> tuple[int, int]:
    with ledger.reading() as connection:
        found = [
            connection.scalar(select(func.count()).select_from(table)) or 0
            for table in (stays, person_aliases)
        ]
    return found[0], found[1]


def test_stays_go_in_two_transactions_where_they_are_many(ledger: Database) -> None:
    fill(ledger, 31, range(1, MANY + 1))
    fill(ledger, 29, range(2000, 2003))

    with ledger.writing() as connection:
        first = leftovers.sweep_stays(connection, None, span=SPAN, named=set())
        second = leftovers.sweep_stays(connection, first.end, span=SPAN, named=set())

    assert (first.gone, second.gone, second.end) == (AT_ONCE, 50, None)
    assert count(ledger)[0] == 3


def test_what_cases_name_is_passed_over_and_ends_nothing(ledger: Database) -> None:
    fill(ledger, 31, range(1, MANY + 1))
    named = {a_key(number) for number in range(1, AT_ONCE + 1)}

    with ledger.writing() as connection:
        first = leftovers.sweep_stays(connection, None, span=SPAN, named=named)
        second = leftovers.sweep_stays(connection, first.end, span=SPAN, named=named)

    assert first.gone + second.gone == 50
    assert count(ledger)[0] == AT_ONCE
    with ledger.reading() as connection:
        assert leftovers.count_stays(connection, SPAN, named) == 0
        assert leftovers.count_stays(connection, SPAN, set()) == AT_ONCE


def test_words_go_where_nobody_is_left_who_bears_them(ledger: Database) -> None:
    fill(ledger, 29, range(1, 4))
    word = {"alias_key": a_key(1), "person_key": a_key(7777)}
    with ledger.writing() as connection:
        connection.execute(insert(person_aliases), [word])

    with ledger.writing() as connection:
        found = leftovers.list_orphans(connection, 9)
        assert leftovers.drop_orphans(connection, found) == 1

    assert (len(found), count(ledger)[1]) == (1, 3)


def test_who_came_back_meanwhile_keeps_their_words(ledger: Database) -> None:
    word = {"alias_key": a_key(5001), "person_key": a_key(1)}
    with ledger.writing() as connection:
        connection.execute(insert(person_aliases), [word])
        found = leftovers.list_orphans(connection, 9)
    fill(ledger, 29, range(2, 3))
    with ledger.writing() as connection:
        connection.execute(insert(stays), [a_stay(1, 1)])
        assert leftovers.drop_orphans(connection, found) == 0
