"""Tests of figures: rates, changes and the rank of units."""

import pytest

from province.figures import Part, Ranking, Totals, compute_share, rank


def totals(**changes: int) -> Totals:
    made = {
        "points": 10,
        "suspended": 0,
        "active": 5,
        "zero": 3,
        "no_report": 2,
        "entries": 100,
        "admitted": 90,
    }
    return Totals(**(made | changes))


def a_part(key: str, *, admitted_before: int = 80, **changes: int) -> Part:
    return Part(
        key=key,
        name="",
        totals=totals(**changes),
        previous=totals(admitted=admitted_before),
    )


def test_a_rate_is_of_the_points_that_were_to_work() -> None:
    told = totals(suspended=2, active=4, zero=4, no_report=0)

    assert (told.expected, told.silent, told.rate) == (8, 4, 0.5)
    assert told.active + told.silent == told.points - told.suspended


def test_where_no_point_was_to_work_there_is_no_rate() -> None:
    assert totals(points=2, suspended=2).rate is None


def test_a_change_is_against_the_period_before() -> None:
    part = a_part("1", admitted_before=100)

    assert part.change == -10
    assert compute_share(part.change, 100) == -0.1
    assert compute_share(part.change, 0) is None


@pytest.mark.parametrize(
    ("ranking", "expected"),
    [
        (Ranking.RATE, ["best", "middle", "last", "none"]),
        (Ranking.SILENCE, ["last", "middle", "best", "none"]),
        (Ranking.CHANGE, ["last", "none", "best", "middle"]),
    ],
)
def test_units_are_ranked_from_lead_to_lag(
    ranking: Ranking, expected: list[str]
) -> None:
    parts = [
        a_part("none", points=1, suspended=1, active=0, zero=0, no_report=0),
        a_part("last", active=1, zero=6, no_report=3, admitted=900),
        a_part("middle", admitted=10),
        a_part("best", active=10, zero=0, no_report=0, admitted=20),
    ]
    if ranking is Ranking.SILENCE:
        parts[3] = a_part("best", active=9, zero=1, no_report=0)

    assert [part.key for part in rank(parts, ranking)] == expected
