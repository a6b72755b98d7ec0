"""Rows are loaded whole, whatever their texts hold, on both databases."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from province.ledger.columns import from_us
from province.ledger.database import Database
from province.ledger.loading import Loader
from province.ledger.tables import points, trusted_keys, users

POINTS = Loader(
    points, ("point_id", "name", "category", "unit", "created_at", "suspended_at")
)


def read(ledger: Database) -> list[tuple[Any, ...]]:
    """Return every point; `Any` because columns have their own types."""
    with ledger.reading() as connection:
        return [tuple(row) for row in connection.execute(select(points))]


def a_row(name: str) -> tuple[str | int | None, ...]:
    return (name, name, "market", "04", 1_700_000_000_000_001, None)


def test_texts_times_and_nothing_come_back_as_they_were(ledger: Database) -> None:
    with ledger.writing() as connection:
        POINTS.load(connection, [a_row("Cổng\t\\N \\. \r\n"), a_row("")])

    assert sorted(row[1] for row in read(ledger)) == ["", "Cổng\t\\N \\. \r\n"]
    assert {row[4:6] for row in read(ledger)} == {
        (from_us(1_700_000_000_000_001), None)
    }


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_any_text_comes_back(ledger: Database, name: str) -> None:
    with ledger.writing() as connection:
        connection.execute(delete(points))
        POINTS.load(connection, [a_row(name)])

    assert [row[0] for row in read(ledger)] == [name]


@pytest.mark.parametrize("count", [1, 49, 50, 51, 499, 500, 551, 1100])
def test_many_rows_are_loaded_with_what_they_share(
    ledger: Database, count: int
) -> None:
    later = 1_700_000_000_000_002
    rows = [(f"{n:04d}", f"Cổng {n}", "market", "04", later + n) for n in range(count)]
    shared_first = Loader(
        points, ("suspended_at", "point_id", "name", "category", "unit", "created_at")
    )
    with ledger.writing() as connection:
        shared_first.load(connection, rows, (later,))

    kept = sorted(read(ledger))
    assert [row[:4] for row in kept] == [row[:4] for row in rows]
    assert [row[4] for row in kept] == [from_us(row[4]) for row in rows]
    assert {row[5] for row in kept} == {from_us(later)}


def test_a_row_that_is_there_leaves_none_of_the_others(ledger: Database) -> None:
    with ledger.writing() as connection:
        POINTS.load(connection, [a_row("one")])

    with pytest.raises(IntegrityError), ledger.writing() as connection:
        POINTS.load(connection, [a_row("two"), a_row("one")])

    assert [row[0] for row in read(ledger)] == ["one"]


def test_rows_that_break_off_leave_none_of_those_before(ledger: Database) -> None:
    def break_off() -> Iterator[tuple[str | int | None, ...]]:
        yield from (a_row(f"{number}") for number in range(450))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), ledger.writing() as connection:
        POINTS.load(connection, break_off())

    assert read(ledger) == []


def test_no_rows_are_nothing_to_do(ledger: Database) -> None:
    with ledger.writing() as connection:
        POINTS.load(connection, iter([]))

    assert read(ledger) == []


def test_json_and_numbers_are_given_as_they_are_stored(ledger: Database) -> None:
    keys = Loader(trusted_keys, ("key_name", "key", "added_at"))
    with ledger.writing() as connection:
        keys.load(connection, [("k", '{"a": "\\\\n"}', 0)])
        Loader(
            users, ("name", "role", "unit", "password_hash", "created_at", "failures")
        ).load(connection, [("u", "admin", "", "", 0, 7)])

    with ledger.reading() as connection:
        assert connection.scalar(select(trusted_keys.c.key)) == {"a": "\\n"}
        assert connection.scalar(select(users.c.failures)) == 7
