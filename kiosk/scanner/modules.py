"""Modules: the dark and light squares of a rectified code."""

from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.scanner.code import Gray
from kiosk.scanner.grid import MARGIN, PITCH_PX

Tones: TypeAlias = NDArray[np.float32]
"""One number a module, row by row; higher is lighter."""

Dark: TypeAlias = NDArray[np.bool_]
"""Which modules are dark."""


def sample_modules(flat: Gray) -> Tones:
    """Return the tone of the middle of each module of a rectified code."""
    soft = cv2.blur(flat, (PITCH_PX // 2, PITCH_PX // 2)).astype(np.float32)
    start = MARGIN * PITCH_PX + PITCH_PX // 2
    end = len(flat) - MARGIN * PITCH_PX
    return np.asarray(soft[start:end:PITCH_PX, start:end:PITCH_PX])


def split_tones(tones: Tones, *, window: int) -> Dark:
    """Return which modules are dark against the modules of a `window` around."""
    low = cv2.erode(tones, np.ones((3, 3), np.uint8))
    high = cv2.dilate(tones, np.ones((3, 3), np.uint8))
    border = cv2.BORDER_REPLICATE
    middle = cv2.blur((low + high) / 2, (window, window), borderType=border)
    dark: Dark = tones < middle
    return dark


def render_modules(dark: Dark, *, pitch: int = 3) -> Gray:
    """Return a clean picture of the modules with the finder patterns made whole."""
    whole = np.pad(restore_finders(dark), MARGIN)
    return np.kron(~whole * np.uint8(255), np.ones((pitch, pitch), np.uint8))


def restore_finders(dark: Dark) -> Dark:
    """Return `dark` with the patterns that every code has as they must be."""
    eye = np.zeros((8, 8), dtype=bool)
    eye[:7, :7] = True
    eye[1:6, 1:6] = False
    eye[2:5, 2:5] = True
    whole = dark.copy()
    whole[:8, :8] = eye
    whole[:8, -8:] = eye[:, ::-1]
    whole[-8:, :8] = eye[::-1]
    timing = np.arange(8, len(dark) - 8) % 2 == 0
    whole[6, 8:-8] = timing
    whole[8:-8, 6] = timing
    return whole
