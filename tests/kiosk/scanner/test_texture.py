"""Test where a picture is found to be as busy as a code."""

from itertools import islice

import numpy as np

from kiosk.scanner.texture import find_busy, measure_busyness
from tests.scenes import Scene, Spoil, film

NEAR_PX = 30


def first_frame(spoil: Spoil) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    _, frames = film(Scene(seed=3, module_px=2.0, width=480, height=360, spoil=spoil))
    return next(islice(frames, 1))


def test_a_code_is_the_busiest_patch_of_its_frame() -> None:
    (patch, *_) = find_busy(first_frame(Spoil()))
    # The hand holds it up to 40 px off the middle.
    assert abs(patch.across - 240) < 40 + NEAR_PX
    assert abs(patch.down - 180) < 40 + NEAR_PX
    assert 80 <= patch.side <= 200


def test_a_pale_code_is_found_beside_dark_edges() -> None:
    (patch, *_) = find_busy(first_frame(Spoil(contrast=0.12)))
    assert abs(patch.across - 240) < 40 + NEAR_PX


def test_a_tilted_code_is_spread_less_one_way() -> None:
    (patch, *_) = find_busy(first_frame(Spoil(tilt_deg=60)))
    across, down, _ = patch.spread
    assert max(across, down) > 2 * min(across, down)


def test_nothing_is_found_on_a_blank_wall() -> None:
    assert find_busy(np.full((240, 320), 128, np.uint8)) == []


def test_a_picture_too_small_has_nothing() -> None:
    assert find_busy(np.zeros((3, 3), np.uint8)) == []


def test_one_edge_is_not_busy() -> None:
    wall = np.full((240, 320), 40, np.uint8)
    wall[:, 160:] = 220
    assert float(measure_busyness(wall).max()) < 0.05
