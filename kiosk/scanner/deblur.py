"""Deblur: takes a lens's or a hand's blur back, as far as the noise allows."""

from functools import lru_cache

import cv2
import numpy as np

from kiosk.scanner.code import Gray
from kiosk.scanner.texture import Real

NOISE_SHARE = 0.01
"""Noise's power to the picture's: what is fainter than that is not raised."""


def deblur(picture: Real, sigma_px: float) -> Real:
    """Return `picture` without a Gaussian blur of `sigma_px` (a Wiener filter)."""
    height, width = picture.shape
    high, wide = cv2.getOptimalDFTSize(height), cv2.getOptimalDFTSize(width)
    padded = cv2.copyMakeBorder(
        picture, 0, high - height, 0, wide - width, cv2.BORDER_REFLECT
    )
    spectrum = np.fft.rfft2(padded)
    spectrum *= _gain(high, wide, round(sigma_px, 2))
    sharp = np.fft.irfft2(spectrum, (high, wide))
    return np.asarray(sharp[:height, :width], np.float32)


def sharpen(picture: Real, *, sigma_px: float, amount: float) -> Real:
    """Return `picture` with an unsharp mask."""
    soft = cv2.GaussianBlur(picture, (0, 0), sigma_px)
    return np.asarray(picture + (picture - soft) * np.float32(amount), np.float32)


def print_gray(picture: Real) -> Gray:
    """Return a levelled picture (0 grey, about 1 white) as a decoder wants it."""
    return np.asarray(np.clip(128 + 50 * picture, 0, 255), np.uint8)


@lru_cache(maxsize=4)
def _gain(height: int, width: int, sigma_px: float) -> Real:
    """Return what each frequency is multiplied by."""
    across = np.fft.rfftfreq(width)[None, :]
    down = np.fft.fftfreq(height)[:, None]
    blur = np.exp(-2 * (np.pi * sigma_px) ** 2 * (across**2 + down**2))
    return np.asarray(blur / (blur * blur + NOISE_SHARE), np.float32)
