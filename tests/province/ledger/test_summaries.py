"""Tests of what is summed up of the days of points, on both databases."""

import random
from datetime import date, timedelta

import pytest
from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from province.ledger import figures, summaries
from province.ledger.database import Database
from province.ledger.place_tables import HOURS, point_days
from province.ledger.scope import WHOLE
from province.ledger.summary_tables import point_months
from province.ledger.tables import points
from province.period import Period, find_month, find_week
from tests.province.builders import NOW, add_point
from tests.province.ledger.summing import assert_summed_up

FIRST = date(2026, 8, 20)
SPANS = (
    find_week(date(2026, 10, 1)),
    find_month(date(2026, 9, 5)),
    Period(first=date(2026, 9, 30), last=date(2026, 9, 30)),
    Period(first=date(2026, 8, 25), last=date(2026, 11, 3)),
)


@pytest.fixture
def worked(ledger: Database) -> Database:
    """Return a ledger with two points that worked on most of ninety days."""
    pick = random.Random(9)
    names = [add_point(ledger, "A"), add_point(ledger, "B", unit="05")]
    rows = [
        {
            "day": FIRST + timedelta(days=number),
            "point_id": point_id,
            "unit": pick.choice(("04", "05")),
            "entries": 9,
            "admitted": pick.randrange(9),
            "refused": 1,
            "h08": pick.randrange(5),
        }
        for point_id in names
        for number in pick.sample(range(90), 70)
    ]
    with ledger.writing() as connection:
        connection.execute(update(points).values(created_at=NOW - timedelta(days=365)))
        connection.execute(insert(point_days), rows)
        summaries.rebuild(connection)
    return ledger


def sum_up(
    connection: Connection, column: ColumnElement[int], span: Period
) -> dict[str, int]:
    """Sum a column of the days of points within `span`."""
    done = point_days.c
    query = select(done.point_id, func.sum(column)).group_by(done.point_id)
    found = connection.execute(query.where(done.day.between(span.first, span.last)))
    return {point_id: int(count) for point_id, count in found if count}


@pytest.mark.parametrize("span", SPANS)
def test_a_month_tells_what_each_of_its_days_had(
    worked: Database, span: Period
) -> None:
    counted = func.sum(summaries.count_in(span, "admitted"))
    query = select(point_months.c.point_id, counted).group_by(point_months.c.point_id)
    with worked.reading() as connection:
        found = connection.execute(
            query.where(summaries.is_near(span.first, span.last))
        )
        told = {point_id: int(count) for point_id, count in found if count}
        assert told == sum_up(connection, point_days.c.admitted, span)


@pytest.mark.parametrize("span", SPANS)
def test_points_are_told_with_the_days_of_a_period_and_no_more(
    worked: Database, span: Period
) -> None:
    with worked.reading() as connection:
        listed = figures.list_points(connection, WHOLE, span, NOW)
        busy = figures.list_hours(connection, WHOLE, span, 8)
        done = {one.point.point_id: one.entries for one in listed if one.entries}
        assert done == sum_up(connection, point_days.c.entries, span)
        assert busy == sum_up(connection, point_days.c[HOURS[8]], span)


def test_what_is_done_to_days_is_followed(worked: Database) -> None:
    gone = point_days.c.day < date(2026, 10, 9)
    with worked.writing() as connection:
        with summaries.in_step(connection, gone):
            connection.execute(point_days.delete().where(gone))
        assert_summed_up(connection)
        assert connection.scalar(select(func.min(point_months.c.month))) is not None


def test_days_without_an_entry_change_nothing(worked: Database) -> None:
    with worked.writing() as connection:
        with summaries.in_step(connection, point_days.c.point_id == "P9"):
            pass
        assert_summed_up(connection)


def test_the_months_that_lie_in_a_period_are_told() -> None:
    found = [[month.month for month in summaries.list_whole_months(s)] for s in SPANS]
    assert found == [[], ["2026-09"], [], ["2026-09", "2026-10"]]
