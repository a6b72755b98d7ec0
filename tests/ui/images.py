"""Images: pixels of a picture as numbers, to count and compare them."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

SMOOTHING = 64
"""Qt smooths large glyphs a little differently from one picture to the next."""


def to_pixels(image: QImage) -> NDArray[np.int16]:
    """Return rows of pixels of blue, green and red."""
    picture = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(picture.constBits(), dtype=np.uint8)
    shape = (picture.height(), picture.width(), 4)
    return pixels.reshape(shape)[:, :, :3].astype(np.int16)


def share_of(image: QImage, color: str) -> float:
    """Return which share of `image` has exactly `color`."""
    wanted = QColor(color)
    ink = (wanted.blue(), wanted.green(), wanted.red())
    return float((to_pixels(image) == ink).all(axis=2).mean())


def count_differences(first: QImage, second: QImage) -> int:
    """Count the pixels that differ by more than Qt's own smoothing."""
    distance = np.abs(to_pixels(first) - to_pixels(second)).max(axis=2)
    return int((distance > SMOOTHING).sum())


def keep_colors(image: QImage, count: int) -> QImage:
    """Return `image` in its `count` most frequent colours, which makes it small."""
    pixels = to_pixels(image).astype(np.uint32)
    packed = 0xFF000000 | pixels[:, :, 2] << 16 | pixels[:, :, 1] << 8 | pixels[:, :, 0]
    colors, uses = np.unique(packed, return_counts=True)
    table = [int(color) for color in colors[np.argsort(-uses)][:count]]
    plain = Qt.ImageConversionFlag.AvoidDither | Qt.ImageConversionFlag.ThresholdDither
    return image.convertToFormat(QImage.Format.Format_Indexed8, table, plain)
