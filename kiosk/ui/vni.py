"""VNI: marks by digits: 1 to 5 are tones, 6 a hat, 7 a horn, 8 a breve, 9 makes đ; no Qt."""

from kiosk.ui.composer import Method
from kiosk.ui.syllable import TONES

VNI = Method(
    tones={**dict(zip("12345", TONES, strict=True)), "0": ""},
    hats={"6": "aeo"},
    horns={"7": "ou", "8": "a"},
    stroke="9",
)
"""0 takes a tone away."""
