"""Fusion: several frames of one code laid over each other, to a fraction of a pixel.

No hand is still, so each frame samples the code elsewhere: together they hold
what none of them does. Noise goes down with their number, and where glare has
wiped out one, another fills in. Only sums are kept, never frames.
"""

from dataclasses import dataclass
from math import floor

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.scanner.code import Corner, Gray
from kiosk.scanner.texture import SATURATED, Patch, Real

Matrix = NDArray[np.float64]

SPACE = 1.3
"""Sides of the window to those of the texture: its edge is not exact."""
MIN_SIDE, MAX_SIDE = 72, 300
"""In pixels; a larger code is made smaller first, it has modules enough."""
MOST_ZOOM = 3
LARGEST_PX = 500
"""Sides of the fused picture at most, for the decoder's time."""
PAD = 20
"""How far a code may go from frame to frame and still be followed, in pixels."""
FORGET = 0.95
"""What a frame still counts when the next one comes: together they count as twenty."""
KNOWN = 0.3
"""Weight from which a pixel counts: the edges of glare are no part of a code."""
LEAST_LIKENESS = 0.4
"""Correlation below which it is not the same thing as before."""
MAX_STRANGERS = 2
"""So many frames in a row that are not alike, and we start anew."""
FAINT = 8.0
"""Grey levels of contrast that are not magnified any more: noise."""
FLAT = 0.4
"""Contrast below this share of the window's best has nothing to be aligned by."""
COARSE_FROM = 128
"""Sides in pixels from which half of them do for the first guess."""
STEPS = 15
"""Newton's steps at most; a frame's start is the last one's end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Levelled:
    """A window of a frame, its light evened; `valid` is 0 where it is wiped out.

    `rich` is 1 where there is something to align it by.
    """

    light: Real
    valid: Real
    rich: Gray
    is_spoilt: bool


class Fusion:
    """Frames of one code on one another; begins with the first that is added."""

    def __init__(self) -> None:
        self._side = self._size = 0
        self._zoom = 1.0
        self._step = 1.0
        self._middle = (0, 0)
        self._warp: Matrix = np.eye(3)
        self._sum: Real = np.zeros((0, 0), np.float32)
        self._weight: Real = np.zeros((0, 0), np.float32)
        self._strangers = 0
        self.frames = 0
        self.shift_px = 0.0
        """How far the code went between the last two frames."""

    @property
    def zoom(self) -> float:
        """Return the fused picture's pixels to one of the frame's."""
        return self._zoom

    def begin(self, frame: Gray, patch: Patch) -> None:
        """Forget what there is, and begin with `patch` of `frame`."""
        self._step = max(1.0, patch.side * SPACE / MAX_SIDE)
        self._side = round(max(patch.side * SPACE / self._step, MIN_SIDE))
        self._size = min(MOST_ZOOM * self._side, max(self._side, LARGEST_PX))
        self._zoom = self._size / self._side
        self._middle = (round(patch.across), round(patch.down))
        self._warp = _shift(PAD, PAD)
        size = (self._size, self._size)
        self._sum = np.zeros(size, np.float32)
        self._weight = np.full(size, 1e-3, np.float32)
        self._strangers = 0
        self.frames = 0
        self.shift_px = 0.0
        self._lay(level(self._shrink(self.cut(frame)[2])))

    def add(self, frame: Gray) -> bool:
        """Lay the same thing in the next `frame` on; False if it is not there."""
        if not self.frames:
            return False
        window = level(self._shrink(self.cut(frame)[2]))
        warp = self._register(window)
        if warp is None:
            self._strangers += 1
            if self._strangers > MAX_STRANGERS:
                self.forget()
            return False
        self._strangers = 0
        moved = (warp - self._warp) @ np.array([self._side / 2, self._side / 2, 1])
        self.shift_px = float(np.hypot(moved[0], moved[1])) * self._step
        self._warp = warp
        self._lay(window)
        self._follow()
        return True

    def forget(self) -> None:
        """Drop everything."""
        self.frames = 0
        self._sum = self._weight = np.zeros((0, 0), np.float32)

    def fuse(self) -> Real:
        """Return the frames as one picture, 0 grey, about 1 white, `zoom` as large."""
        known = self._weight > KNOWN
        return np.asarray(self._sum / self._weight * known, np.float32)

    def covers(self, corner: Corner) -> bool:
        """Tell whether a point of the frame is in the window that is followed."""
        reach = (self._side / 2 + PAD) * self._step
        return bool(np.abs(np.subtract(corner, self._middle)).max() <= reach)

    def place(self, corner: Corner) -> Corner:
        """Return where a point of the fused picture is in the last frame."""
        left, top = self._origin()
        point = self._warp @ _unzoom(self._zoom) @ np.array([*corner, 1.0])
        across, down = _unzoom(1 / self._step)[:2] @ point
        return float(across) + left, float(down) + top

    def cut(self, frame: Gray) -> tuple[int, int, Gray]:
        """Return the window of `frame` that is followed, and its corner."""
        left, top = self._origin()
        wide = round((self._side + 2 * PAD) * self._step)
        height, width = frame.shape
        inner = frame[
            min(max(top, 0), height - 1) : max(top + wide, 1),
            min(max(left, 0), width - 1) : max(left + wide, 1),
        ]
        above, before = min(max(-top, 0), wide - 1), min(max(-left, 0), wide - 1)
        inner = inner[: wide - above, : wide - before]
        below, after = wide - above - inner.shape[0], wide - before - inner.shape[1]
        whole = cv2.copyMakeBorder(
            inner, above, below, before, after, cv2.BORDER_REPLICATE
        )
        return left, top, np.asarray(whole, np.uint8)

    def _origin(self) -> tuple[int, int]:
        half = (self._side / 2 + PAD) * self._step
        return floor(self._middle[0] - half), floor(self._middle[1] - half)

    def _shrink(self, window: Gray) -> Gray:
        size = (self._side + 2 * PAD,) * 2
        if window.shape == size:
            return window
        small = cv2.resize(window, size, interpolation=cv2.INTER_AREA)
        return np.asarray(small, np.uint8)

    def _template(self) -> Real:
        size = (self._side, self._side)
        return np.asarray(
            cv2.resize(self.fuse(), size, interpolation=cv2.INTER_AREA), np.float32
        )

    def _register(self, window: Levelled) -> Matrix | None:
        """Return the map from the template to `window`, or None if unlike."""
        template = self._template()
        warp = self._refine(template, window, self._guess(template, window))
        return self._refine(template, window, self._warp) if warp is None else warp

    def _refine(self, template: Real, window: Levelled, start: Matrix) -> Matrix | None:
        mask = window.rich & self._known(start)
        criteria = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, STEPS, 1e-3)
        try:
            likeness, found = cv2.findTransformECC(
                template,
                window.light,
                start[:2].astype(np.float32),
                cv2.MOTION_AFFINE,
                criteria,
                mask,
                3,
            )
        except cv2.error:
            return None  # it did not converge: nothing alike is there
        warp = np.vstack([np.asarray(found, np.float64), (0, 0, 1)])
        if not likeness >= LEAST_LIKENESS or not _is_gentle(warp[:2, :2]):
            return None
        return warp

    def _known(self, warp: Matrix) -> Gray:
        """Return where in the window the fused picture has something to say."""
        known = (self._weight > KNOWN).astype(np.uint8)
        size = (self._side + 2 * PAD,) * 2
        flags = cv2.INTER_NEAREST
        return np.asarray(
            cv2.warpAffine(known, (warp @ _unzoom(self._zoom))[:2], size, flags=flags),
            np.uint8,
        )

    def _guess(self, template: Real, window: Levelled) -> Matrix:
        """Return the last map, moved to where the template fits the window best."""
        step = 1 if self._side <= COARSE_FROM else 2
        light = window.light * window.rich
        pictures = [
            cv2.resize(
                picture,
                (picture.shape[1] // step, picture.shape[0] // step),
                interpolation=cv2.INTER_AREA,
            )
            for picture in (light, template)
        ]
        fits = cv2.matchTemplate(pictures[0], pictures[1], cv2.TM_CCORR)
        _, _, _, best = cv2.minMaxLoc(fits)
        middle = np.full(2, self._side / 2)
        turned = self._warp[:2, :2] @ middle - middle
        guess = self._warp.copy()
        guess[:2, 2] = np.array(best) * step - turned
        return guess

    def _lay(self, window: Levelled) -> None:
        size = (self._size, self._size)
        warp = (self._warp @ _unzoom(self._zoom))[:2]
        flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
        self._sum *= FORGET
        self._weight *= FORGET
        self._sum += cv2.warpAffine(window.light, warp, size, flags=flags)
        if window.is_spoilt:
            flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
            self._weight += cv2.warpAffine(window.valid, warp, size, flags=flags)
        else:
            self._weight += 1
        self.frames += 1

    def _follow(self) -> None:
        """Keep the code in the middle of what is cut out of the next frame."""
        half = self._side / 2
        seen = self._warp @ np.array([half, half, 1.0])
        across, down = (round(float(value) - half - PAD) for value in seen[:2])
        step = self._step
        middle = (
            round(self._middle[0] + across * step),
            round(self._middle[1] + down * step),
        )
        # What is cut out starts at a whole pixel, so it moves by no more than that.
        went = [
            (new - old) / step for new, old in zip(middle, self._middle, strict=True)
        ]
        self._middle = middle
        self._warp = _shift(-went[0], -went[1]) @ self._warp


def level(window: Gray) -> Levelled:
    """Return `window` with its light evened, and without what is saturated."""
    exact = window.astype(np.float32)
    spoilt = window >= SATURATED
    valid = np.ones_like(exact)
    is_spoilt = float(spoilt.mean()) > 0.005
    if is_spoilt:
        grown = cv2.dilate(spoilt.astype(np.uint8), np.ones((7, 7), np.uint8))
        valid = (grown == 0).astype(np.float32)
    rest = (exact - _mean(exact, valid)) * valid
    spread = np.sqrt(np.maximum(_mean(rest * rest, valid), 0)) + FAINT
    best = float(np.percentile(spread[::4, ::4], 95))
    rich = (spread > FLAT * best) & (valid > 0)
    return Levelled(
        light=np.asarray(np.clip(rest / spread, -4, 4), np.float32),
        valid=valid,
        rich=rich.astype(np.uint8),
        is_spoilt=is_spoilt,
    )


def _mean(picture: Real, valid: Real) -> Real:
    """Return the mean about each pixel, of the valid ones."""
    window = (25, 25)
    total = cv2.blur(cv2.blur(picture * valid, window), window)
    weight = cv2.blur(cv2.blur(valid, window), window)
    return np.asarray(total / (weight + 1e-3), np.float32)


def _is_gentle(linear: Matrix) -> bool:
    """Tell whether a map keeps sizes and angles about as they are."""
    scales = np.linalg.svd(linear, compute_uv=False)
    return bool(scales[1] > 0.7 and scales[0] < 1.4)


def _shift(across: float, down: float) -> Matrix:
    return np.array([[1, 0, across], [0, 1, down], [0, 0, 1]], np.float64)


def _unzoom(zoom: float) -> Matrix:
    """Return the map from pixels of the zoomed picture to those of the other."""
    off = (1 / zoom - 1) / 2
    return np.array([[1 / zoom, 0, off], [0, 1 / zoom, off], [0, 0, 1]], np.float64)
