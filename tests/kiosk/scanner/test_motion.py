"""Test what counts as motion before a camera."""

import numpy as np

from kiosk.scanner.motion import IDLE_NS, Motion

STEP_NS = 66_000_000
RNG = np.random.default_rng(7)


def noisy(level: int = 120) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return (level + RNG.normal(0, 4, (720, 1280))).clip(0, 255).astype(np.uint8)


def test_noise_alone_becomes_idle() -> None:
    motion = Motion()
    for number in range(6):
        motion.note(noisy(), number * IDLE_NS // 5)
    assert motion.is_idle(IDLE_NS)


def test_a_hand_that_comes_in_ends_idleness() -> None:
    motion = Motion()
    motion.note(noisy(), 0)
    frame = noisy()
    frame[300:420, 500:650] = 200
    motion.note(frame, IDLE_NS)
    assert not motion.is_idle(IDLE_NS + STEP_NS)


def test_nothing_is_idle_before_the_first_frame() -> None:
    assert not Motion().is_idle(IDLE_NS)


def test_another_picture_altogether_is_sweeping() -> None:
    motion = Motion()
    motion.note(noisy(60), 0)
    motion.note(noisy(160), STEP_NS)
    assert motion.is_sweeping()


def test_a_trembling_hand_is_not_sweeping() -> None:
    motion = Motion()
    frame = noisy()
    frame[200:500, 400:800] = 220
    motion.note(frame, 0)
    motion.note(np.roll(frame, 3, axis=1), STEP_NS)
    assert not motion.is_sweeping()
