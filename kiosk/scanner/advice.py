"""Advice: why a code that is there is not read, from simple measures."""

import numpy as np
from numpy.typing import NDArray

from kiosk.scanner.code import Gray
from kiosk.scanner.hint import Hint
from kiosk.scanner.sight import Outline
from kiosk.scanner.texture import SATURATED

DARK = 40
"""Mean grey of the paper and ink together; a good picture has 80 to 180."""
GLARE_SHARE = 0.06
"""Of a code's pixels; the code corrects about this much and no finder pattern."""
SMALL_PX = 105
"""Sides below which a national ID's code has less than 2 pixels a module."""
RESTLESS_PX = 5.0
"""From one frame to the next: more is smeared."""


def advise(frame: Gray, outline: Outline, *, side_px: float, shift_px: float) -> Hint:
    """Return what the person holding the code at `outline` had best do.

    `side_px` is how large it looks, whatever was located of it.
    """
    corners = np.array(outline)
    reach = max(side_px, float(np.ptp(corners, axis=0).max()))
    inner = _cut(frame, corners.mean(axis=0), reach)[::2, ::2]
    if not inner.size:
        return Hint.NONE
    if float((inner >= SATURATED).mean()) > GLARE_SHARE:
        return Hint.GLARE
    if float(inner.mean()) < DARK:
        return Hint.TOO_DARK
    if shift_px > RESTLESS_PX:
        return Hint.HOLD_STILL
    return Hint.CLOSER if reach < SMALL_PX else Hint.HOLD_STILL


def is_dark(region: Gray) -> bool:
    """Tell whether nothing could be read in `region` for want of light."""
    return bool(region.size) and float(region[::8, ::8].mean()) < DARK / 2


def _cut(frame: Gray, middle: NDArray[np.float64], side: float) -> Gray:
    height, width = frame.shape
    left, right = (
        int(np.clip(middle[0] + sign * side / 2, 0, width)) for sign in (-1, 1)
    )
    top, bottom = (
        int(np.clip(middle[1] + sign * side / 2, 0, height)) for sign in (-1, 1)
    )
    return frame[top:bottom, left:right]
