"""Decoding: finds the QR codes of a still picture, as hard as they are to read."""

import math
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum

from kiosk.scanner import zbar, zxing
from kiosk.scanner.bent import covers, read_bent
from kiosk.scanner.code import Code, Gray
from kiosk.scanner.finders import find_finders
from kiosk.scanner.variants import (
    FURTHER,
    enlarge,
    map_back,
    reduce,
    sharpen,
    threshold,
)

FULL_PIXELS = 2_500_000
"""A larger picture is read as it is; the harder ways take it reduced."""


LONGEST_PX = 8000
"""OpenCV can't take pixels from beyond 32,767; a strip so long is no code."""

MAX_SIDE_PX = 65_535
"""zxing-cpp takes no longer picture."""

SMALLEST_PX = 21
"""The least code has 21 modules a side."""


class Decoder(StrEnum):
    """Which library decodes."""

    AUTO = "auto"
    """zxing-cpp; zbar where zxing-cpp can't, and never on Windows."""
    ZXING = "zxing"
    ZBAR = "zbar"


def read_codes(
    gray: Gray, *, decoder: Decoder = Decoder.AUTO, every: bool = False
) -> list[Code]:
    """Return the codes in `gray`: the first found, or `every` one.

    A content that lies in two places is returned twice.
    """
    if min(gray.shape) < SMALLEST_PX:
        return []
    search = _Search(gray, decoder)
    for code in search.run():
        if search.add(code) and not every:
            break
    return search.found


class _Search:
    """One search, the cheap ways first.

    The harder ways take a picture of at most `FULL_PIXELS`, `scale` of the
    given one.
    """

    def __init__(self, gray: Gray, decoder: Decoder) -> None:
        self.found: list[Code] = []
        self._gray = gray
        self._decoder = decoder
        self._scale = min(
            1.0, math.sqrt(FULL_PIXELS / gray.size), LONGEST_PX / max(gray.shape)
        )
        self._free = 0
        """Finder patterns that belong to no code that was read."""

    def add(self, code: Code) -> bool:
        """Keep `code`; return False where its place already holds one."""
        for other in self.found:
            if covers(other, code.centre) or covers(code, other.centre):
                return False
        self.found.append(code)
        return True

    def run(self) -> Iterator[Code]:
        """Yield codes as they are found, some of them twice."""
        scale = self._scale
        small = reduce(self._gray, scale) if scale < 1 else self._gray
        decode = zbar.read_codes if self._decoder is Decoder.ZBAR else zxing.read_codes
        if max(self._gray.shape) <= MAX_SIDE_PX:
            yield from self._read(decode, self._gray, 1)
        large = enlarge(small, 2)
        yield from self._read(decode, large, 2 * scale)
        if self._decoder is Decoder.ZBAR:
            return
        yield from self._read_bent(large, window=41)
        if not self.found or self._free:
            yield from self._read_further(small, large)

    def _read_further(self, small: Gray, large: Gray) -> Iterator[Code]:
        """Yield what is read where a finder is left over, or nothing was found."""
        crisp = sharpen(large, sigma=3, amount=2)
        yield from self._read(zxing.read_codes, crisp, 2 * self._scale)
        yield from self._read_bent(crisp, window=61)
        for variant in FURTHER:
            scale = self._scale * variant.scale
            yield from self._read(zxing.read_codes, variant.render(small), scale)
        yield from self._read_bent(large, window=101)
        if self._decoder is Decoder.AUTO:
            yield from self._read(zbar.read_codes, small, self._scale)

    def _read_bent(self, large: Gray, *, window: int) -> Iterator[Code]:
        """Yield codes by their own grids; `large` is twice the small picture."""
        scale = 2 * self._scale
        finders = find_finders(threshold(large, window=window))
        known = [map_back(code, scale=1 / scale) for code in self.found]
        yield from _move(read_bent(large, finders, known), scale)
        known = [map_back(code, scale=1 / scale) for code in self.found]
        self._free = sum(
            not any(covers(code, finder.centre) for code in known) for finder in finders
        )

    @staticmethod
    def _read(
        decode: Callable[[Gray], list[Code]], picture: Gray, scale: float
    ) -> Iterator[Code]:
        return _move(decode(picture), scale)


def _move(codes: Iterable[Code], scale: float) -> Iterator[Code]:
    return (map_back(code, scale=scale) for code in codes)
