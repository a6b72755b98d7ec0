"""Tests of boxes that fill a space by their sizes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from province.treemap import Box, squarify

SPACE = Box(x=0, y=0, width=600, height=400)


def test_the_example_of_the_paper() -> None:
    boxes = squarify([6, 6, 4, 3, 2, 2, 1], Box(x=0, y=0, width=6, height=4))

    assert boxes[:2] == (
        Box(x=0, y=0, width=3, height=2),
        Box(x=0, y=2, width=3, height=2),
    )
    assert (boxes[2].y, boxes[3].y) == (0, 0)


def test_nothing_takes_no_box() -> None:
    assert squarify([], SPACE) == ()


@given(st.lists(st.integers(1, 5_000), min_size=1, max_size=60))
def test_areas_are_as_sizes_and_boxes_stay_inside_apart(sizes: list[int]) -> None:
    sizes.sort(reverse=True)

    boxes = squarify(sizes, SPACE)

    scale = 600 * 400 / sum(sizes)
    areas = [box.width * box.height for box in boxes]
    assert areas == pytest.approx([size * scale for size in sizes])
    assert all(is_inside(box) for box in boxes)
    pairs = ((a, b) for n, a in enumerate(boxes) for b in boxes[:n])
    assert not any(do_overlap(a, b) for a, b in pairs)


def is_inside(box: Box) -> bool:
    return (
        box.x > -0.01
        and box.y > -0.01
        and box.x + box.width < 600.01
        and box.y + box.height < 400.01
    )


def do_overlap(one: Box, other: Box) -> bool:
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    along = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return across > 0.01 and along > 0.01
