"""Header: what a picture file says of its size, before anything is decoded."""

from collections.abc import Callable, Mapping
from typing import Literal, TypeAlias

Size: TypeAlias = tuple[int, int]
"""Width and height in pixels."""

Order: TypeAlias = Literal["little", "big"]

TIFF_WIDTH, TIFF_HEIGHT = 256, 257
JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers that start a frame; the three others are tables."""


def find_size(data: bytes) -> Size | None:
    """Return the size that `data` names, None where it is no picture we know."""
    for mark, find in FORMATS.items():
        if data.startswith(mark):
            size = find(data)
            return size if size is not None and min(size) > 0 else None
    return None


def _number(data: bytes, start: int, length: int, order: Order) -> int:
    """Return a number; what lies beyond the end counts as zeros."""
    return int.from_bytes(data[start : start + length], order)


def _find_png(data: bytes) -> Size | None:
    if data[12:16] != b"IHDR":
        return None
    return _number(data, 16, 4, "big"), _number(data, 20, 4, "big")


def _find_jpeg(data: bytes) -> Size | None:
    place = 2
    while place + 9 <= len(data):
        if data[place] != 0xFF:
            return None
        marker = data[place + 1]
        if marker in JPEG_FRAMES:
            width = _number(data, place + 7, 2, "big")
            return width, _number(data, place + 5, 2, "big")
        if marker == 0xFF:  # fill byte
            place += 1
        elif marker == 0x01 or 0xD0 <= marker <= 0xD8:  # stands alone
            place += 2
        else:
            place += 2 + max(2, _number(data, place + 2, 2, "big"))
    return None


def _find_webp(data: bytes) -> Size | None:
    if data[8:12] != b"WEBP":
        return None
    match data[12:16]:
        case b"VP8X":
            width, height = (
                _number(data, 24, 3, "little"),
                _number(data, 27, 3, "little"),
            )
            return width + 1, height + 1
        case b"VP8L":
            bits = _number(data, 21, 4, "little")
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8 ":
            width, height = (
                _number(data, 26, 2, "little"),
                _number(data, 28, 2, "little"),
            )
            return width & 0x3FFF, height & 0x3FFF
        case _:
            return None


def _find_bmp(data: bytes) -> Size | None:
    if _number(data, 14, 4, "little") == 12:  # OS/2's first header
        return _number(data, 18, 2, "little"), _number(data, 20, 2, "little")
    height = int.from_bytes(data[22:26], "little", signed=True)
    return _number(data, 18, 4, "little"), abs(height)  # below 0: top to bottom


def _find_gif(data: bytes) -> Size | None:
    return _number(data, 6, 2, "little"), _number(data, 8, 2, "little")


def _find_tiff(data: bytes) -> Size | None:
    """Return the largest width and height of the first directory."""
    order: Order = "little" if data.startswith(b"II") else "big"
    start = _number(data, 4, 4, order)
    found = {TIFF_WIDTH: 0, TIFF_HEIGHT: 0}
    for entry in range(_number(data, start, 2, order)):
        place = start + 2 + 12 * entry
        tag = _number(data, place, 2, order)
        if tag in found:
            length = 2 if _number(data, place + 2, 2, order) == 3 else 4
            value = _number(data, place + 8, length, order)
            found[tag] = max(found[tag], value)
    return found[TIFF_WIDTH], found[TIFF_HEIGHT]


FORMATS: Mapping[bytes, Callable[[bytes], Size | None]] = {
    b"\x89PNG\r\n\x1a\n": _find_png,
    b"\xff\xd8": _find_jpeg,
    b"RIFF": _find_webp,
    b"BM": _find_bmp,
    b"GIF8": _find_gif,
    b"II*\0": _find_tiff,
    b"MM\0*": _find_tiff,
}
"""A format's first bytes, and where it keeps its size."""
