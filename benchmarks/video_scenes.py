"""Video scenes: the cells that `reading_video` films, and clutter without a code."""

from collections.abc import Iterator

import cv2
import numpy as np

from tests.scenes import (
    LENS_SIGMA_PX,
    Gray,
    Real,
    Scene,
    Spoil,
    compress,
    draw_room,
)


def close(spoil: Spoil) -> Scene:
    """Return the scene of scanning.md 2b: 3 pixels a module, 720p."""
    return Scene(seed=0, module_px=3.0, width=1280, height=720, spoil=spoil)


CELLS: dict[str, tuple[Scene, float]] = {
    "2.25 px/module": (Scene(seed=0, module_px=2.25), 1.0),
    "1.6 px/module": (Scene(seed=0, module_px=1.6), 0.95),
    "1.4 px/module": (Scene(seed=0, module_px=1.4), 0.60),
    "blur 1.4 px": (close(Spoil(blur_px=1.4)), 0.90),
    "motion 4 px": (close(Spoil(motion_px=4)), 0.90),
    "motion 6 px": (close(Spoil(motion_px=6)), 0.0),
    "glare 0.35": (close(Spoil(glare=0.35)), 0.90),
    "contrast 0.12": (close(Spoil(contrast=0.12)), 0.90),
    "tilt 60": (close(Spoil(tilt_deg=60)), 0.90),
}
"""Each with the share of codes that is to be read; 0 where no goal is set."""

WIDTH, HEIGHT = 1920, 1080
OBJECT = (900, 700)
"""Columns and rows that the clutter takes; the guide and more."""


def film_clutter(seed: int, frames: int) -> Iterator[Gray]:
    """Yield frames of something that is no code, held in a hand that trembles."""
    rng = np.random.default_rng(seed)
    draw = DRAWERS[seed % len(DRAWERS)]
    canvas = draw_room(Scene(seed=0, module_px=1, width=WIDTH, height=HEIGHT), rng)
    wide, high = OBJECT
    left, top = (WIDTH - wide) // 2, (HEIGHT - high) // 2
    thing = cv2.GaussianBlur(draw(rng, wide, high), (0, 0), LENS_SIGMA_PX)
    canvas[top : top + high, left : left + wide] = thing
    at = np.zeros(2)
    for _ in range(frames):
        at = np.clip(at + rng.normal(0, 1.5, 2), -30, 30)
        middle = (at[0] + WIDTH / 2, at[1] + HEIGHT / 2)
        frame = np.asarray(
            cv2.getRectSubPix(canvas, (WIDTH, HEIGHT), middle), np.float32
        )
        noise = rng.standard_normal((HEIGHT // 4, WIDTH), np.float32) * 4
        yield compress(frame + np.tile(noise, (4, 1)))


def draw_text(rng: np.random.Generator, width: int, height: int) -> Real:
    """Draw a page of print, some of it large."""
    page = np.full((height, width), 215, np.uint8)
    letters = "ABCDEGHIKLMNOPQRSTUVXYabcdeghiklmnopqrstuvxy0123456789"
    row = 20
    while row < height:
        size = float(rng.uniform(0.35, 1.1))
        text = "".join(rng.choice(list(letters + " " * 9), int(rng.integers(40, 160))))
        cv2.putText(page, text, (8, row), cv2.FONT_HERSHEY_SIMPLEX, size, 40, 1)
        row += int(34 * size) + 4
    return page.astype(np.float32)


def draw_checkers(rng: np.random.Generator, width: int, height: int) -> Real:
    """Draw a board of squares, turned."""
    side = int(rng.integers(3, 40))
    rows, columns = np.mgrid[0:height, 0:width]
    angle = rng.uniform(0, np.pi / 2)
    across = columns * np.cos(angle) + rows * np.sin(angle)
    down = rows * np.cos(angle) - columns * np.sin(angle)
    board = (across // side + down // side) % 2
    return np.asarray(50 + 150 * board, np.float32)


def draw_blocks(rng: np.random.Generator, width: int, height: int) -> Real:
    """Draw random black and white squares, as a code has without its finders."""
    side = int(rng.integers(2, 12))
    rows, columns = height // side + 1, width // side + 1
    grid = rng.integers(0, 2, (rows, columns)).astype(np.float32)
    board = np.kron(grid, np.ones((side, side), np.float32))[:height, :width]
    return np.asarray(50 + 150 * board, np.float32)


def draw_weave(rng: np.random.Generator, width: int, height: int) -> Real:
    """Draw cloth: noise in bands of frequencies."""
    fine = rng.standard_normal((height, width)).astype(np.float32)
    sigma = float(rng.uniform(0.8, 4))
    band = cv2.GaussianBlur(fine, (0, 0), sigma) - cv2.GaussianBlur(
        fine, (0, 0), 2 * sigma
    )
    return np.asarray(128 + band * (60 / max(float(band.std()), 1e-3)), np.float32)


def draw_rings(rng: np.random.Generator, width: int, height: int) -> Real:
    """Draw squares in squares: finder patterns that belong to no code."""
    page = np.full((height, width), 200, np.float32)
    for _ in range(220):
        unit = int(rng.integers(2, 9))
        left = int(rng.integers(0, width - 8 * unit))
        top = int(rng.integers(0, height - 8 * unit))
        for inset, tone in ((0, 40.0), (1, 200.0), (2, 40.0)):
            start = (left + inset * unit, top + inset * unit)
            end = (left + (7 - inset) * unit - 1, top + (7 - inset) * unit - 1)
            cv2.rectangle(page, start, end, tone, -1)
    return page


def draw_bars(rng: np.random.Generator, width: int, height: int) -> Real:
    """Draw bar codes and lines."""
    page = np.full((height, width), 210, np.float32)
    for _ in range(40):
        left, top = int(rng.integers(0, width)), int(rng.integers(0, height))
        step = int(rng.integers(2, 7))
        for _ in range(60):
            bar = int(rng.integers(1, 4)) * step
            cv2.rectangle(page, (left, top), (left + bar // 2, top + 120), 30.0, -1)
            left += bar
    return page


DRAWERS = (draw_text, draw_checkers, draw_blocks, draw_weave, draw_rings, draw_bars)


def is_full_of_finders(seed: int) -> bool:
    """Tell whether a clip is one that zxing-cpp itself takes long for."""
    return DRAWERS[seed % len(DRAWERS)] is draw_rings
