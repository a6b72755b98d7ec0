"""Tests of points moved from unit to unit: every day keeps the unit that it had."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection, func, insert, select, update

from province.ledger import summaries
from province.ledger.database import Database
from province.ledger.place_tables import point_days, point_units
from province.ledger.reforms import (
    Undecided,
    apply_reform,
    find_unit,
    list_reforms,
    move_point,
    plan_reform,
)
from province.ledger.scope import Scope
from province.ledger.summary_tables import unit_days
from province.ledger.tables import points
from province.ledger.unit_loading import load
from province.nation import REFORM, read_nation
from province.units import FIRST_DAY
from tests.province.builders import add_point
from tests.province.ledger.summing import assert_summed_up

MONDAY = date(2025, 6, 30)
"""Of the week in which districts ended on Tuesday."""
MERGED, HEIR = "02551", "02548"
DIVIDED, PARTS = "02494", ("02212", "02494")
LONG_BEFORE = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture
def province(ledger: Database) -> Database:
    """Give Tuyên Quang with a point in a merged, in a divided and in a lasting commune.

    Each had ten entries on every day of the week.
    """
    with ledger.writing() as connection:
        load(connection, read_nation(province="08"))
    for name, unit in (("A", MERGED), ("B", DIVIDED), ("C", "02545")):
        point_id = add_point(ledger, name, unit)
        with ledger.writing() as connection:
            fill_week(connection, point_id, unit)
    with ledger.writing() as connection:
        connection.execute(update(points).values(created_at=LONG_BEFORE))
    return ledger


def fill_week(connection: Connection, point_id: str, unit: str) -> None:
    figures = {"entries": 10, "admitted": 9, "refused": 1}
    rows = [
        {"day": MONDAY + timedelta(days=n), "point_id": point_id, "unit": unit}
        | figures
        for n in range(7)
    ]
    connection.execute(insert(point_days), rows)
    summaries.rebuild(connection)


def list_days(connection: Connection, point_id: str) -> list[str]:
    assert_summed_up(connection)
    query = select(point_days.c.unit).where(point_days.c.point_id == point_id)
    return list(connection.scalars(query.order_by(point_days.c.day)))


def count_week(connection: Connection, unit: str) -> int:
    """Return what a report of the week adds up for a unit."""
    assert_summed_up(connection)
    is_in = Scope(unit=unit).holds(unit_days.c.unit)
    query = select(func.sum(unit_days.c.entries)).where(is_in)
    return connection.scalar(query) or 0


def test_a_point_lies_in_its_units_one_after_the_other(province: Database) -> None:
    with province.writing() as connection:
        move_point(connection, "P000001", HEIR, REFORM)
        days = (FIRST_DAY, MONDAY, REFORM, date(2026, 1, 1))
        found = [find_unit(connection, "P000001", day) for day in days]
        assert found == [MERGED, MERGED, HEIR, HEIR]
        assert find_unit(connection, "P9", REFORM) is None


def test_days_before_a_move_keep_their_unit(province: Database) -> None:
    with province.writing() as connection:
        move_point(connection, "P000001", HEIR, REFORM)
        assert list_days(connection, "P000001") == [MERGED, *[HEIR] * 6]


def test_a_move_that_is_told_late_ends_where_the_next_began(province: Database) -> None:
    friday = date(2025, 7, 4)
    with province.writing() as connection:
        move_point(connection, "P000001", "02545", friday)
        move_point(connection, "P000001", HEIR, REFORM)
        days = list_days(connection, "P000001")
        now = connection.scalar(
            select(points.c.unit).where(points.c.point_id == "P000001")
        )
    assert days == [MERGED, *[HEIR] * 3, *["02545"] * 3]
    assert now == "02545"


def test_a_point_without_a_history_is_given_one(province: Database) -> None:
    with province.writing() as connection:
        connection.execute(point_units.delete())
        move_point(connection, "P000001", HEIR, REFORM)
        assert find_unit(connection, "P000001", MONDAY) == MERGED


def test_a_reform_moves_what_was_merged_and_asks_about_what_was_divided(
    province: Database,
) -> None:
    with province.writing() as connection:
        done = apply_reform(connection, REFORM)
        now = {
            row.point_id: row.unit
            for row in connection.execute(select(points.c.point_id, points.c.unit))
        }
    open_question = Undecided(
        point_id="P000002", name="B", unit=DIVIDED, successors=PARTS
    )
    assert (done.moves, done.undecided) == ({"P000001": HEIR}, (open_question,))
    assert now == {"P000001": HEIR, "P000002": DIVIDED, "P000003": "02545"}


@pytest.mark.parametrize("part", PARTS)
def test_a_reform_that_is_applied_again_has_nothing_left_to_do(
    province: Database, part: str
) -> None:
    with province.writing() as connection:
        apply_reform(connection, REFORM)
        move_point(connection, "P000002", part, REFORM)
        done = apply_reform(connection, REFORM)
    assert (done.moves, done.undecided) == ({}, ())


def test_a_point_that_came_after_the_reform_lies_in_the_new_unit(
    province: Database,
) -> None:
    add_point(province, "D", DIVIDED)
    with province.writing() as connection:
        done = apply_reform(connection, REFORM)
    assert [one.point_id for one in done.undecided] == ["P000002"]


def test_a_week_that_spans_a_reform_adds_up(province: Database) -> None:
    with province.writing() as connection:
        apply_reform(connection, REFORM)
        move_point(connection, "P000002", PARTS[0], REFORM)
        whole = {unit: count_week(connection, unit) for unit in ("", "08")}
        parts = {unit: count_week(connection, unit) for unit in (HEIR, "02545", "075")}
    assert whole == {"": 210, "08": 210}
    # The merged commune's Monday counts for its heir; of the divided one, Monday
    # counts for its old district, in which no day lies since.
    assert parts == {HEIR: 70, "02545": 70, "075": 10}


def test_a_plan_keeps_to_a_scope_and_changes_nothing(province: Database) -> None:
    with province.reading() as connection:
        assert list_reforms(connection) == (REFORM,)
        mine = plan_reform(connection, REFORM, Scope(unit=MERGED))
        assert (mine.moves, mine.undecided) == ({"P000001": HEIR}, ())
        assert plan_reform(connection, REFORM, Scope(unit="02545")).moves == {}
        assert find_unit(connection, "P000001", REFORM) == MERGED
