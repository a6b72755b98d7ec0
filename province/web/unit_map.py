"""Unit map: units as boxes, as large as they have points and marked by their rate."""

from collections.abc import Sequence
from dataclasses import dataclass

from province.figures import Part
from province.treemap import Box, squarify

SPACE = Box(x=0, y=0, width=1200, height=480)
_STEPS = (0.25, 0.5, 0.75, 0.9)
"""Shares of active points at which the mark changes: quarters, and nine in ten."""
_LETTER_WIDTH = 8.5
"""Of the 15-unit font of the map, on average (measured)."""
_LEAST_LETTERS = 8
_TEXT_HEIGHT = 44


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A unit's box; `step` is 0 (few active) to 4, `label` what fits of its name."""

    part: Part
    box: Box
    step: int
    label: str


def draw(parts: Sequence[Part]) -> tuple[Tile, ...]:
    """Return a tile for each unit with points, the largest first."""
    largest = sorted(
        (part for part in parts if part.totals.points),
        key=lambda part: (-part.totals.points, part.key),
    )
    boxes = squarify([part.totals.points for part in largest], SPACE)
    return tuple(
        Tile(
            part=part,
            box=box,
            step=sum((part.totals.rate or 0) >= step for step in _STEPS),
            label=_fit(part.name, box),
        )
        for part, box in zip(largest, boxes, strict=True)
    )


def _fit(name: str, box: Box) -> str:
    letters = int((box.width - 10) / _LETTER_WIDTH)
    if letters < _LEAST_LETTERS or box.height < _TEXT_HEIGHT:
        return ""
    return name if len(name) <= letters else f"{name[: letters - 1]}…"
