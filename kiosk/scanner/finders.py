"""Finders: the three square eyes of QR codes, found by their nested outlines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.scanner.code import Gray

Points: TypeAlias = NDArray[np.float64]
"""Rows of column and row, in pixels; a pixel's place is its middle."""

Outline: TypeAlias = cv2.typing.MatLike
"""What OpenCV tells of a contour: its pixels, one after the other."""

Line: TypeAlias = tuple[float, float, float, float]
"""A point, column and row, and a direction of length one."""

MIN_EDGE_PX = 5.0
"""The white ring's edge is five modules: one pixel a module is the least."""

RING_SHARE = (0.2, 0.66)
"""What the black centre takes of the white ring's square: 9 / 25, seen badly."""

MAX_FINDERS = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Finder:
    """A finder pattern; `corners` are those of its white ring, clockwise.

    The ring's outer edge is a square of five modules, also where the black
    frame around it has run into glare or into its neighbours.
    """

    centre: Points
    corners: Points
    module: float


def find_finders(binary: Gray) -> list[Finder]:
    """Return the finder patterns of `binary` (0 black, 255 white), largest first."""
    contours, trees = cv2.findContours(binary, cv2.RETR_TREE, cv2.CHAIN_APPROX_NONE)
    if trees is None:
        return []
    outlines = _Outlines(contours=contours, tree=np.asarray(trees[0], dtype=np.int32))
    rings = (outlines.match(int(ring)) for ring in outlines.find_parents())
    found = [finder for finder in rings if finder is not None]
    found.sort(key=lambda finder: -finder.module)
    return found[:MAX_FINDERS]


def merge_finders(found: Iterable[Finder]) -> list[Finder]:
    """Return `found` without those that are seen twice."""
    merged: list[Finder] = []
    for finder in found:
        if all(_are_apart(finder, other) for other in merged):
            merged.append(finder)
    return merged


def _are_apart(one: Finder, two: Finder) -> bool:
    gap = one.centre - two.centre
    return float(np.hypot(gap[0], gap[1])) > 1.5 * two.module


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outlines:
    """The outlines of black and white regions, and which lies in which."""

    contours: Sequence[Outline]
    tree: NDArray[np.int32]
    """A row a contour: next, previous, first child, parent; -1 is none."""

    def find_parents(self) -> NDArray[np.int64]:
        """Return the contours that have another inside."""
        return np.flatnonzero(self.tree[:, 2] >= 0)

    def match(self, number: int) -> Finder | None:
        """Return the finder whose white ring is this contour."""
        ring = self.contours[number]
        if len(ring) < 4 * (MIN_EDGE_PX - 1):
            return None
        # OpenCV goes round a white region one way and round a black one the other.
        area = -cv2.contourArea(ring, oriented=True)
        if area < (MIN_EDGE_PX - 1) ** 2:
            return None
        eye, eye_area = self.find_largest_child(number)
        if not RING_SHARE[0] < eye_area / area < RING_SHARE[1]:
            return None
        corners = fit_square(ring)
        if corners is None:
            return None
        centre = corners.mean(0)
        off = self.contours[eye].reshape(-1, 2).mean(0) - centre
        edge = float(np.sqrt(area))
        if np.hypot(off[0], off[1]) > 0.2 * edge:
            return None
        return Finder(centre=centre, corners=corners, module=edge / 5)

    def find_largest_child(self, number: int) -> tuple[int, float]:
        """Return the largest contour inside this one, and its area."""
        best, best_area = -1, 0.0
        child = int(self.tree[number][2])
        while child >= 0:
            area = cv2.contourArea(self.contours[child])
            if area > best_area:
                best, best_area = child, area
            child = int(self.tree[child][0])
        return best, best_area


def fit_square(contour: Outline) -> Points | None:
    """Return the corners of the quadrilateral that `contour` is, clockwise.

    The contour runs through the outermost white pixels; the edge is half a
    pixel further out.
    """
    hull = cv2.convexHull(contour)
    area = cv2.contourArea(hull)
    # A square in perspective fills its hull; a letter does not.
    if area <= 0 or cv2.contourArea(contour) < 0.75 * area:
        return None
    quad = _reduce(hull)
    if quad is None or cv2.contourArea(quad.astype(np.float32)) < 0.75 * area:
        return None
    points = contour.reshape(-1, 2).astype(np.float64)
    refined = _refine(quad, points)
    return _widen(refined)


def _reduce(hull: Outline) -> Points | None:
    length = cv2.arcLength(hull, closed=True)
    for share in (0.03, 0.05, 0.08, 0.11, 0.14):
        quad = cv2.approxPolyDP(hull, share * length, closed=True)
        if len(quad) == 4:
            corners: Points = quad.reshape(4, 2).astype(np.float64)
            return corners
        if len(quad) < 4:
            return None
    return None


def _refine(quad: Points, points: Points) -> Points:
    """Return where lines through the sides' middle parts meet, `quad` if nowhere."""
    lines = [
        _fit_side(points, quad[number], quad[(number + 1) % 4]) for number in range(4)
    ]
    corners = [_cross(lines[number - 1], lines[number]) for number in range(4)]
    if any(corner is None for corner in corners):
        return quad
    refined: Points = np.array(corners, dtype=np.float64)
    worst = float(np.abs(refined - quad).max())
    return refined if worst < 0.25 * float(np.ptp(quad)) + 1 else quad


def _fit_side(points: Points, start: Points, end: Points) -> Line | None:
    """Return the line through those `points` that lie along a side."""
    length = max(1.0, float(np.hypot(end[0] - start[0], end[1] - start[1])))
    along = (end - start) / length
    offset = points - start
    place = offset @ along / length
    away = np.abs(offset @ np.array([-along[1], along[0]]))
    # The corners are round where the picture is soft.
    side = points[(place > 0.15) & (place < 0.85) & (away < 0.12 * length + 1)]
    if len(side) < 3:
        return None
    fitted = cv2.fitLine(side.astype(np.float32), cv2.DIST_L2, 0, 0.01, 0.01)
    vx, vy, x, y = (float(value) for value in fitted.ravel())
    return x, y, vx, vy


def _cross(one: Line | None, two: Line | None) -> tuple[float, float] | None:
    """Return where two lines meet, None where they hardly turn."""
    if one is None or two is None:
        return None
    x1, y1, a1, b1 = one
    x2, y2, a2, b2 = two
    turn = a1 * b2 - b1 * a2
    if abs(turn) < 0.05:
        return None
    way = ((x2 - x1) * b2 - (y2 - y1) * a2) / turn
    return x1 + way * a1, y1 + way * b1


def _widen(quad: Points) -> Points:
    """Return `quad` with each side half a pixel further out, clockwise."""
    turned = _turn(quad)
    if turned < 0:
        quad = quad[::-1]
    centre = quad.mean(0)
    edge = np.sqrt(max(1.0, abs(turned)))
    wide: Points = centre + (quad - centre) * (1 + 1 / edge)
    return wide


def _turn(quad: Points) -> float:
    x, y = quad[:, 0], quad[:, 1]
    return float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y) / 2)
