"""Attract: dim after five minutes, and a pixel further each 7.5 s."""

from itertools import pairwise

import pytest

from kiosk.ui.attract import AFTER_MS, STEP_MS, find_drift, is_dim

REACH = 16
HOUR = [AFTER_MS + step * STEP_MS for step in range(480)]


@pytest.mark.parametrize(
    ("quiet_ms", "dim"), [(0, False), (AFTER_MS - 1, False), (AFTER_MS, True)]
)
def test_it_is_dim_after_five_minutes(quiet_ms: int, dim: bool) -> None:  # noqa: FBT001
    assert is_dim(quiet_ms) is dim


def test_it_stands_in_its_place_while_somebody_looks() -> None:
    assert {find_drift(ms, REACH) for ms in range(0, AFTER_MS, 10_000)} == {(0, 0)}


def test_it_moves_by_eight_pixels_a_minute() -> None:
    places = [find_drift(ms, REACH) for ms in HOUR]
    steps = {abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairwise(places)}
    assert steps == {1}


@pytest.mark.parametrize("reach", [0, 1, 2, REACH])
def test_it_stays_within_its_reach(reach: int) -> None:
    places = [find_drift(ms, reach) for ms in HOUR]
    assert max(max(abs(x), abs(y)) for x, y in places) == max(1, reach)


def test_no_pixel_is_always_lit() -> None:
    assert len({find_drift(ms, REACH) for ms in HOUR}) > 300
