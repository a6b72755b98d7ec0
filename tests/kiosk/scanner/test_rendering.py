"""Test how a fused picture is rendered for the decoder."""

import numpy as np
import pytest

from kiosk.scanner.rendering import (
    LARGEST_PX,
    RENDERINGS,
    Rendering,
    is_slanted,
    straighten,
)
from kiosk.scanner.texture import measure_spread

STRIPE = np.zeros((100, 100), np.float32)
STRIPE[10:90, 35:65] = 1


def test_a_thing_seen_from_the_side_is_slanted() -> None:
    assert is_slanted(measure_spread(STRIPE))


def test_a_square_is_not_slanted() -> None:
    assert not is_slanted(measure_spread(STRIPE[30:60, 35:65]))


def test_straightening_makes_a_stripe_as_wide_as_it_is_high() -> None:
    straight = straighten(STRIPE, measure_spread(STRIPE)).picture
    rows = int((straight.max(axis=1) > 0.5).sum())
    columns = int((straight.max(axis=0) > 0.5).sum())
    assert columns == pytest.approx(rows, abs=4)


def test_a_point_finds_back_through_a_straightening() -> None:
    straight = straighten(STRIPE, measure_spread(STRIPE))
    side = straight.picture.shape[0]
    middle = straight.back @ np.array([side / 2, side / 2, 1])
    assert middle.tolist() == pytest.approx([50, 50, 1])


def test_straightening_never_makes_a_picture_huge() -> None:
    large = np.zeros((600, 600), np.float32)
    assert straighten(large, (100.0, 1.0, 0.0)).picture.shape == (LARGEST_PX,) * 2


@pytest.mark.parametrize("rendering", RENDERINGS, ids=lambda way: str(way.name))
def test_a_rendering_keeps_the_size(rendering: Rendering) -> None:
    assert rendering.render(STRIPE, 2.0).shape == STRIPE.shape
