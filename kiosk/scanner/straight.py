"""Straight: a rectified code with its rows and columns pulled straight.

Paper is curved round a bottle or crumpled; a plane through three finders then
misses the modules between them. Edges between modules must lie on multiples of
the pitch: their phase tells how far each part is off.
"""

from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.scanner.code import Gray
from kiosk.scanner.grid import MARGIN, PITCH_PX, Matrix

Shift: TypeAlias = NDArray[np.float32]
"""How far each module is off, in modules, row by row."""

BULGES = np.arange(-3, 3.01, 0.25)
"""Modules by which a row may bulge between its ends."""


REACHES = (3.0, 2.0, 1.6)
"""Modules over which paper moves together: first its waves, then its creases."""

CENTRE = 3 * (len(BULGES) // 2,)


def straighten(flat: Gray) -> Gray:
    """Return a rectified code with its rows and columns pulled straight.

    Edges between modules must lie on multiples of the pitch: their phase tells
    how far each part is off, first as a bulge of the whole, then locally.
    """
    dimension = len(flat) // PITCH_PX - 2 * MARGIN
    shifts = _find_bulge(flat, dimension)
    flat = _pull(flat, shifts)
    for reach in REACHES:
        flat = _pull(flat, _find_local(flat, dimension, reach))
    return flat


def _measure(flat: Gray, dimension: int) -> tuple[Matrix, Matrix]:
    """Return, a module, the strength and phase of edges across and down."""
    exact = flat.astype(np.float32)
    turn = np.exp(2j * np.pi * np.arange(len(flat)) / PITCH_PX).astype(np.complex64)
    across = np.zeros_like(exact)
    across[:, 1:] = np.abs(np.diff(exact, axis=1))
    down = np.zeros_like(exact)
    down[1:] = np.abs(np.diff(exact, axis=0))
    return (
        _gather(across * turn, dimension),
        _gather(down * turn[:, None], dimension),
    )


def _gather(pixels: NDArray[np.complex64], dimension: int) -> Matrix:
    start = MARGIN * PITCH_PX
    end = start + dimension * PITCH_PX
    cells = pixels[start:end, start:end].reshape(
        dimension, PITCH_PX, dimension, PITCH_PX
    )
    gathered: Matrix = cells.sum(axis=(1, 3))
    return gathered


def _find_bulge(flat: Gray, dimension: int) -> tuple[Shift, Shift]:
    """Return the shifts, in modules, of the smooth bend that fits edges best.

    Rows and columns may be parabolas; the corner that has no finder may lie
    anywhere near.
    """
    place = (np.arange(dimension) + 0.5 - 3.5) / (dimension - 7)
    arch = 4 * place * (1 - place)
    corner = np.outer(place, place)
    turns = np.exp(-2j * np.pi * np.outer(BULGES, arch))
    corner_turns = np.exp(-2j * np.pi * BULGES[:, None, None] * corner)
    shifts = []
    for edges in _measure(flat, dimension):
        score = (turns @ (corner_turns * edges) @ turns.T).real
        score[CENTRE] *= 1.05  # a flat code stays as it is
        far, row, column = np.unravel_index(int(score.argmax()), score.shape)
        shift = (
            BULGES[far] * corner
            + BULGES[row] * arch[:, None]
            + BULGES[column] * arch[None, :]
        )
        shifts.append(shift.astype(np.float32))
    return shifts[0], shifts[1]


def _find_local(flat: Gray, dimension: int, reach: float) -> tuple[Shift, Shift]:
    shifts = []
    for edges in _measure(flat, dimension):
        soft = _blur(edges.real, reach) + 1j * _blur(edges.imag, reach)
        sure = np.abs(soft) / (_blur(np.abs(edges), reach) + 1e-6)
        angle = np.angle(soft) / (2 * np.pi)
        weight = _blur(sure, reach) + 1e-6
        shifts.append((_blur(angle * sure, reach) / weight).astype(np.float32))
    return shifts[0], shifts[1]


def _blur(values: Matrix, reach: float) -> Matrix:
    return np.asarray(cv2.GaussianBlur(values.astype(np.float64), (0, 0), reach))


def _pull(flat: Gray, shifts: tuple[Shift, Shift]) -> Gray:
    """Return `flat` with each module taken from where its shift says."""
    edge = len(flat)
    inner = edge - 2 * MARGIN * PITCH_PX
    across, down = (
        cv2.copyMakeBorder(
            cv2.resize(shift * PITCH_PX, (inner, inner)),
            *(4 * (MARGIN * PITCH_PX,)),
            cv2.BORDER_REPLICATE,
        )
        for shift in shifts
    )
    rows, columns = np.mgrid[0:edge, 0:edge].astype(np.float32)
    pulled = cv2.remap(
        flat,
        columns + across,
        rows + down,
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(pulled, dtype=np.uint8)
