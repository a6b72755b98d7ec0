"""Rendering: a fused picture made ready for the decoder, in one of several ways."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.scanner.deblur import deblur, sharpen
from kiosk.scanner.texture import Real

Matrix = NDArray[np.float64]

SLANTED = 1.25
"""Longer axis to the shorter one from which straightening a code pays."""
MOST_SLANTED = 3.0
LARGEST_PX = 720


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """One way; `render` takes the picture and its pixels per pixel of the frame."""

    name: str
    render: Callable[[Real, float], Real]


RENDERINGS = (
    Rendering(name="deblurred", render=lambda p, zoom: deblur(p, 0.7 * zoom)),
    Rendering(name="sharp", render=lambda p, zoom: sharpen(p, sigma_px=zoom, amount=2)),
    Rendering(name="deblurred_more", render=lambda p, zoom: deblur(p, 1.2 * zoom)),
    Rendering(name="plain", render=lambda p, _: p),
    Rendering(
        name="sharper", render=lambda p, zoom: sharpen(p, sigma_px=1.6 * zoom, amount=4)
    ),
)
"""What one cannot read another can: noise, blur and small modules differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Straight:
    """A picture and the map from its pixels to those it was made from."""

    picture: Real
    back: Matrix


def is_slanted(spread: tuple[float, float, float]) -> bool:
    """Tell whether a thing of this `spread` is seen from the side."""
    return _measure_axes(spread)[0] >= SLANTED


def straighten(picture: Real, spread: tuple[float, float, float]) -> Straight:
    """Return `picture` stretched along its shorter axis, as if from the front."""
    ratio, axis = _measure_axes(spread)
    ratio = min(ratio, MOST_SLANTED)
    height, width = picture.shape
    stretch = np.eye(2) + (ratio - 1) * np.outer(axis, axis)
    side = min(round(max(height, width) * ratio), LARGEST_PX)
    forth = np.eye(3)
    forth[:2, :2] = stretch
    middle = np.array([width / 2, height / 2])
    forth[:2, 2] = np.full(2, side / 2) - stretch @ middle
    straight = cv2.warpAffine(picture, forth[:2], (side, side), flags=cv2.INTER_CUBIC)
    return Straight(
        picture=np.asarray(straight, np.float32),
        back=np.asarray(np.linalg.inv(forth), np.float64),
    )


def _measure_axes(spread: tuple[float, float, float]) -> tuple[float, Matrix]:
    """Return the longer axis to the shorter one, and the shorter one's direction."""
    across, down, both = spread
    values, vectors = np.linalg.eigh(np.array([[across, both], [both, down]]))
    least = max(float(values[0]), 1e-6)
    return float(np.sqrt(max(float(values[1]), least) / least)), vectors[:, 0]
