"""Texture: where in a picture something as busy as a code is, read or not."""

from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from kiosk.scanner.code import Gray

Real = NDArray[np.float32]

GRAIN = 4
"""Pixels of the picture to one of the map, each way."""
SMOOTH = 5
"""Pixels of the map that are judged together: a module or a letter is not much."""
CLOSED = 9
"""Gaps in a texture of up to this many pixels of the map are bridged: glare."""
FAINT = 12.0
"""Grey levels: less contrast than this counts less, as it may be noise."""
LEAST = 0.05
"""Busyness below which there is no code; smooth edges have 0.02."""
SATURATED = 248
LEAST_PX = 32
"""A code of 21 modules at 1.5 pixels each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """A square part of a picture: its middle and the length of its sides.

    `spread` is how far what is in it lies about the middle: the variances of
    column and row, and their covariance. Equal ones and none is a code seen
    from the front, however it is turned.
    """

    across: float
    down: float
    side: float
    spread: tuple[float, float, float] = (1.0, 1.0, 0.0)


def find_busy(picture: Gray, count: int = 2) -> list[Patch]:
    """Return the busiest patches, the likeliest code first."""
    if min(picture.shape) < 4 * GRAIN:
        return []
    busyness = measure_busyness(picture)
    least = max(LEAST, 0.45 * float(busyness.max()))
    mask = (busyness >= least).astype(np.uint8)
    kernel = np.ones((CLOSED, CLOSED), np.uint8)
    mask = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, kernel), np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    largest = np.argsort(-stats[1:, cv2.CC_STAT_AREA])[:8] + 1
    scored = [_weigh(busyness, labels, stats[label], label) for label in largest]
    scored.sort(key=lambda one: -one[0])
    return [patch for _, patch in scored if patch.side >= LEAST_PX][:count]


def _weigh(
    busyness: Real, labels: MatLike, stats: MatLike, label: int
) -> tuple[float, Patch]:
    """Return a patch and how likely it is a code."""
    left, top, width, height, area = (int(value) for value in stats)
    box = (slice(top, top + height), slice(left, left + width))
    mass = np.asarray(labels[box] == label, np.float32)
    # A code fills its box and is about square; a line of print is not.
    shape = min(width, height) / max(width, height) * area / (width * height)
    patch = Patch(
        across=(left + width / 2) * GRAIN,
        down=(top + height / 2) * GRAIN,
        side=float(max(width, height) * GRAIN),
        spread=measure_spread(mass),
    )
    return float((busyness[box] * mass).sum()) * shape, patch


def measure_spread(mass: Real) -> tuple[float, float, float]:
    """Return the variances across and down, and the covariance, of `mass`."""
    moments = cv2.moments(mass)
    total = moments["m00"] or 1.0
    return moments["mu20"] / total, moments["mu02"] / total, moments["mu11"] / total


def measure_busyness(picture: Gray) -> Real:
    """Return how much goes up and down both ways, for the contrast there is."""
    soft = cv2.blur(picture, (3, 3))
    across = cv2.absdiff(soft[1:-1, 2:], soft[1:-1, :-2])
    down = cv2.absdiff(soft[2:, 1:-1], soft[:-2, 1:-1])
    size = (max(1, across.shape[1] // GRAIN), max(1, across.shape[0] // GRAIN))
    window = (SMOOTH, SMOOTH)
    steps = [
        cv2.blur(_shrink(way, size).astype(np.float32), window)
        for way in (across, down)
    ]
    both: Real = np.asarray(cv2.min(steps[0], steps[1]), np.float32)
    both = both - np.median(both)
    soft = soft[1:-1, 1:-1]
    square = np.ones((2 * SMOOTH - 1,) * 2, np.uint8)
    dark = cv2.erode(_shrink(soft, size), square)
    # A saturated spot must not dwarf what stands beside it.
    bright = cv2.dilate(_shrink(soft, size), square)
    spread = cv2.subtract(bright, dark).astype(np.float32)
    return np.asarray(np.maximum(both, 0) / (spread + FAINT), np.float32)


def _shrink(picture: MatLike, size: tuple[int, int]) -> Gray:
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
