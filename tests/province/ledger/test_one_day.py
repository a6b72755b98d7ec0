"""Tests of putting a day of a point and its sums in one statement, on PostgreSQL."""

import contextlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from province.ledger import one_day
from province.ledger.database import open_database
from province.ledger.place_tables import HOURS, point_days
from province.ledger.tables import points
from tests.province.builders import add_point
from tests.province.ledger.summing import assert_summed_up

DAY = date(2026, 11, 30)


@pytest.fixture
def connection(postgres_url: str, tmp_path: Path) -> Iterator[Connection]:
    """Give a ledger with the points P000001 and P000002 in unit 04."""
    with contextlib.closing(open_database(tmp_path, postgres_url)) as ledger:
        add_point(ledger, "A", unit="04")
        add_point(ledger, "B", unit="04")
        with ledger.writing() as writing:
            yield writing


def put(connection: Connection, point_id: str = "P000001", **told: int) -> None:
    figures = dict.fromkeys(("entries", "admitted", "refused", *HOURS), 0)
    one_day.put(connection, {"its_day": DAY, "its_point": point_id} | figures | told)


def read(connection: Connection, *names: str) -> list[tuple[Any, ...]]:
    columns = (point_days.c[name] for name in names)
    query = select(*columns).order_by(point_days.c.point_id)
    return [tuple(row) for row in connection.execute(query)]


def test_a_day_and_its_sums_are_made_and_added_to(connection: Connection) -> None:
    put(connection, entries=5, admitted=4, refused=1, h07=3, h08=1)
    put(connection, entries=2, admitted=1, h08=1, h23=0)
    put(connection, "P000002", entries=1, admitted=1, h00=1)

    names = ("unit", "entries", "admitted", "refused", "h00", "h07", "h08")
    assert read(connection, *names) == [
        ("04", 7, 5, 1, 0, 3, 2),
        ("04", 1, 1, 0, 1, 0, 0),
    ]
    assert_summed_up(connection)


def test_less_of_an_hour_is_taken_away(connection: Connection) -> None:
    put(connection, entries=5, admitted=5, h07=5)
    put(connection, entries=1, admitted=-2, refused=1, h07=-2)

    assert read(connection, "entries", "admitted", "h07") == [(6, 3, 3)]
    assert_summed_up(connection)


def test_a_day_keeps_the_unit_that_it_began_in(connection: Connection) -> None:
    put(connection, entries=1)
    connection.execute(update(points).values(unit="05"))
    put(connection, entries=1)

    assert read(connection, "unit", "entries") == [("04", 2)]
    assert_summed_up(connection)
