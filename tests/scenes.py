"""Scenes: invented codes as a camera films them in a hand, from a seed.

Nothing here looks at what a decoder likes. A card with a printed code is seen
by a pinhole camera (65° across), drawn with eight samples a pixel each way, and
then spoilt in the order of nature: light, exposure, lens, pixel, noise, MJPG.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import segno
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
Real = NDArray[np.float32]

FPS = 15
SECONDS = 2
SAMPLES = 8
"""Samples a pixel each way; the pixel is their mean."""
TEXEL = 8
"""Texels a module in the drawing of the card."""
MARGIN = 12
"""Modules of card around the code; four of them are the quiet zone."""
HFOV_DEG = 65.0
LENS_SIGMA_PX = 0.6
"""A lens in focus; the pixel's own square comes on top."""
EXPOSURE_S = 0.010
DRIFT_PX, DRIFT_HZ = 1.5, (0.2, 1.5)
TREMOR_PX, TREMOR_HZ = 0.5, (8.0, 12.0)
"""Root mean square of each axis; a hand's tremor is known to be at 8-12 Hz."""
TURN_DEG = 0.4
"""The same hand turns the card by this much, about each of its three axes."""
INK, PAPER = 35.0, 205.0
NOISE = 4.0
JPEG_QUALITY = 85
DATA_BYTES = 139


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoil:
    """What is wrong with a scene; the names are those of scanning.md 2b.

    `motion_px` is how far the card goes while the shutter is open, in every
    frame; it moves on in between, and turns by some 20° from frame to frame.
    `glare` is a white disc's radius in widths of the code; it wanders over it.
    """

    blur_px: float = 0.0
    motion_px: float = 0.0
    glare: float = 0.0
    contrast: float = 1.0
    light: float = 1.0
    tilt_deg: float = 0.0
    noise: float = NOISE


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One code in one hand in front of one camera."""

    seed: int
    module_px: float
    width: int = 1920
    height: int = 1080
    spoil: Spoil = Spoil()


def invent_content(rng: np.random.Generator) -> str:
    """Return a CCCD-like record of nobody, of `DATA_BYTES` bytes in UTF-8."""

    def pick(words: str) -> str:
        return str(rng.choice(words.split()))

    def digits(count: int) -> str:
        return "".join(str(digit) for digit in rng.integers(0, 10, count))

    name = " ".join(
        (pick("Trần Lê Phạm Vũ Đặng"), pick("Thử Mẫu Giả"), pick("Nghiệm Định Ví"))
    )
    head = f"001{digits(9)}|{digits(9)}|{name}|05031990|{pick('Nam Nữ')}|Số {digits(2)}"
    tail = ", Phường Mẫu, Hà Nội|10052021"
    while len((head + tail).encode()) < DATA_BYTES - 12:
        head += " " + pick("Phố Ngõ Giả Định Thử Ví Dụ Tổ Khu Đường Mới Cũ")
    return head + digits(DATA_BYTES - len((head + tail).encode())) + tail


def film(scene: Scene) -> tuple[bytes, Iterator[Gray]]:
    """Return what the code says, and the frames of two seconds."""
    rng = np.random.default_rng(scene.seed)
    content = invent_content(rng).encode()
    symbol = segno.make_qr(content, error="m", mode="byte", boost_error=False)
    modules = np.array([list(row) for row in symbol.matrix], dtype=np.uint8)
    return content, shoot(scene, modules, rng)


def shoot(scene: Scene, modules: Gray, rng: np.random.Generator) -> Iterator[Gray]:
    """Yield the frames of `modules` printed on a card."""
    spoil = scene.spoil
    card = draw_card(modules, rng)
    room = draw_room(scene, rng)
    noises = [
        rng.standard_normal((scene.height, scene.width), np.float32) for _ in range(2)
    ]
    count = FPS * SECONDS
    hand = Hand(scene, rng)
    light = rng.uniform(-0.12, 0.12, 2)
    for number in range(count):
        view = hand.hold(number, modules.shape[0])
        lit = put_glare(card, spoil, hand.glare_at(number), modules.shape[0])
        patch, mask, left, top = expose(lit, view, spoil)
        patch = shade(patch, mask, spoil, light)
        frame = room.copy()
        paste(frame, patch, mask, (left, top))
        noise = np.roll(noises[number % 2], int(rng.integers(0, scene.height)), axis=0)
        frame += noise * spoil.noise
        yield compress(frame)


class Hand:
    """Where the card is at a time; the same seed makes the same movement."""

    def __init__(self, scene: Scene, rng: np.random.Generator) -> None:
        self._scene = scene
        self._focal_px = scene.width / 2 / np.tan(np.radians(HFOV_DEG / 2))
        self._drift = Wobble(rng, DRIFT_HZ, 5)
        self._tremor = Wobble(rng, TREMOR_HZ, 5)
        self._at = rng.uniform(-40, 40, 2)
        self._angles = np.array([rng.uniform(-8, 8), rng.uniform(-8, 8), 0.0])
        self._roll = rng.uniform(-15, 15)
        self._tilt_axis = rng.choice([0.0, 90.0]) + rng.uniform(-15, 15)
        self._glare_phase = rng.uniform(0, 2 * np.pi, 2)
        self._glare_hz = rng.uniform(0.3, 0.6, 2)
        turns = np.radians(rng.normal(0, 20, FPS * SECONDS))
        self._courses = rng.uniform(0, 2 * np.pi) + np.cumsum(turns)

    def glare_at(self, number: int) -> tuple[float, float]:
        """Return the disc's centre in widths of the code, 0 its middle."""
        turn = 2 * np.pi * self._glare_hz * number / FPS + self._glare_phase
        return float(0.35 * np.sin(turn[0])), float(0.35 * np.sin(turn[1]))

    def hold(self, number: int, size: int) -> "View":
        """Return the card's place while frame `number` is exposed."""
        start_s = number / FPS
        mid = self._pose(start_s + EXPOSURE_S / 2, size)
        times = np.linspace(start_s, start_s + EXPOSURE_S, 5)
        path = np.array([self._shift(time) for time in times])
        path = path - path.mean(axis=0)
        motion_px = self._scene.spoil.motion_px
        if motion_px:
            course = self._courses[number]
            along = np.linspace(-0.5, 0.5, 5)[:, None] * motion_px
            path = path + along * np.array([np.cos(course), np.sin(course)])
            # The shutter is open for a quarter of the time, as it is in a room.
            gone = self._courses[:number]
            steps = np.array([np.cos(gone).sum(), np.sin(gone).sum()])
            went = 4 * motion_px * steps
            shift = reflect(went, 80.0)
            mid = np.array([[1, 0, shift[0]], [0, 1, shift[1]], [0, 0, 1]]) @ mid
        return View(homography=mid, path=path)

    def _shift(self, time_s: float) -> NDArray[np.float64]:
        drift = DRIFT_PX * self._drift.at(time_s)[:2]
        return self._at + drift + TREMOR_PX * self._tremor.at(time_s)[:2]

    def _pose(self, time_s: float, size: int) -> NDArray[np.float64]:
        """Return the map from modules (0 is the code's corner) to pixels."""
        scene = self._scene
        wobble = self._drift.at(time_s)[2:] + 0.3 * self._tremor.at(time_s)[2:]
        pitch, yaw, _ = np.radians(self._angles + TURN_DEG * wobble)
        roll = np.radians(self._roll + TURN_DEG * wobble[2])
        axis = np.radians(self._tilt_axis)
        spin = (
            turn((0, 0, 1), roll)
            @ turn((1, 0, 0), pitch)
            @ turn((0, 1, 0), yaw)
            @ turn((np.cos(axis), np.sin(axis), 0), np.radians(scene.spoil.tilt_deg))
        )
        depth = self._focal_px / scene.module_px
        shift = self._shift(time_s) / scene.module_px
        place = np.array([shift[0], shift[1], depth])
        middle = np.array([[1, 0, -size / 2], [0, 1, -size / 2], [0, 0, 1]])
        camera = np.array(
            [
                [self._focal_px, 0, scene.width / 2],
                [0, self._focal_px, scene.height / 2],
                [0, 0, 1],
            ]
        )
        card = np.column_stack([spin[:, 0], spin[:, 1], place])
        return np.asarray(camera @ card @ middle, dtype=np.float64)


class Wobble:
    """A band of noise: sines of random frequency, root mean square 1."""

    def __init__(
        self, rng: np.random.Generator, band_hz: tuple[float, float], axes: int
    ) -> None:
        self._hz = rng.uniform(*band_hz, (axes, 4))
        self._phase = rng.uniform(0, 2 * np.pi, (axes, 4))

    def at(self, time_s: float) -> NDArray[np.float64]:
        """Return the deflection of each axis."""
        sines = np.sin(2 * np.pi * self._hz * time_s + self._phase)
        return np.asarray(sines.sum(axis=1) / np.sqrt(2), dtype=np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A card's place in a frame, and its path in pixels while exposed."""

    homography: NDArray[np.float64]
    path: NDArray[np.float64]


def turn(axis: tuple[float, float, float], angle: float) -> NDArray[np.float64]:
    rotation, _ = cv2.Rodrigues(np.array(axis, dtype=np.float64) * angle)
    return np.asarray(rotation, dtype=np.float64)


def reflect(way: NDArray[np.float64], limit: float) -> NDArray[np.float64]:
    """Fold `way` into -limit..limit, as a hand that turns back."""
    folded = np.abs((way - limit) % (4 * limit) - 2 * limit) - limit
    return np.asarray(folded, dtype=np.float64)


def draw_card(modules: Gray, rng: np.random.Generator) -> Real:
    """Draw the code on paper with lines of print about it."""
    size = modules.shape[0] + 2 * MARGIN
    card = np.full((size * TEXEL, size * TEXEL), PAPER, dtype=np.float32)
    for row in range(2, size, 4):
        for start in range(0, size, 3):
            inside = MARGIN - 5 < row < size - MARGIN + 4
            within = MARGIN - 7 < start < size - MARGIN + 4
            if (inside and within) or rng.random() < 0.3:
                continue
            length = float(rng.uniform(1, 2.6))
            y, x = row * TEXEL, start * TEXEL
            card[y : y + TEXEL, x : x + int(length * TEXEL)] = 90
    ink = np.kron(modules, np.ones((TEXEL, TEXEL), dtype=np.uint8))
    at = MARGIN * TEXEL
    inner = card[at : at + ink.shape[0], at : at + ink.shape[1]]
    inner[ink == 1] = INK
    return card


def draw_room(scene: Scene, rng: np.random.Generator) -> Real:
    """Draw what is behind the card: dull, with edges."""
    coarse = rng.uniform(60, 150, (9, 16)).astype(np.float32)
    room = cv2.resize(
        coarse, (scene.width, scene.height), interpolation=cv2.INTER_CUBIC
    )
    for _ in range(12):
        left, top = (
            int(rng.integers(0, scene.width)),
            int(rng.integers(0, scene.height)),
        )
        right, bottom = (
            left + int(rng.integers(20, 400)),
            top + int(rng.integers(20, 400)),
        )
        cv2.rectangle(
            room, (left, top), (right, bottom), float(rng.uniform(40, 200)), -1
        )
    blurred = cv2.GaussianBlur(room, (0, 0), 2.0)
    return np.asarray(blurred, dtype=np.float32) * np.float32(scene.spoil.light)


def put_glare(card: Real, spoil: Spoil, at: tuple[float, float], size: int) -> Real:
    """Lay a white disc with a soft edge over the card."""
    if not spoil.glare:
        return card
    middle = (MARGIN + size / 2) * TEXEL
    across, down = (middle + shift * size * TEXEL for shift in at)
    rows, columns = np.ogrid[: card.shape[0], : card.shape[1]]
    distance = np.hypot(rows - down, columns - across) / (size * TEXEL)
    light = 1 / (1 + np.exp((distance - spoil.glare) / 0.02))
    return np.asarray(card + light * 400, dtype=np.float32)


def expose(card: Real, view: View, spoil: Spoil) -> tuple[Real, Real, int, int]:
    """Return the card as pixels, how much of each it covers, and its place."""
    texels = np.array([[1 / TEXEL, 0, -MARGIN], [0, 1 / TEXEL, -MARGIN], [0, 0, 1]])
    height, width = card.shape
    corners = np.array([[[0, 0], [width, 0], [width, height], [0, height]]], np.float64)
    seen = cv2.perspectiveTransform(corners, view.homography @ texels)[0]
    left, top = (int(value) for value in np.floor(seen.min(axis=0)) - 8)
    wide, high = (int(value) for value in np.ceil(seen.max(axis=0)) + 8 - (left, top))
    fine = np.array(
        [
            [SAMPLES, 0, -SAMPLES * left],
            [0, SAMPLES, -SAMPLES * top],
            [0, 0, 1],
        ],
        dtype=np.float64,
    )
    mapping = fine @ view.homography @ texels
    size = (wide * SAMPLES, high * SAMPLES)
    ink = cv2.warpPerspective(card, mapping, size, flags=cv2.INTER_LINEAR)
    cover = cv2.warpPerspective(np.ones_like(card), mapping, size)
    sigma = float(np.hypot(LENS_SIGMA_PX, spoil.blur_px))
    sensed = [
        cv2.resize(
            smear(np.asarray(layer, np.float32), view.path, sigma),
            (wide, high),
            interpolation=cv2.INTER_AREA,
        )
        for layer in (ink, cover)
    ]
    return (
        np.asarray(sensed[0], dtype=np.float32),
        np.asarray(sensed[1], dtype=np.float32),
        left,
        top,
    )


def smear(layer: Real, path: NDArray[np.float64], sigma_px: float) -> Real:
    """Blur by the lens and by the path, both in pixels."""
    blurred = cv2.GaussianBlur(layer, (0, 0), sigma_px * SAMPLES)
    reach = int(np.ceil(np.abs(path).max() * SAMPLES)) + 1
    kernel = np.zeros((2 * reach + 1, 2 * reach + 1), dtype=np.float32)
    ends = np.round(path * SAMPLES).astype(int) + reach
    for start, end in pairwise(ends):
        line = np.zeros_like(kernel)
        cv2.line(line, tuple(map(int, start)), tuple(map(int, end)), 1.0)
        kernel += line / line.sum()
    return np.asarray(
        cv2.filter2D(blurred, -1, kernel / kernel.sum()), dtype=np.float32
    )


def shade(patch: Real, mask: Real, spoil: Spoil, light: NDArray[np.float64]) -> Real:
    """Apply uneven light, contrast, darkness."""
    height, width = patch.shape
    rows = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    columns = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    even = 1 + np.float32(light[0]) * rows + np.float32(light[1]) * columns
    if spoil.contrast < 1:
        patch = 128 * mask + (patch - 128 * mask) * np.float32(spoil.contrast)
    return np.asarray(patch * even * np.float32(spoil.light), dtype=np.float32)


def paste(frame: Real, patch: Real, mask: Real, at: tuple[int, int]) -> None:
    """Lay `patch` over `frame`; what hangs over the edge is cut."""
    left, top = at
    height, width = patch.shape
    rows = slice(max(top, 0), min(top + height, frame.shape[0]))
    columns = slice(max(left, 0), min(left + width, frame.shape[1]))
    inner = (
        slice(rows.start - top, rows.stop - top),
        slice(columns.start - left, columns.stop - left),
    )
    under = frame[rows, columns]
    # `patch` is the card's light times its cover already.
    frame[rows, columns] = under * (1 - mask[inner]) + patch[inner]


def compress(frame: Real) -> Gray:
    """Return `frame` as it comes out of an MJPG stream."""
    gray = np.clip(frame, 0, 255).astype(np.uint8)
    _, coded = cv2.imencode(".jpg", gray, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE), dtype=np.uint8)
