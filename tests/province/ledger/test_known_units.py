"""Tests of which units may be named, on both databases."""

import pytest
from sqlalchemy import insert

from province.folding import fold
from province.ledger.columns import EPOCH
from province.ledger.database import Database
from province.ledger.known_units import KnownUnits, read_known
from province.ledger.place_tables import unit_ancestors, units
from province.ledger.scope import WHOLE, Scope

TREE = (
    ("08", "Tỉnh Tuyên Quang", "08"),
    ("02476", "Xã Tân Trào", "08"),
    ("02480", "Xã Minh Thanh", "08"),
    ("04", "Tỉnh Cao Bằng", "04"),
    ("01500", "Xã Minh Thanh", "04"),
)


def grow(ledger: Database) -> None:
    with ledger.writing() as connection:
        for code, name, province in TREE:
            told = {"name": name, "folded": fold(name), "level": "x"}
            row = {"code": code, "valid_from": EPOCH.date(), **told}
            connection.execute(insert(units).values(row))
            for ancestor in {code, province}:
                pair = {"code": code, "ancestor": ancestor}
                connection.execute(insert(unit_ancestors).values(pair))


def read(ledger: Database, scope: Scope = WHOLE) -> KnownUnits:
    with ledger.reading() as connection:
        return read_known(connection, scope)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("02476", "02476"),
        ("2476", "02476"),
        ("8", "08"),
        ("xã tân trào", "02476"),
        ("Xa Tan Trao", "02476"),
        ("Xã Minh Thanh", None),
        ("99", None),
        ("", None),
    ],
)
def test_a_unit_is_known_by_code_and_name(
    ledger: Database, said: str, code: str | None
) -> None:
    grow(ledger)

    assert read(ledger).find(said) == code


def test_an_officer_s_units_are_the_own_and_what_lies_in_it(ledger: Database) -> None:
    grow(ledger)
    known = read(ledger, Scope(unit="08"))

    assert [known.find(code) for code in ("08", "02480", "04", "01500")] == [
        *("08", "02480"),
        *(None, None),
    ]
    assert known.find("Xã Minh Thanh") == "02480"


def test_a_unit_that_ended_is_named_no_more(ledger: Database) -> None:
    grow(ledger)
    with ledger.writing() as connection:
        ended = units.update().where(units.c.code == "02476")
        connection.execute(ended.values(valid_until=EPOCH.date()))

    assert read(ledger).find("02476") is None


def test_without_a_tree_a_code_is_believed_within_the_scope(ledger: Database) -> None:
    assert read(ledger).find("08") == "08"
    assert read(ledger).find("xã") is None
    assert read(ledger, Scope(unit="08")).find("08") == "08"
    assert read(ledger, Scope(unit="08")).find("04") is None
