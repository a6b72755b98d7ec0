"""Tests of whose rows an officer may see."""

import pytest
from sqlalchemy import insert, select

from province.ledger.database import Database
from province.ledger.place_tables import places, unit_ancestors
from province.ledger.scope import WHOLE, Scope
from tests.province.builders import NOW

DISTRICT, COMMUNE, OTHER = "076", "02536", "077"


@pytest.fixture
def filled(ledger: Database) -> Database:
    rows = [
        {"name": unit, "folded": unit, "category": "school", "unit": unit}
        | {"address": "", "added_at": NOW}
        for unit in (DISTRICT, COMMUNE, OTHER)
    ]
    with ledger.writing() as connection:
        connection.execute(
            insert(unit_ancestors), [{"code": COMMUNE, "ancestor": DISTRICT}]
        )
        connection.execute(insert(places), rows)
    return ledger


@pytest.mark.parametrize(
    ("unit", "seen"),
    [
        ("", {DISTRICT, COMMUNE, OTHER}),
        (DISTRICT, {DISTRICT, COMMUNE}),
        (COMMUNE, {COMMUNE}),
        ("999", set()),
    ],
)
def test_a_unit_sees_itself_and_what_lies_in_it(
    filled: Database, unit: str, seen: set[str]
) -> None:
    scope = Scope(unit=unit)
    with filled.reading() as connection:
        found = connection.scalars(
            select(places.c.unit).where(scope.holds(places.c.unit))
        )
        assert set(found) == seen


def test_a_scope_tells_whether_it_contains_a_unit(filled: Database) -> None:
    scope = Scope(unit=DISTRICT)
    with filled.reading() as connection:
        assert scope.contains(connection, COMMUNE)
        assert not scope.contains(connection, OTHER)
        assert WHOLE.contains(connection, OTHER)
