"""Tests of what many entries say alike: kept once, whoever says it and however often."""

import threading

from sqlalchemy import func, select

from province.ledger import wordings
from province.ledger.database import Database
from province.ledger.entry_tables import wordings as table
from province.ledger.wordings import Wording

IN = Wording("presented", "in", "G1", "allow", "cccd", verified=False, reasons="[]")
OUT = IN._replace(direction="out")
DOUBTED = IN._replace(reasons='["masked","Đ\\"\\\\"]', verified=True)


def count(ledger: Database) -> int:
    with ledger.reading() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def test_each_has_one_number_for_good(ledger: Database) -> None:
    with ledger.writing() as connection:
        first = wordings.keep(connection, [IN, OUT, IN])
    with ledger.writing() as connection:
        again = wordings.keep(connection, [OUT, DOUBTED, IN])

    assert len({*again.values()}) == 3 == count(ledger)
    assert {one: again[one] for one in first} == first


def test_what_is_kept_is_what_was_said(ledger: Database) -> None:
    with ledger.writing() as connection:
        wordings.keep(connection, [DOUBTED])
        (row,) = connection.execute(select(table)).all()

    assert (row.act, row.direction, row.gate, row.outcome, row.kind, row.verified) == (
        DOUBTED[:6]
    )
    assert row.reasons == ["masked", 'Đ"\\']


def test_one_that_is_new_is_not_found_and_kept_by_nobody_who_only_looks(
    ledger: Database,
) -> None:
    with ledger.writing() as connection:
        kept = wordings.keep(connection, [IN])
    with ledger.reading() as connection:
        assert wordings.find(connection, [IN]) == kept
        assert wordings.find(connection, [IN, OUT]) is None
        assert wordings.find(connection, []) == {}
    assert count(ledger) == 1


def test_texts_that_no_index_takes_are_told_apart(ledger: Database) -> None:
    long = [IN._replace(gate="G" * 10_000 + end) for end in "ab"]
    with ledger.writing() as connection:
        assert len({*wordings.keep(connection, long).values()}) == 2


def test_two_who_say_the_same_for_the_first_time_have_one_number(
    ledger: Database,
) -> None:
    made: list[wordings.Numbers] = []
    start = threading.Barrier(2)

    def keep(told: list[Wording]) -> None:
        start.wait()
        with ledger.writing() as connection:
            made.append(wordings.keep(connection, told))

    said = [IN, OUT, DOUBTED]
    orders = (said, said[::-1])
    threads = [threading.Thread(target=keep, args=(told,)) for told in orders]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert made[0] == made[1]
    assert count(ledger) == 3
