"""Tests of new keys for the ledger, and of what is brought along."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from province import join_key, rekeying, tracing
from province.errors import LedgerError
from province.keys import KeyFolder
from province.ledger import cases, joins, stays, vault, watch
from province.ledger.arrivals import append_batch
from province.ledger.database import Database
from province.ledger.entry_tables import entries
from province.ledger.scope import WHOLE
from province.ledger.trace_tables import person_aliases
from province.ledger.trace_tables import stays as stay_table
from province.ledger.vault import Purpose
from province.ledger.watch import Watched
from province.tracing import Sought, Way
from tests.province.builders import (
    NOW,
    FakeKiosk,
    add_point,
    an_entry,
    enrol,
    open_entry,
)

LATER = NOW + rekeying.OPEN
NUMBER, NAME = "001099000001", "Nguyen van mau"
SOUGHT = (NOW - timedelta(days=1), NOW + timedelta(days=1))


@pytest.fixture
def kiosk(ledger: Database) -> FakeKiosk:
    """Return a kiosk that may send."""
    made = FakeKiosk()
    enrol(ledger, made, add_point(ledger))
    return made


def bring(ledger: Database, keys: KeyFolder, kiosk: FakeKiosk, *numbers: int) -> None:
    """Have entries of one person come, and stays be made of them."""
    append_batch(ledger, kiosk.sign(*map(an_entry, numbers)), NOW)
    stays.catch_up(ledger, join_key.load(keys))


def finish(ledger: Database, keys: KeyFolder, now: datetime = LATER) -> bool:
    return rekeying.bring_along(ledger, keys, now, seconds=60)


def seek(ledger: Database, keys: KeyFolder, way: Way, value: str) -> tuple[bytes, ...]:
    sought = Sought(way=way, value=value, period=SOUGHT, window=timedelta(0))
    with ledger.reading() as connection:
        return tracing.find_persons(connection, join_key.load(keys), sought)


def list_numbers(ledger: Database, purpose: Purpose) -> list[int]:
    with ledger.reading() as connection:
        return sorted(vault.find(connection).list_keys(connection, purpose))


def list_sealed_by(ledger: Database) -> set[int]:
    with ledger.reading() as connection:
        sealed = connection.scalars(select(entries.c.sealed)).all()
    return {vault.read_number(one) for one in sealed if one is not None}


def test_what_comes_is_under_the_new_key_and_the_rest_follows(
    ledger: Database, keys: KeyFolder, kiosk: FakeKiosk
) -> None:
    bring(ledger, keys, kiosk, 1)
    with ledger.writing() as connection:
        watch.add(connection, [Watched(entry=b"e" * 16, document=NUMBER)], NOW)
    rekeying.renew(ledger, NOW)
    bring(ledger, keys, kiosk, 2)
    assert list_sealed_by(ledger) == {1, 2}

    assert finish(ledger, keys)

    assert list_sealed_by(ledger) == {2}
    assert list_numbers(ledger, Purpose.SEAL) == [2]
    for number in (1, 2):
        row = an_entry(number)
        assert open_entry(ledger, row.entry_id) == (row.salt, row.content)
    with ledger.reading() as connection:
        assert [one for one, _ in watch.list_documents(connection)] == [NUMBER]


def test_a_key_that_a_batch_may_still_be_under_stays(
    ledger: Database, keys: KeyFolder, kiosk: FakeKiosk
) -> None:
    bring(ledger, keys, kiosk, 1)
    rekeying.renew(ledger, NOW)

    assert not finish(ledger, keys, LATER - timedelta(seconds=1))
    assert list_numbers(ledger, Purpose.SEAL) == [1, 2]


def test_a_person_is_found_before_meanwhile_and_after(
    ledger: Database, keys: KeyFolder, kiosk: FakeKiosk
) -> None:
    bring(ledger, keys, kiosk, 1)
    before = seek(ledger, keys, Way.DOCUMENT, NUMBER)
    rekeying.renew(ledger, NOW)

    assert seek(ledger, keys, Way.DOCUMENT, NUMBER) == before
    assert seek(ledger, keys, Way.NAME, NAME) == before
    assert finish(ledger, keys)

    after = seek(ledger, keys, Way.DOCUMENT, NUMBER)
    assert len(after) == 1
    assert after != before
    assert seek(ledger, keys, Way.NAME, NAME) == after


def test_who_comes_again_meanwhile_is_one_person(
    ledger: Database, keys: KeyFolder, kiosk: FakeKiosk
) -> None:
    bring(ledger, keys, kiosk, 1)
    rekeying.renew(ledger, NOW)
    append_batch(ledger, kiosk.sign(an_entry(2, direction="out")), NOW)
    stays.catch_up(ledger, join_key.load(keys))

    assert len(seek(ledger, keys, Way.DOCUMENT, NUMBER)) == 1
    with ledger.reading() as connection:
        (stay,) = connection.execute(select(stay_table)).all()
        numbers = set(connection.scalars(select(person_aliases.c.key_number)))
    assert None not in {stay.in_id, stay.out_id}
    assert (stay.key_number, numbers) == (1, {1})


def test_a_case_goes_on_naming_whom_it_named(
    ledger: Database, keys: KeyFolder, kiosk: FakeKiosk
) -> None:
    bring(ledger, keys, kiosk, 1)
    persons = seek(ledger, keys, Way.DOCUMENT, NUMBER)
    sought = Sought(way=Way.DOCUMENT, value=NUMBER, period=SOUGHT, window=timedelta(0))
    with ledger.writing() as connection:
        told = tracing.open_case(
            connection, sought, persons, reason="Ca 1", made_by=("an", ""), now=NOW
        )
    rekeying.renew(ledger, NOW)
    assert finish(ledger, keys)

    with ledger.reading() as connection:
        case = cases.find(connection, WHOLE, told.case_id)
        assert case is not None
        assert case.reason == "Ca 1"
        assert len(tracing.list_stays(connection, case)) == 1


def test_it_is_renewed_twice_and_goes_on_where_it_was_stopped(
    ledger: Database, keys: KeyFolder, kiosk: FakeKiosk
) -> None:
    bring(ledger, keys, kiosk, 1)
    rekeying.renew(ledger, NOW)
    while not rekeying.bring_along(ledger, keys, LATER, seconds=0):
        pass
    rekeying.renew(ledger, LATER)
    bring(ledger, keys, kiosk, 2)

    assert finish(ledger, keys, LATER + rekeying.OPEN)
    assert list_numbers(ledger, Purpose.SEAL) == [3]
    assert list_numbers(ledger, Purpose.JOIN) == [2]
    assert len(seek(ledger, keys, Way.DOCUMENT, NUMBER)) == 1


def test_without_a_key_that_is_needed_it_is_told(
    ledger: Database, keys: KeyFolder, kiosk: FakeKiosk
) -> None:
    bring(ledger, keys, kiosk, 1)
    rekeying.renew(ledger, NOW)
    with ledger.writing() as connection:
        vault.find(connection).drop(connection, Purpose.SEAL, 1)

    with pytest.raises(LedgerError, match="has no key 1"):
        open_entry(ledger, an_entry(1).entry_id)


def test_nothing_is_done_where_no_key_was_renewed(
    ledger: Database, keys: KeyFolder, kiosk: FakeKiosk
) -> None:
    bring(ledger, keys, kiosk, 1)

    assert rekeying.bring_along(ledger, keys, NOW, seconds=0)
    with ledger.reading() as connection:
        assert joins.read(connection, join_key.load(keys)).newest == 0
