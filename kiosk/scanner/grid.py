"""Grid: the plane in which the modules of one code lie in a picture.

`propose_grids` makes grids of finder patterns, `rectify` cuts a code out as a
flat square; `straight.py` pulls that flat where the paper is not, `modules.py`
takes its modules. All of them are pure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.scanner.code import Gray
from kiosk.scanner.finders import Finder, Points

Matrix: TypeAlias = NDArray[np.float64]
PITCH_PX = 8
"""Pixels a module of a rectified code."""

MARGIN = 4
"""Modules around a rectified code: its quiet zone."""

DIMENSIONS = range(21, 178, 4)

MAX_RESIDUAL = 1.2
"""Modules by which the twelve corners of three finders may miss a plane."""

MAX_TRIOS = 60

MAX_DIMENSIONS = 3
"""How many dimensions are tried for one trio."""

RING = np.array([(1, 1), (6, 1), (6, 6), (1, 6)], dtype=np.float64)
"""The corners of a finder's white ring, in modules of the finder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A code's `dimension` in modules, and the plane that takes modules to pixels."""

    dimension: int
    plane: Matrix
    residual: float

    def project(self, points: Points) -> Points:
        """Return where `points` (column and row in modules) are in the picture."""
        return project(self.plane, points)

    @property
    def corners(self) -> Points:
        """Return the code's corners in the picture, clockwise from the top left."""
        edge = self.dimension
        return self.project(np.array([(0, 0), (edge, 0), (edge, edge), (0, edge)]))


def project(plane: Matrix, points: Points) -> Points:
    """Return `points` taken through `plane`."""
    flat = np.column_stack([points, np.ones(len(points))]) @ plane.T
    moved: Points = flat[:, :2] / flat[:, 2:]
    return moved


def propose_grids(finders: Sequence[Finder]) -> list[Grid]:
    """Return the grids that any three of `finders` may span, the likely first."""
    trios = [
        trio
        for top_left in finders
        for turn in range(4)
        for trio in _find_trios(finders, top_left, turn)
    ]
    trios.sort(key=lambda trio: trio.cost)
    return [grid for trio in trios[:MAX_TRIOS] for grid in span_trio(trio)]


TIMING_BULGES = np.array([0.0, -1.0, 1.0, -2.0, 2.0])
"""Modules by which a timing pattern may bulge sideways on a bottle."""


def match_timing(picture: Gray, grid: Grid) -> float:
    """Return how well both timing patterns alternate in `picture`, from 0 to 1."""
    place = np.arange(grid.dimension - 12)
    arch = 4 * place * (place[-1] - place) / place[-1] ** 2
    along = np.tile(place + 6.5, (len(TIMING_BULGES), 1))
    across = 6.5 + np.outer(TIMING_BULGES, arch)
    scores = []
    for columns, rows in ((along, across), (across, along)):
        pixels = grid.project(np.column_stack([columns.ravel(), rows.ravel()]))
        maps = pixels.astype(np.float32).reshape(*along.shape, 2)
        lines = cv2.remap(picture, maps[..., 0], maps[..., 1], cv2.INTER_LINEAR)
        dark = lines < cv2.blur(lines, (5, 1))
        scores.append(float((dark == (place % 2 == 0)).mean(1).max()))
    return min(scores)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trio:
    """Three finders that may be a code's; `corners` are the top left's, in order."""

    corners: Points
    right: Points
    down: Points
    top_right: Finder
    bottom_left: Finder
    cost: float


def _find_trios(
    finders: Sequence[Finder], top_left: Finder, turn: int
) -> Iterator[Trio]:
    """Yield trios with `top_left` in its corner, its frame turned `turn` times."""
    corners = np.roll(top_left.corners, -turn, axis=0)
    right = (corners[1] - corners[0] + corners[2] - corners[3]) / 10
    down = (corners[3] - corners[0] + corners[2] - corners[1]) / 10
    frame = np.column_stack([right, down])
    if abs(np.linalg.det(frame)) < 0.5:
        return
    centres = np.array([finder.centre for finder in finders])
    places = (centres - top_left.centre) @ np.linalg.inv(frame).T
    growth = np.array([f.module / top_left.module for f in finders])
    similar = (growth > 0.4) & (growth < 2.5)
    x, y = places[:, 0], places[:, 1]
    rights = np.flatnonzero(similar & (x > 8) & (x < 300) & (np.abs(y) < 0.8 * x))
    downs = np.flatnonzero(similar & (y > 8) & (y < 300) & (np.abs(x) < 0.8 * y))
    for one in map(int, rights):
        for two in map(int, downs):
            skew = abs(y[one] / x[one]) + abs(x[two] / y[two])
            stretch = abs(np.log(x[one] / y[two]))
            grown = abs(np.log(growth[one])) + abs(np.log(growth[two]))
            if one != two and stretch < 1.2 and skew < 1.1:
                yield Trio(
                    corners=corners,
                    right=right,
                    down=down,
                    top_right=finders[one],
                    bottom_left=finders[two],
                    cost=float(skew + stretch + grown / 2),
                )


def span_trio(trio: Trio) -> list[Grid]:
    """Return the grids of three finders whose dimension may fit, best first."""
    one, two = trio.top_right, trio.bottom_left
    pixels = np.vstack([trio.corners, _align(one, trio.right), _align(two, trio.right)])
    scale = (one.module + two.module) / 2
    grids = []
    for dimension in _guess_dimensions(trio):
        far = dimension - 7
        modules = np.vstack(
            [RING, RING + np.array([far, 0]), RING + np.array([0, far])]
        )
        plane = fit_plane(modules, pixels)
        if plane is not None:
            miss = project(plane, modules) - pixels
            residual = float(np.sqrt((miss**2).sum(1).mean())) / scale
            grids.append(Grid(dimension=dimension, plane=plane, residual=residual))
    grids.sort(key=lambda grid: grid.residual)
    return [
        grid
        for grid in grids[:MAX_DIMENSIONS]
        if grid.residual < min(MAX_RESIDUAL, 2 * grids[0].residual + 0.2)
    ]


def _align(finder: Finder, right: Points) -> Points:
    """Return the finder's corners, the first being the one that is top left."""
    turns = (np.roll(finder.corners, -turn, axis=0) for turn in range(4))
    return max(turns, key=lambda c: float((c[1] - c[0] + c[2] - c[3]) @ right))


def _guess_dimensions(trio: Trio) -> list[int]:
    """Return the dimensions near what the distances tell."""
    centre = trio.corners.mean(0)
    guesses = []
    for other, axis in (
        (trio.top_right, trio.right),
        (trio.bottom_left, trio.down),
    ):
        quad = _align(other, trio.right)
        if other is trio.bottom_left:
            quad = quad[[0, 3, 2, 1]]
        side = (quad[1] - quad[0] + quad[2] - quad[3]) / 10
        away = other.centre - centre
        length = float(np.hypot(*away))
        # The pitch changes on the way: take what lies between both ends'.
        near, far = float(axis @ away) / length, float(side @ away) / length
        guesses.append(length / np.sqrt(max(near, 0.2) * max(far, 0.2)) + 7)
    middle = float(np.mean(guesses))
    spread = 5 + 0.15 * middle
    return [d for d in DIMENSIONS if abs(d - middle) <= spread]


def fit_plane(modules: Points, pixels: Points) -> Matrix | None:
    """Return the homography that takes `modules` to `pixels` best."""
    # Where the points lie on a line there is no plane, whatever the stub says.
    plane: object = cv2.findHomography(modules, pixels, 0)[0]
    return plane if isinstance(plane, np.ndarray) else None


def rectify(picture: Gray, grid: Grid) -> Gray:
    """Return the code flat and upright, `PITCH_PX` a module, with its margin."""
    edge = (grid.dimension + 2 * MARGIN) * PITCH_PX
    # A pixel's own place is its middle: the first module's edge is at -0.5.
    start = 0.5 / PITCH_PX - MARGIN
    take = np.array([[1 / PITCH_PX, 0, start], [0, 1 / PITCH_PX, start], [0, 0, 1]])
    flat = cv2.warpPerspective(
        picture,
        grid.plane @ take,
        (edge, edge),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(flat, dtype=np.uint8)
