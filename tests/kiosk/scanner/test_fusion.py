"""Test that frames of one code are laid on one another to a fraction of a pixel."""

from itertools import islice

import numpy as np
import pytest

from kiosk.scanner import zxing
from kiosk.scanner.code import Gray
from kiosk.scanner.deblur import deblur, print_gray
from kiosk.scanner.fusion import LARGEST_PX, MAX_SIDE, Fusion
from kiosk.scanner.texture import Patch, find_busy
from tests.scenes import Scene, Spoil, film

GLARE = Scene(seed=1, module_px=3.0, width=480, height=400, spoil=Spoil(glare=0.35))


def shoot(scene: Scene, count: int) -> tuple[bytes, list[Gray]]:
    content, frames = film(scene)
    return content, list(islice(frames, count))


def fuse(frames: list[Gray]) -> Fusion:
    fusion = Fusion()
    fusion.begin(frames[0], find_busy(frames[0])[0])
    for frame in frames[1:]:
        assert fusion.add(frame)
    return fusion


def read(fusion: Fusion) -> list[bytes]:
    picture = print_gray(deblur(fusion.fuse(), 0.7 * fusion.zoom))
    return [code.data for code in zxing.read_codes(picture)]


def test_moving_glare_is_filled_in_from_other_frames() -> None:
    content, frames = shoot(GLARE, 14)
    assert not any(zxing.read_codes(frame) for frame in frames)
    assert read(fuse(frames)) == [content]


def test_noise_goes_down_with_the_number_of_frames() -> None:
    rng = np.random.default_rng(3)
    _, (frame,) = shoot(Scene(seed=2, module_px=3.0, width=480, height=400), 1)
    noisy = [
        (frame + rng.normal(0, 25, frame.shape)).clip(0, 255).astype(np.uint8)
        for _ in range(10)
    ]
    patch = find_busy(frame)[0]

    def differ(count: int) -> float:
        """Return how two fusions of other frames differ."""
        pictures = []
        for part in (noisy[:count], noisy[-count:]):
            fusion = Fusion()
            fusion.begin(part[0], patch)
            for one in part[1:]:
                assert fusion.add(one)
            pictures.append(fusion.fuse())
        return float(np.abs(pictures[0] - pictures[1]).mean())

    assert differ(5) < 0.75 * differ(1)


def test_a_known_shift_is_found_to_a_tenth_of_a_pixel() -> None:
    _, (frame,) = shoot(Scene(seed=2, module_px=3.0, width=480, height=400), 1)
    fusion = fuse([frame])
    before = fusion.place((100, 100))
    assert fusion.add(np.roll(frame, (3, -5), axis=(0, 1)))
    after = fusion.place((100, 100))
    shift = (after[0] - before[0], after[1] - before[1])
    assert shift == pytest.approx((-5, 3), abs=0.1)


def test_something_else_is_not_laid_on_a_code() -> None:
    _, (frame,) = shoot(Scene(seed=2, module_px=3.0, width=480, height=400), 1)
    _, (other,) = shoot(Scene(seed=5, module_px=2.2, width=480, height=400), 1)
    fusion = fuse([frame])
    assert not fusion.add(other)


def test_a_code_that_is_gone_is_forgotten() -> None:
    _, (frame,) = shoot(Scene(seed=2, module_px=3.0, width=480, height=400), 1)
    fusion = fuse([frame])
    added = [fusion.add(np.full_like(frame, 90)) for _ in range(4)]
    assert added == [False] * 4
    assert fusion.frames == 0


@pytest.mark.parametrize("side", [1.0, 80.0, 500.0, 5000.0])
def test_what_is_kept_is_bounded(side: float) -> None:
    frame = np.random.default_rng(1).integers(0, 256, (300, 200)).astype(np.uint8)
    fusion = Fusion()
    fusion.begin(frame, Patch(across=10, down=290, side=side))
    assert max(fusion.fuse().shape) <= max(LARGEST_PX, MAX_SIDE)


def test_a_window_covers_what_is_in_it_only() -> None:
    frame = np.zeros((400, 400), np.uint8)
    fusion = Fusion()
    fusion.begin(frame, Patch(across=100, down=100, side=80))
    assert fusion.covers((130, 80))
    assert not fusion.covers((300, 100))
