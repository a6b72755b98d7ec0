"""Telex: marks by letters, as UniKey has them: `aa ee oo aw ow uw dd`, tones `s f r x j`; no Qt."""

from kiosk.ui.composer import Method
from kiosk.ui.syllable import TONES

TELEX = Method(
    tones={**dict(zip("sfrxj", TONES, strict=True)), "z": ""},
    hats={letter: letter for letter in "aeo"},
    horns={"w": "aou"},
    stroke="d",
    lone_horn="w",
)
"""`z` takes a tone away; `w` behind consonants is ư."""
