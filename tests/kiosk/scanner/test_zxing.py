"""Test the first decoder."""

import numpy as np
import pytest
import segno

from kiosk.scanner.zxing import guess_text, locate, read_codes
from tests.drawings import TEXT, draw_code, lay_on_table


def test_vietnamese_without_an_eci_is_read_as_it_stands() -> None:
    codes = read_codes(draw_code())
    assert [(code.data, code.text, code.symbology) for code in codes] == [
        (TEXT.encode(), TEXT, "]Q1")
    ]


@pytest.mark.parametrize("charset", ["utf-16-be", "utf-8"])
def test_a_charset_with_its_eci_becomes_utf_8(charset: str) -> None:
    code = segno.make_qr("Ngã tư", encoding=charset, eci=True)
    dark = np.kron(np.array(list(code.matrix_iter(border=4))), np.ones((4, 4)))
    found = read_codes(np.where(dark > 0, 0, 255).astype(np.uint8))
    assert [(code.data.decode(), code.text) for code in found] == [("Ngã tư", "Ngã tư")]


def test_corners_go_clockwise_from_the_top_left() -> None:
    (code,) = read_codes(lay_on_table(draw_code("A")))
    (left, top), (right, _), (_, bottom), _ = code.corners
    assert (left < right, top < bottom) == (True, True)


def test_a_pure_picture_that_is_spoilt_gives_nothing() -> None:
    """zxing-cpp returns it all the same, with a checksum error."""
    spoilt = draw_code("0" * 20, error="l")
    spoilt[100:150, 60:150] = 30
    assert read_codes(spoilt, is_pure=True) == []


def test_what_is_only_located_is_told() -> None:
    spoilt = draw_code()
    spoilt[100:150, 100:200] = 255 - spoilt[100:150, 100:200]
    assert {barcode.valid for barcode in locate(spoilt)} == {False}


@pytest.mark.parametrize(("data", "text"), [(b"A", "A"), ("ế".encode(), "ế")])
def test_the_bytes_of_another_decoder_are_told_as_utf_8(data: bytes, text: str) -> None:
    assert guess_text(data) == text


def test_other_bytes_are_guessed() -> None:
    assert guess_text(b"caf\xe9") == "café"
