"""Drawings: invented QR codes as pictures, flat, tilted or bent."""

import cv2
import numpy as np
import segno

from kiosk.scanner.code import Gray

TEXT = "VÍ DỤ: mã thử nghiệm số 0123456789"


def draw_code(text: str = TEXT, *, module_px: int = 6, error: str = "m") -> Gray:
    """Return the code of `text` with its quiet zone, UTF-8 without an ECI."""
    code = segno.make_qr(text, error=error, encoding="utf-8", eci=False)
    dark = np.array([list(row) for row in code.matrix_iter(border=4)], dtype=bool)
    shape = np.ones((module_px, module_px), dtype=np.uint8)
    return np.kron(np.where(dark, 30, 225).astype(np.uint8), shape)


def lay_on_table(*drawings: Gray, size: tuple[int, int] = (480, 640)) -> Gray:
    """Return a grey table with `drawings` beside each other."""
    table = np.full(size, 140, dtype=np.uint8)
    left = 10
    for drawing in drawings:
        height, width = drawing.shape
        table[20 : 20 + height, left : left + width] = drawing
        left += width + 30
    return table


def tilt(drawing: Gray, *, share: float = 0.35) -> Gray:
    """Return `drawing` with its right side further away."""
    height, width = drawing.shape
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    inset = share * height / 2
    far = width * (1 - share)
    seen = np.array(
        [(0, 0), (far, inset), (far, height - inset), (0, height)], np.float32
    )
    plane = cv2.getPerspectiveTransform(corners, seen)
    tilted = cv2.warpPerspective(drawing, plane, (width, height), borderValue=225)
    return np.asarray(tilted, dtype=np.uint8)


def bend(drawing: Gray, *, modules: float = 1.5, module_px: int = 6) -> Gray:
    """Return `drawing` as on a bottle: rows bulge down by `modules` in the middle."""
    height, width = drawing.shape
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    place = columns / width
    bulge = (4 * place * (1 - place) * modules * module_px).astype(np.float32)
    bent = cv2.remap(
        drawing, columns, rows - bulge, cv2.INTER_LINEAR, borderValue=(225,)
    )
    return np.asarray(bent, dtype=np.uint8)


def encode(drawing: Gray, suffix: str = ".png") -> bytes:
    """Return `drawing` as the bytes of a file."""
    if suffix == ".gif":
        drawing = np.asarray(cv2.cvtColor(drawing, cv2.COLOR_GRAY2BGR), np.uint8)
    done, encoded = cv2.imencode(suffix, drawing)
    assert done
    return encoded.tobytes()
