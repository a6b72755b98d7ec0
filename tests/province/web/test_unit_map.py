"""Tests of the map of units: sizes, marks and labels."""

import pytest

from province.figures import Part, Totals
from province.web.unit_map import SPACE, draw


def a_part(key: str, points: int, active: int, name: str = "Xã Mẫu") -> Part:
    totals = Totals(
        points=points,
        suspended=0,
        active=active,
        zero=points - active,
        no_report=0,
        entries=0,
        admitted=0,
    )
    return Part(key=key, name=name, totals=totals, previous=totals)


def test_a_units_box_is_as_large_as_it_has_points() -> None:
    tiles = draw([a_part("1", 10, 0), a_part("2", 30, 0), a_part("3", 0, 0)])

    areas = [tile.box.width * tile.box.height for tile in tiles]
    assert [tile.part.key for tile in tiles] == ["2", "1"]
    assert areas == pytest.approx(
        [share * SPACE.width * SPACE.height for share in (0.75, 0.25)]
    )


@pytest.mark.parametrize(
    ("active", "expected"),
    [(0, 0), (24, 0), (25, 1), (50, 2), (75, 3), (89, 3), (90, 4)],
)
def test_the_mark_follows_the_rate(active: int, expected: int) -> None:
    (tile,) = draw([a_part("1", 100, active)])

    assert tile.step == expected


def test_a_name_is_cut_to_its_box_or_left_out() -> None:
    long = "Xã Mẫu " * 40
    tiles = draw([a_part("1", 99, 0, long), a_part("2", 1, 0, long)])

    assert tiles[0].label.endswith("…")
    assert tiles[1].label == ""
