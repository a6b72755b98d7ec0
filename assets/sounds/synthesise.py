"""Synthesise: how the verdicts' sounds are made.

`python -m assets.sounds.synthesise` writes them again, byte for byte. The
contours differ by rhythm, not by pitch only (screens.md, rule 12): allow rises,
check is the same tone thrice, deny a low tone twice, unreadable falls. Neutral
is one short tone, for gates where nobody else is to hear the verdict.
"""

import math
import struct
import wave
from pathlib import Path

RATE_HZ = 22_050
RAMP_S = 0.008  # a shorter one clicks
LOUDNESS = 0.6

Tone = tuple[float, float]
"""Frequency in hertz (0 is silence) and length in seconds."""

CONTOURS: dict[str, tuple[Tone, ...]] = {
    "allow": ((880, 0.11), (0, 0.02), (1318.5, 0.2)),
    "check": ((740, 0.11), (0, 0.07), (740, 0.11), (0, 0.07), (740, 0.11)),
    "deny": ((196, 0.26), (0, 0.1), (196, 0.3)),
    "unreadable": ((659.3, 0.12), (0, 0.02), (440, 0.2)),
    "neutral": ((587.3, 0.22),),
}


def sample(tone: Tone) -> list[int]:
    """Return a tone as 16-bit samples, its ends ramped."""
    frequency_hz, length_s = tone
    count = int(RATE_HZ * length_s)
    ramp = RATE_HZ * RAMP_S
    return [
        int(
            32_767
            * LOUDNESS
            * min(1.0, index / ramp, (count - index) / ramp)
            * _swing(2 * math.pi * frequency_hz * index / RATE_HZ)
        )
        for index in range(count)
    ]


def write(path: Path, contour: tuple[Tone, ...]) -> None:
    """Write `contour` as a WAV file."""
    samples = [value for tone in contour for value in sample(tone)]
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE_HZ)
        sound.writeframes(struct.pack(f"<{len(samples)}h", *samples))


def _swing(angle: float) -> float:
    # The third harmonic lets a small loudspeaker be heard over a loud gate.
    return 0.75 * math.sin(angle) + 0.25 * math.sin(3 * angle)


if __name__ == "__main__":
    for name, contour in CONTOURS.items():
        write(Path(__file__).with_name(f"{name}.wav"), contour)
