"""Tests of values that are sealed anew, place by place."""

from sqlalchemy import LargeBinary

from province.ledger import vault
from province.ledger.arrivals import append_batch
from province.ledger.database import Database
from province.ledger.sealed_columns import COLUMNS, SealedColumn, name_row, seal_anew
from province.ledger.vault import Place, Purpose
from tests.province.builders import (
    NOW,
    FakeKiosk,
    add_point,
    an_entry,
    enrol,
    open_entry,
)

(ENTRIES,) = (one for one in COLUMNS if one.place is Place.ENTRY)


def seal(ledger: Database, this: SealedColumn = ENTRIES) -> int:
    with ledger.writing() as connection:
        return seal_anew(connection, this, None).rows


def test_every_place_where_something_is_sealed_is_there() -> None:
    assert {one.place for one in COLUMNS} == set(Place)
    assert all(isinstance(one.sealed.type, LargeBinary) for one in COLUMNS)


def test_only_what_is_under_a_former_key_is_sealed_anew(ledger: Database) -> None:
    kiosk, row = FakeKiosk(), an_entry(1)
    enrol(ledger, kiosk, add_point(ledger))
    append_batch(ledger, kiosk.sign(row), NOW)
    assert seal(ledger) == 0
    with ledger.writing() as connection:
        vault.find(connection).add(connection, Purpose.SEAL, NOW)

    assert [seal(ledger), seal(ledger)] == [1, 0]
    assert open_entry(ledger, row.entry_id) == (row.salt, row.content)


def test_a_row_is_named_as_it_was_when_it_was_sealed() -> None:
    assert name_row([b"\1", b"\2"]) == b"\1\2"
    assert (name_row(["V1"]), name_row([7])) == (b"V1", b"7")
