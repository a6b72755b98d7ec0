"""Variants: other renderings of one picture, in which a hard code may be read."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from kiosk.scanner.code import Code, Corner, Gray


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A rendering of a picture; `scale` are its pixels per pixel of the picture."""

    name: str
    scale: float
    render: Callable[[Gray], Gray]


def enlarge(picture: Gray, factor: float) -> Gray:
    """Return `picture` at `factor` times its size, cubic."""
    return _gray(
        cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    )


def reduce(picture: Gray, factor: float) -> Gray:
    """Return `picture` at `factor` (below 1) of its size, averaged over areas."""
    height, width = picture.shape[:2]
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return _gray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA))


def sharpen(picture: Gray, *, sigma: float, amount: float) -> Gray:
    """Return `picture` with an unsharp mask of `sigma` pixels."""
    soft = cv2.GaussianBlur(picture, (0, 0), sigma)
    return _gray(cv2.addWeighted(picture, 1 + amount, soft, -amount, 0))


def soften(picture: Gray, *, sigma: float) -> Gray:
    """Return `picture` blurred, against noise and the grid of a screen."""
    return _gray(cv2.GaussianBlur(picture, (0, 0), sigma))


def threshold(picture: Gray, *, window: int, below: float = 3) -> Gray:
    """Return black where a pixel is `below` the mean of its `window`, else white."""
    odd = max(3, window | 1)
    return _gray(
        cv2.adaptiveThreshold(
            picture, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, odd, below
        )
    )


def level(picture: Gray, *, sigma: float) -> Gray:
    """Return `picture` with the same mean and contrast everywhere."""
    exact = picture.astype(np.float32)
    rest = exact - cv2.GaussianBlur(exact, (0, 0), sigma)
    spread = np.sqrt(cv2.GaussianBlur(rest * rest, (0, 0), sigma)) + 4.0
    return _gray(np.clip(128 + 64 * rest / spread, 0, 255))


def equalise(picture: Gray, *, clip: float = 3.0, tiles: int = 8) -> Gray:
    """Return `picture` with its histogram equalised in tiles (CLAHE)."""
    return _gray(cv2.createCLAHE(clip, (tiles, tiles)).apply(picture))


def stretch(picture: Gray) -> Gray:
    """Return `picture` from black to white, one in a hundred pixels clipped."""
    low, high = np.percentile(picture, (1, 99))
    factor = 255.0 / max(1.0, float(high - low))
    return _gray(np.clip((picture.astype(np.float32) - low) * factor, 0, 255))


def brighten(picture: Gray, *, gamma: float) -> Gray:
    """Return `picture` with a gamma; above 1 tells bright tones apart."""
    tones = np.linspace(0, 1, 256) ** gamma * 255
    return _gray(cv2.LUT(picture, tones.astype(np.uint8)))


VARIANTS = (
    Variant(name="up2", scale=2, render=lambda p: enlarge(p, 2)),
    Variant(
        name="up2_threshold",
        scale=2,
        render=lambda p: threshold(enlarge(p, 2), window=61),
    ),
    Variant(name="up3", scale=3, render=lambda p: enlarge(p, 3)),
    Variant(
        name="up3_sharp",
        scale=3,
        render=lambda p: sharpen(enlarge(p, 3), sigma=5, amount=4),
    ),
    Variant(name="up2_level", scale=2, render=lambda p: enlarge(level(p, sigma=20), 2)),
    Variant(name="equalised", scale=1, render=equalise),
    Variant(name="half", scale=0.5, render=lambda p: reduce(p, 0.5)),
    Variant(name="soft", scale=1, render=lambda p: soften(p, sigma=1.5)),
)
"""Ordered by what they add on real pictures (scanning.md 1b, 2c)."""


FURTHER = (
    Variant(name="up3", scale=3, render=lambda p: enlarge(p, 3)),
    Variant(name="soft3", scale=1, render=lambda p: soften(p, sigma=3)),
    Variant(name="equalised", scale=1, render=equalise),
    Variant(name="bright", scale=1, render=lambda p: brighten(p, gamma=3)),
    Variant(name="wide_threshold", scale=1, render=lambda p: threshold(p, window=201)),
)


def map_back(code: Code, *, scale: float, left: float = 0, top: float = 0) -> Code:
    """Return `code` of a rendering with its corners in the picture's pixels."""

    def move(corner: Corner) -> Corner:
        return corner[0] / scale + left, corner[1] / scale + top

    one, two, three, four = code.corners
    return Code(
        data=code.data,
        text=code.text,
        symbology=code.symbology,
        corners=(move(one), move(two), move(three), move(four)),
    )


def _gray(pixels: object) -> Gray:
    return np.asarray(pixels, dtype=np.uint8)
