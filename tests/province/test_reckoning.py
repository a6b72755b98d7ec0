"""Tests of reckoning: who is active, where entries count, how units are grouped."""

from datetime import timedelta

import pytest

from province.figures import Figures
from province.period import find_week
from province.reckoning import (
    Alike,
    Choice,
    Found,
    Point,
    Standing,
    Unit,
    Work,
    compute,
    grade_point,
    is_chosen,
)
from tests.province.builders import NOW

WEEK = find_week(NOW.date() - timedelta(days=7))
IDLE = Work(entries=0, admitted=0, admitted_before=0)
UNITS = {
    "08": Unit(name="Tỉnh Mẫu", parent=""),
    "081": Unit(name="Huyện A", parent="08"),
    "0811": Unit(name="Xã A1", parent="081"),
    "0812": Unit(name="Xã A2", parent="081"),
    "0821": Unit(name="Xã B1", parent="082"),
    "082": Unit(name="Huyện B", parent="08"),
}


def a_point(point_id: str = "P1", **changes: object) -> Point:
    facts: dict[str, object] = {
        "point_id": point_id,
        "name": "Cổng chợ",
        "category": "market",
        "unit": "0811",
        "covered_until": NOW,
        "is_suspended": False,
        "was_registered": True,
        "was_suspended": False,
    }
    return Point(**(facts | changes))  # type: ignore[arg-type]  # as a builder says


def a_work(**changes: int) -> Work:
    return Work(**({"entries": 5, "admitted": 4, "admitted_before": 2} | changes))


def alike(**changes: object) -> Alike:
    """Return one point, as `a_point`, unless `changes` say that it is none or several."""
    facts: dict[str, object] = {
        "unit": "0811",
        "category": "market",
        "count": 1,
        "covered_until": NOW,
        "was_registered": True,
    }
    return Alike(**(facts | changes))  # type: ignore[arg-type]  # as a builder says


def made(**changes: object) -> Alike:
    """Return entries of a unit and a category, and no point."""
    sums = {"entries": 5, "admitted": 4, "entries_before": 3, "admitted_before": 2}
    return alike(**({"count": 0, "covered_until": None} | sums | changes))


def figure(*rows: Alike, unit: str = "") -> Figures:
    return compute(found(*rows, unit=unit), WEEK, NOW)


def found(*rows: Alike, unit: str = "") -> Found:
    return Found(unit=unit, alike=rows, days={}, hours=(0,) * 24, units=UNITS)


@pytest.mark.parametrize(
    ("point", "work", "expected"),
    [
        (a_point(), a_work(), Standing.ACTIVE),
        (a_point(covered_until=None), a_work(), Standing.ACTIVE),
        (a_point(), a_work(admitted=0), Standing.ZERO),
        (a_point(covered_until=None), IDLE, Standing.NO_REPORT),
        (a_point(covered_until=WEEK.start), IDLE, Standing.NO_REPORT),
        (a_point(is_suspended=True), a_work(), Standing.SUSPENDED),
    ],
)
def test_a_point_stands_by_what_it_admitted_and_told(
    point: Point, work: Work, expected: Standing
) -> None:
    assert grade_point(point, work, WEEK, WEEK.end).standing is expected


def test_a_point_stood_by_what_it_admitted_before() -> None:
    graded = grade_point(a_point(), a_work(admitted=0), WEEK, WEEK.end)

    assert (graded.standing_before, graded.standing) == (Standing.ACTIVE, Standing.ZERO)


def test_active_and_silent_are_all_that_were_to_work() -> None:
    told = figure(
        alike(count=5, is_active=True),
        alike(count=2),
        alike(covered_until=None),
        alike(is_suspended=True),
    ).totals

    assert (told.points, told.suspended, told.active) == (9, 1, 5)
    assert (told.zero, told.no_report) == (2, 1)
    assert told.active + told.silent == told.points - told.suspended


def test_a_point_is_not_counted_before_it_was_registered() -> None:
    told = figure(alike(was_registered=False))

    assert (told.totals.points, told.previous.points) == (1, 0)


def test_entries_count_in_the_unit_of_their_day() -> None:
    moved = alike(unit="0812", is_active=True)
    rows = (moved, made(entries=3), made(unit="0812", entries=2))

    by_unit = {part.key: part for part in figure(*rows, unit="08").by_unit}

    assert (by_unit["0811"].totals.entries, by_unit["0811"].totals.points) == (3, 0)
    assert (by_unit["0812"].totals.entries, by_unit["0812"].totals.active) == (2, 1)


@pytest.mark.parametrize(
    ("unit", "units", "expected"),
    [
        ("", ["0811", "0821"], {"081", "082"}),
        ("08", ["0811", "0812"], {"0811", "0812"}),
        ("08", ["0811"], {"0811"}),
        ("081", ["0811", "0812"], {"0811", "0812"}),
        ("081", ["081", "0811"], {"081", "0811"}),
        ("", ["04", "05"], {"04", "05"}),
        ("", [], set()),
    ],
)
def test_units_are_told_where_their_paths_part(
    unit: str, units: list[str], expected: set[str]
) -> None:
    rows = [alike(unit=one) for one in units]

    assert {part.key for part in figure(*rows, unit=unit).by_unit} == expected


def test_parts_add_up_to_the_whole() -> None:
    school = {"unit": "0821", "category": "school"}

    told = figure(alike(), made(), alike(**school), made(**school, entries=7))

    for parts in (told.by_unit, told.by_category):
        assert sum(part.totals.entries for part in parts) == told.totals.entries
        assert sum(part.totals.points for part in parts) == told.totals.points
        assert sum(part.change for part in parts) == told.change
    assert (told.totals.entries, told.totals.points, told.change) == (12, 2, 4)


def test_data_are_complete_up_to_what_all_but_the_behind_told() -> None:
    early = WEEK.end - timedelta(hours=5)

    told = figure(alike(), alike(covered_until=early), alike(covered_until=None))

    assert (told.complete_until, told.behind) == (early, 1)


def test_an_active_point_may_be_behind() -> None:
    told = figure(alike(covered_until=WEEK.start, is_active=True, count=2))

    assert (told.totals.active, told.behind, told.complete_until) == (2, 2, None)


def test_a_period_that_lasts_is_told_until_now() -> None:
    told = compute(found(alike()), find_week(NOW.date()), NOW)

    assert told.until == NOW
    assert told.complete_until == NOW
    assert len(told.by_day) == 7


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Choice.REGISTERED, ["P1", "P2", "P3", "P4"]),
        (Choice.EXPECTED, ["P1", "P2", "P3"]),
        (Choice.SUSPENDED, ["P4"]),
        (Choice.ACTIVE, ["P1"]),
        (Choice.SILENT, ["P2", "P3"]),
        (Choice.ZERO, ["P2"]),
        (Choice.NO_REPORT, ["P3"]),
        (Choice.BEHIND, ["P3"]),
        (Choice.WITH_ENTRIES, ["P1", "P2"]),
    ],
)
def test_each_figure_has_its_points(choice: Choice, expected: list[str]) -> None:
    points = [
        a_point("P1"),
        a_point("P2"),
        a_point("P3", covered_until=None),
        a_point("P4", is_suspended=True),
    ]
    works = [a_work(), a_work(admitted=0), IDLE, IDLE]
    graded = [
        grade_point(point, work, WEEK, WEEK.end)
        for point, work in zip(points, works, strict=True)
    ]

    chosen = [one.point.point_id for one in graded if is_chosen(one, choice)]
    assert chosen == expected
