"""Picture: the pixels of a picture file, or of one page of a PDF."""

import math
import threading
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
import pypdfium2

from kiosk.scanner.code import Gray
from kiosk.scanner.header import find_size

MAX_BYTES = 50_000_000
MAX_PIXELS = 40_000_000

PDF_MARK = b"%PDF-"
PDF_MARK_WITHIN = 1024
"""Readers accept as many bytes of anything before the mark."""

POINTS_PER_INCH = 72
PAGE_DPI = 200
PAGE_PIXELS = 8_000_000
"""A larger page, such as a poster's, is drawn with fewer dots an inch."""


class PictureFault(StrEnum):
    """Why there are no pixels."""

    TOO_LARGE = "too_large"
    """More than 50 MB, or more than 40 million pixels; it was not decoded."""
    DAMAGED = "damaged"
    """Cut off or spoilt."""
    UNKNOWN = "unknown_format"
    """No picture of a format that we know."""
    LOCKED = "locked"
    """A PDF that wants a password."""
    NO_PAGE = "no_page"
    """The file has no such page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What was decoded; `pages` are those of its file."""

    gray: Gray
    pages: int = 1


def read_picture(data: bytes, *, page: int = 0) -> Picture | PictureFault:
    """Return the pixels of `data`, upright, or why there are none; never raises.

    PNG, JPEG, WebP, BMP, GIF and TIFF have the one page 0; of a PDF it is the
    page that is drawn. Nothing is decoded before its size is known.
    """
    if len(data) > MAX_BYTES:
        return PictureFault.TOO_LARGE
    if PDF_MARK in data[:PDF_MARK_WITHIN]:
        with _PDFIUM:
            return _draw_page(data, page)
    if page != 0:
        return PictureFault.NO_PAGE
    size = find_size(data)
    if size is None:
        return PictureFault.UNKNOWN
    if size[0] * size[1] > MAX_PIXELS:
        return PictureFault.TOO_LARGE
    gray = _decode(data)
    return PictureFault.DAMAGED if gray is None else Picture(gray=gray)


def _decode(data: bytes) -> Gray | None:
    encoded = np.frombuffer(data, dtype=np.uint8)
    try:
        gray = cv2.imdecode(encoded, cv2.IMREAD_GRAYSCALE)
        if gray is None or data.startswith(b"\xff\xd8"):  # JPEG has no alpha
            return None if gray is None else np.asarray(gray, dtype=np.uint8)
        whole = cv2.imdecode(encoded, cv2.IMREAD_UNCHANGED)
    except cv2.error:
        return None
    if whole is None or whole.ndim != 3 or whole.shape[2] != 4:
        return np.asarray(gray, dtype=np.uint8)
    return _lay_on_white(whole)


def _lay_on_white(whole: cv2.typing.MatLike) -> Gray:
    """Return a picture with transparent parts as a viewer shows it."""
    if whole.dtype != np.uint8:
        whole = (whole / 257).astype(np.uint8)  # 16 bits a channel
    gray = cv2.cvtColor(whole, cv2.COLOR_BGRA2GRAY).astype(np.uint16)
    alpha = whole[:, :, 3].astype(np.uint16)
    return ((gray * alpha + 255 * (255 - alpha)) // 255).astype(np.uint8)


_PDFIUM = threading.Lock()
"""PDFium is not for several threads at once."""


def _draw_page(data: bytes, page: int) -> Picture | PictureFault:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD
        return PictureFault.LOCKED if locked else PictureFault.DAMAGED
    try:
        pages = len(document)
        if not 0 <= page < pages:
            return PictureFault.NO_PAGE if pages else PictureFault.DAMAGED
        return Picture(gray=_draw(document[page]), pages=pages)
    except pypdfium2.PdfiumError:
        return PictureFault.DAMAGED
    finally:
        document.close()


def _draw(page: pypdfium2.PdfPage) -> Gray:
    width, height = page.get_size()
    area = max(1.0, width * height)
    scale = min(PAGE_DPI / POINTS_PER_INCH, math.sqrt(PAGE_PIXELS / area))
    drawn = page.render(scale=scale, grayscale=True).to_numpy()
    return np.array(drawn.reshape(drawn.shape[:2]), dtype=np.uint8)
