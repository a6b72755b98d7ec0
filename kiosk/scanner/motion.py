"""Motion: whether anything moves before a camera, from very small pictures."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.scanner.code import Gray

Small = NDArray[np.float32]

COLUMNS, ROWS = 96, 54
GRID = 3
"""Every third pixel is enough, and cheap."""
STILL = 2.0
"""Grey levels that a small picture's pixels differ by on average, from noise."""
SPOT = 10.0
"""And one of them alone."""
SWEEPING = 14.0
"""Average from which a frame shows something else than the one before."""
IDLE_NS = 2_000_000_000


class Motion:
    """Compares each frame with the one before."""

    def __init__(self) -> None:
        self._last: Small | None = None
        self._moved_ns: int | None = None
        self.change = 0.0
        """How much the last frame differs from the one before, in grey levels."""

    def note(self, gray: Gray, now_ns: int) -> None:
        """Take note of a frame."""
        small = shrink(gray)
        if self._last is None:
            self._moved_ns = now_ns
        else:
            self.change = float(np.abs(small - self._last).mean())
            if differs(small, self._last):
                self._moved_ns = now_ns
        self._last = small

    def is_sweeping(self) -> bool:
        """Tell whether the last frame shows something else than the one before."""
        return self.change >= SWEEPING

    def is_idle(self, now_ns: int) -> bool:
        """Tell whether nothing has moved for a while."""
        return self._moved_ns is not None and now_ns - self._moved_ns >= IDLE_NS


def shrink(gray: Gray) -> Small:
    """Return a very small picture, each pixel of it the mean of some of `gray`."""
    thin = np.ascontiguousarray(gray[::GRID, ::GRID])
    small = cv2.resize(thin, (COLUMNS, ROWS), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32)


def differs(one: Small, other: Small) -> bool:
    """Tell whether two small pictures differ by more than noise."""
    difference = np.abs(one - other)
    return bool(difference.mean() > STILL or difference.max() > SPOT)
