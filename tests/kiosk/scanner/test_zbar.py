"""Test the second decoder."""

import subprocess
import sys

import numpy as np
import pytest

from kiosk.scanner import zbar
from tests.drawings import TEXT, draw_code, lay_on_table

needs_zbar = pytest.mark.skipif(
    not zbar.is_available(), reason="there is no libzbar on this machine"
)


@needs_zbar
def test_vietnamese_is_read_as_bytes_and_not_guessed_as_big5() -> None:
    codes = zbar.read_codes(draw_code())
    assert [(code.data, code.text) for code in codes] == [(TEXT.encode(), TEXT)]


@needs_zbar
def test_corners_go_clockwise_from_the_top_left() -> None:
    (code,) = zbar.read_codes(lay_on_table(draw_code("A")))
    (left, top), (right, _), (_, bottom), _ = code.corners
    assert (left < right, top < bottom) == (True, True)


def test_a_picture_without_a_code_gives_nothing() -> None:
    assert zbar.read_codes(np.zeros((50, 50), dtype=np.uint8)) == []


def test_a_picture_without_pixels_gives_nothing() -> None:
    assert zbar.read_codes(np.zeros((0, 50), dtype=np.uint8)) == []


@pytest.mark.parametrize(
    "why", ["sys.platform = 'win32'", "sys.modules['pyzbar'] = None"]
)
def test_on_windows_or_without_the_library_it_is_not_there(why: str) -> None:
    program = (
        f"import sys, numpy, zxingcpp\n{why}\n"
        "from kiosk.scanner import zbar\n"
        "picture = numpy.zeros((9, 9), dtype='uint8')\n"
        "print(zbar.is_available(), zbar.read_codes(picture), 'pyzbar.wrapper' in sys.modules)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ended.stdout.strip() == "False [] False"
