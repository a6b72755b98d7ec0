"""Tests of widening: which scopes are as good as the whole province."""

from datetime import date

import pytest
from sqlalchemy import insert

from province.ledger.database import Database
from province.ledger.place_tables import point_units, unit_ancestors
from province.ledger.scope import WHOLE, Scope
from province.ledger.widening import widen
from tests.province.builders import add_point


@pytest.mark.parametrize(
    ("units", "lay_in", "expected"),
    [
        (["081", "082"], "", WHOLE),
        (["081", "09"], "", Scope(unit="08")),
        (["081"], "082", WHOLE),
        (["081"], "09", Scope(unit="08")),
    ],
)
def test_a_scope_is_whole_where_no_point_ever_lay_outside(
    ledger: Database, units: list[str], lay_in: str, expected: Scope
) -> None:
    point_ids = [add_point(ledger, unit=unit) for unit in units]
    with ledger.writing() as connection:
        connection.execute(
            insert(unit_ancestors),
            [{"code": code, "ancestor": "08"} for code in ("08", "081", "082")],
        )
        if lay_in:
            row = {"point_id": point_ids[0], "valid_from": date(2020, 1, 1)}
            connection.execute(insert(point_units), [row | {"unit": lay_in}])

    with ledger.reading() as connection:
        assert widen(connection, Scope(unit="08")) == expected
