"""Treemap: boxes whose areas are as given sizes, as square as may be; pure.

After Bruls, Huizing and van Wijk, "Squarified Treemaps" (2000): boxes join a row
along the shorter side as long as its worst one gets no longer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle; `x` and `y` are its upper left corner's."""

    x: float
    y: float
    width: float
    height: float


def squarify(sizes: Sequence[float], space: Box) -> tuple[Box, ...]:
    """Return a box in `space` for each of `sizes`: positive, the largest first."""
    total = sum(sizes)
    scale = space.width * space.height / total if total else 0
    return tuple(_place([size * scale for size in sizes], space))


def _place(areas: Sequence[float], space: Box) -> Iterator[Box]:
    begin = 0
    while begin < len(areas):
        side = min(space.width, space.height)
        end = begin + 1
        while end < len(areas) and _is_better(areas, begin, end, side):
            end += 1
        row = areas[begin:end]
        yield from _lay_row(row, space)
        space = _cut(space, sum(row))
        begin = end


def _is_better(areas: Sequence[float], begin: int, end: int, side: float) -> bool:
    """Say whether the row of `areas[begin:end]` gains by the next one."""
    now = _find_worst(areas[begin:end], side)
    return _find_worst(areas[begin : end + 1], side) <= now


def _find_worst(row: Sequence[float], side: float) -> float:
    """Return how many times longer than wide the worst box of `row` is."""
    thick = sum(row) / side
    return max(
        max(area / thick / thick, thick * thick / area) for area in (row[0], row[-1])
    )


def _lay_row(row: Sequence[float], space: Box) -> Iterator[Box]:
    is_upright = space.width >= space.height
    thick = sum(row) / min(space.width, space.height)
    place = space.y if is_upright else space.x
    for area in row:
        length = area / thick
        if is_upright:
            yield Box(x=space.x, y=place, width=thick, height=length)
        else:
            yield Box(x=place, y=space.y, width=length, height=thick)
        place += length


def _cut(space: Box, area: float) -> Box:
    """Return what a row of `area` leaves of `space`."""
    thick = area / min(space.width, space.height)
    if space.width >= space.height:
        return Box(
            x=space.x + thick,
            y=space.y,
            width=max(space.width - thick, 1e-9),
            height=space.height,
        )
    return Box(
        x=space.x,
        y=space.y + thick,
        width=space.width,
        height=max(space.height - thick, 1e-9),
    )
