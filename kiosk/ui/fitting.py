"""Fitting: how large a text may be in a given width; shrinks, then wraps, never cuts."""

import math
from collections.abc import Sequence
from functools import lru_cache

import msgspec
from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetricsF

from kiosk.ui import theme

_REFERENCE_PX = 100
_ENOUGH = 0.7
"""A line is broken only where one line would be smaller than this share."""
_LOOSEN = 1.04
"""A line limit that is too tight grows by this until the lines are few enough."""


class Fit(msgspec.Struct, frozen=True, kw_only=True):
    """A text broken into lines, and the size at which they fit."""

    text: str
    size_px: int
    height: int


def fit_text(
    text: str, largest_px: float, width: float, *, bold: bool, lines: int = 1
) -> Fit:
    """Return `text` at most `largest_px` large in at most `lines` lines."""
    best = _fit(text, largest_px, width, bold=bold, lines=1)
    for count in range(2, lines + 1):
        if best.size_px >= _ENOUGH * largest_px:
            break
        broken = _fit(text, largest_px, width, bold=bold, lines=count)
        best = max(best, broken, key=lambda fit: fit.size_px)
    return best


def fit_into(
    text: str, largest_px: float, room: QSize, *, bold: bool, lines: int = 1
) -> Fit:
    """Return `text` as large as `room` allows, in as many lines as that takes."""
    fits = []
    for count in range(1, lines + 1):
        tallest_px = room.height() / (count * theme.LINE_EM)
        size_px = min(largest_px, tallest_px)
        fits.append(_fit(text, size_px, room.width(), bold=bold, lines=count))
    return max(fits, key=lambda fit: fit.size_px)


def measure_width(text: str, size_px: float, *, bold: bool) -> float:
    """Return the width of one line of `text`."""
    return _measure(text, bold) * size_px / _REFERENCE_PX


def _fit(text: str, largest_px: float, width: float, *, bold: bool, lines: int) -> Fit:
    broken = _break_lines(text, bold, lines)
    widest = max(_measure(line, bold) for line in broken)
    size_px = max(1, int(min(largest_px, width * _REFERENCE_PX / widest)))
    return Fit(
        text="\n".join(broken),
        size_px=size_px,
        height=math.ceil(len(broken) * size_px * theme.LINE_EM),
    )


@lru_cache(maxsize=256)
def _measure(line: str, bold: bool) -> float:  # noqa: FBT001 - a key of the cache
    font = theme.make_font(_REFERENCE_PX, bold=bold)
    metrics = QFontMetricsF(font)
    # Ink may overhang the advance, at the last letter's tone mark for one.
    return max(metrics.horizontalAdvance(line), metrics.boundingRect(line).right()) + 4


@lru_cache(maxsize=256)
def _break_lines(
    text: str,
    bold: bool,  # noqa: FBT001 - a key of the cache
    lines: int,
) -> tuple[str, ...]:
    """Return `text` in at most `lines` lines of about the same width."""
    words = text.split()
    widths = [_measure(word, bold) for word in words]
    limit = max([sum(widths) / lines, *widths])
    broken = _fill_lines(words, widths, limit)
    while len(broken) > lines:
        limit *= _LOOSEN
        broken = _fill_lines(words, widths, limit)
    return tuple(broken)


def _fill_lines(
    words: Sequence[str], widths: Sequence[float], limit: float
) -> list[str]:
    lines: list[list[str]] = [[]]
    used = 0.0
    for word, width in zip(words, widths, strict=True):
        if lines[-1] and used + width > limit:
            lines.append([])
            used = 0.0
        lines[-1].append(word)
        used += width
    return [" ".join(line) for line in lines]
