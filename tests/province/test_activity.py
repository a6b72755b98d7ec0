"""Tests of what makes a point active, zero or without a report."""

from datetime import datetime, timedelta

import pytest

from province.activity import Activity, PointPeriod, Tally, grade, tally, tally_units
from tests.province.builders import NOW


def a_point(
    *, is_active: bool = False, covered_until: datetime | None = None, unit: str = "04"
) -> PointPeriod:
    return PointPeriod(
        point_id="P000001", unit=unit, is_active=is_active, covered_until=covered_until
    )


@pytest.mark.parametrize(
    ("point", "expected"),
    [
        (a_point(is_active=True), Activity.ACTIVE),
        (a_point(covered_until=NOW), Activity.ZERO),
        (a_point(covered_until=NOW - timedelta(days=1)), Activity.ZERO),
        (a_point(covered_until=NOW - timedelta(days=1, seconds=1)), Activity.NO_REPORT),
        (a_point(), Activity.NO_REPORT),
    ],
)
def test_zero_is_told_from_silence(point: PointPeriod, expected: Activity) -> None:
    assert grade(point, NOW) == expected


def test_active_and_silent_make_all_points() -> None:
    points = [a_point(is_active=True), a_point(covered_until=NOW), a_point()]

    figures = tally(points, NOW)

    assert figures == Tally(points=3, active=1, zero=1, no_report=1)
    assert figures.active + figures.silent == figures.points


def test_units_are_counted_apart_and_in_order() -> None:
    points = [a_point(unit="05"), a_point(unit="04"), a_point(unit="05")]

    by_unit = tally_units(points, NOW)

    assert [(unit, one.points) for unit, one in by_unit.items()] == [
        ("04", 1),
        ("05", 2),
    ]
