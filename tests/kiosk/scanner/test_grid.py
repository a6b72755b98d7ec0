"""Test the planes in which codes lie."""

import numpy as np
import pytest

from kiosk.scanner.code import Gray
from kiosk.scanner.finders import find_finders
from kiosk.scanner.grid import (
    PITCH_PX,
    match_timing,
    propose_grids,
    rectify,
)
from kiosk.scanner.variants import threshold
from kiosk.scanner.zxing import read_codes
from tests.drawings import TEXT, draw_code, lay_on_table, tilt

DIMENSION = len(draw_code()) // 6 - 8


def find_best(picture: Gray) -> tuple[int, float]:
    grids = propose_grids(find_finders(threshold(picture, window=61)))
    best = max(grids, key=lambda grid: match_timing(picture, grid))
    return best.dimension, match_timing(picture, best)


@pytest.mark.parametrize("share", [0.0, 0.2, 0.4])
def test_a_tilted_code_has_its_dimension_and_its_timing(share: float) -> None:
    assert find_best(tilt(draw_code(), share=share)) == (DIMENSION, 1.0)


def test_the_corners_are_the_code_s() -> None:
    grids = propose_grids(find_finders(threshold(draw_code(), window=61)))
    best = min(grids, key=lambda grid: grid.residual)
    edge = 6.0 * (4 + DIMENSION)
    wanted = np.array([(24, 24), (edge, 24), (edge, edge), (24, edge)])
    assert float(np.abs(best.corners - wanted).max()) < 3


def test_a_tilted_code_is_cut_out_flat() -> None:
    picture = tilt(draw_code())
    grids = propose_grids(find_finders(threshold(picture, window=61)))
    flat = rectify(picture, max(grids, key=lambda grid: match_timing(picture, grid)))
    assert len(flat) == (DIMENSION + 8) * PITCH_PX
    assert [code.text for code in read_codes(flat)] == [TEXT]


def test_two_codes_are_two_grids() -> None:
    table = lay_on_table(draw_code("A", module_px=5), draw_code("B", module_px=5))
    grids = propose_grids(find_finders(threshold(table, window=61)))
    places = {
        round(float(grid.corners.mean(0)[0]) / 100)
        for grid in grids
        if match_timing(table, grid) == 1.0
    }
    assert len(places) == 2


def test_no_finders_are_no_grids() -> None:
    assert propose_grids([]) == []
