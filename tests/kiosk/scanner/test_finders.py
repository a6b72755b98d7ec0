"""Test finder patterns in pictures."""

import numpy as np
import pytest

from kiosk.scanner.code import Gray
from kiosk.scanner.finders import find_finders, fit_square, merge_finders
from kiosk.scanner.variants import threshold
from tests.drawings import bend, draw_code, lay_on_table, tilt


def look(picture: Gray) -> list[tuple[int, int]]:
    """Return where finders are, in modules of 6 pixels."""
    found = find_finders(threshold(picture, window=61))
    return sorted((int(f.centre[0] / 6), int(f.centre[1] / 6)) for f in found)


def test_three_are_found_in_their_corners() -> None:
    edge = len(draw_code()) // 6 - 8
    assert look(draw_code()) == [(7, 7), (7, edge), (edge, 7)]


def test_the_corners_are_those_of_the_white_ring() -> None:
    found = find_finders(threshold(draw_code(), window=61))
    first = min(found, key=lambda finder: finder.centre.sum())
    corners = sorted((round(x + 0.5), round(y + 0.5)) for x, y in first.corners)
    assert corners == [(30, 30), (30, 60), (60, 30), (60, 60)]


@pytest.mark.parametrize("spoil", [tilt, bend])
def test_they_are_found_askew(spoil: object) -> None:
    assert callable(spoil)
    assert len(look(spoil(draw_code()))) == 3


def test_two_codes_have_six() -> None:
    assert len(look(lay_on_table(draw_code("A"), draw_code("B")))) == 6


@pytest.mark.parametrize("value", [0, 255])
def test_an_even_picture_has_none(value: int) -> None:
    assert find_finders(np.full((40, 40), value, dtype=np.uint8)) == []


@pytest.mark.parametrize("edge", [6, 34])
def test_another_square_in_a_square_is_none(edge: int) -> None:
    """A finder's centre takes nine parts in twenty-five."""
    square = np.full((40, 40), 255, dtype=np.uint8)
    start = (40 - edge) // 2
    square[start : start + edge, start : start + edge] = 0
    assert find_finders(square) == []


def test_what_is_seen_twice_is_kept_once() -> None:
    found = find_finders(threshold(draw_code(), window=61))
    assert len(merge_finders(found + found)) == 3


def test_a_circle_is_no_square() -> None:
    turn = np.linspace(0, 2 * np.pi, 200)
    ring = np.column_stack([60 * np.cos(turn), 20 * np.sin(turn)]).astype(np.int32)
    star = (ring * (1 + 0.9 * np.sin(5 * turn))[:, None]).astype(np.int32)
    assert fit_square(star[:, None]) is None
