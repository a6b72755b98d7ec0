"""Hint: what the person can do so that a camera reads the code.

Apart from `Sight`, because the window words it and needs no numpy for that.
"""

from enum import StrEnum


class Hint(StrEnum):
    """A closed set; the window words it."""

    NONE = "none"
    TOO_DARK = "too_dark"
    GLARE = "glare"
    """Tilt the card."""
    CLOSER = "closer"
    HOLD_STILL = "hold_still"
