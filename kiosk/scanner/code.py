"""Code: one QR code found in a picture, and where."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
"""A picture, rows by columns, 0 black to 255 white."""

Corner = tuple[float, float]
"""Column and row, in pixels of the picture that was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What a QR code says.

    `data` are its bytes as they stand in the symbol (UTF-8 where they
    were UTF-16), `text` the same for people, NFC not yet applied. `corners`
    go clockwise from the corner between the two finder patterns' sides (top
    left of an upright code). `symbology` is the AIM identifier.
    """

    data: bytes
    text: str
    symbology: str
    corners: tuple[Corner, Corner, Corner, Corner]

    @property
    def centre(self) -> Corner:
        """Return the middle of the corners."""
        columns, rows = zip(*self.corners, strict=True)
        return sum(columns) / 4, sum(rows) / 4
