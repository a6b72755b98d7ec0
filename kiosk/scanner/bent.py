"""Bent: reads codes that lie crooked, curved or crumpled, by their own grid."""

from collections.abc import Iterator, Sequence

import numpy as np

from kiosk.scanner import zxing
from kiosk.scanner.code import Code, Corner, Gray
from kiosk.scanner.finders import Finder, Points
from kiosk.scanner.grid import (
    MARGIN,
    PITCH_PX,
    Grid,
    match_timing,
    propose_grids,
    rectify,
)
from kiosk.scanner.modules import render_modules, sample_modules, split_tones
from kiosk.scanner.straight import straighten

MIN_TIMING = 0.6
"""Chance gives a half; a code on a bottle gives 0.64, most give above 0.9."""

MAX_GRIDS = 12
"""Where there is no code but much that looks like one, we give up after these."""

WINDOWS = (5, 9, 15, 31)
"""Modules over which light is taken to be even; glare wants few, wear many."""


def read_bent(
    picture: Gray, finders: Sequence[Finder], known: Sequence[Code] = ()
) -> Iterator[Code]:
    """Yield the codes that `finders` span in `picture`, but those that are `known`."""
    free = [f for f in finders if not any(covers(code, f.centre) for code in known)]
    found: list[Code] = []
    for grid in pick_grids(picture, propose_grids(free)):
        if not any(covers(code, grid.corners.mean(0)) for code in found):
            code = read_grid(picture, grid)
            if code is not None:
                found.append(code)
                yield code


def pick_grids(picture: Gray, grids: Sequence[Grid]) -> list[Grid]:
    """Return the grids whose timing patterns are seen in `picture`, best first."""
    scored = [(match_timing(picture, grid), grid) for grid in grids]
    likely = [(timing, grid) for timing, grid in scored if timing >= MIN_TIMING]
    likely.sort(key=lambda pair: pair[1].residual - pair[0])
    return [grid for _, grid in likely[:MAX_GRIDS]]


def covers(code: Code, point: Corner | Points) -> bool:
    """Return whether `point` lies in `code`, whichever way its corners go round."""
    sides = []
    for start, end in zip(
        code.corners, code.corners[1:] + code.corners[:1], strict=True
    ):
        along = (end[0] - start[0], end[1] - start[1])
        away = (point[0] - start[0], point[1] - start[1])
        sides.append(along[0] * away[1] - along[1] * away[0])
    return all(side >= 0 for side in sides) or all(side <= 0 for side in sides)


def read_grid(picture: Gray, grid: Grid) -> Code | None:
    """Return the code that lies in `grid`, None where it can't be read."""
    flat = rectify(picture, grid)
    codes = zxing.read_codes(flat)
    if not codes:
        flat = straighten(flat)
        codes = zxing.read_codes(flat) or read_modules(flat)
    return put_back(codes[0], grid) if codes else None


def read_modules(flat: Gray) -> list[Code]:
    """Return what zxing-cpp reads in the modules of a flat code, drawn clean."""
    tones = sample_modules(flat)
    for window in WINDOWS:
        clean = render_modules(split_tones(tones, window=window), pitch=PITCH_PX)
        codes = zxing.read_codes(clean, is_pure=True)
        if codes:
            return codes
    return []


def put_back(code: Code, grid: Grid) -> Code:
    """Return a code of the rectified picture with its corners in the picture.

    They need not be the grid's: a wrong grid may show another code, skewed.
    """
    modules = (np.array(code.corners) + 0.5) / PITCH_PX - MARGIN
    one, two, three, four = ((float(x), float(y)) for x, y in grid.project(modules))
    return Code(
        data=code.data,
        text=code.text,
        symbology=code.symbology,
        corners=(one, two, three, four),
    )
