"""Test reading a still picture."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.scanner import zbar
from kiosk.scanner.decoding import FULL_PIXELS, Decoder, read_codes
from tests.drawings import TEXT, bend, draw_code, lay_on_table, tilt

needs_zbar = pytest.mark.skipif(
    not zbar.is_available(), reason="there is no libzbar on this machine"
)


def read(picture: object, **choices: object) -> list[str]:
    return [code.text for code in read_codes(picture, **choices)]  # type: ignore[arg-type]  # drawings


@pytest.mark.parametrize(
    "decoder",
    [Decoder.AUTO, Decoder.ZXING, pytest.param(Decoder.ZBAR, marks=needs_zbar)],
)
def test_a_plain_code_is_read_by_each_decoder(decoder: Decoder) -> None:
    assert read(draw_code(), decoder=decoder) == [TEXT]


def test_the_first_code_is_enough_unless_every_one_is_asked_for() -> None:
    table = lay_on_table(draw_code("A", module_px=5), draw_code("B", module_px=5))
    assert len(read(table)) == 1
    assert sorted(read(table, every=True)) == ["A", "B"]


def test_a_content_in_two_places_is_told_twice() -> None:
    table = lay_on_table(draw_code("A", module_px=5), draw_code("A", module_px=5))
    assert read(table, every=True) == ["A", "A"]


def test_a_code_beside_a_bent_one_does_not_hide_it() -> None:
    bent = bend(draw_code("BENT AS ON A BOTTLE", module_px=6), modules=2.5)
    table = lay_on_table(draw_code("A", module_px=5), bent)
    assert sorted(read(table, every=True)) == ["A", "BENT AS ON A BOTTLE"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda drawing: tilt(drawing, share=0.5),
        lambda drawing: 255 - drawing,
        np.fliplr,
        np.rot90,
        lambda drawing: cv2.GaussianBlur(drawing, (0, 0), 3.0),
        lambda drawing: (drawing / 16).astype(np.uint8),
        lambda drawing: cv2.resize(
            drawing, None, fx=0.28, fy=0.28, interpolation=cv2.INTER_AREA
        ),
    ],
    ids=["tilted", "inverted", "mirrored", "turned", "blurred", "dark", "small"],
)
def test_a_hard_code_is_read(spoil: object) -> None:
    assert callable(spoil)
    assert read(np.ascontiguousarray(spoil(draw_code()))) == [TEXT]


def test_a_large_picture_is_read_in_its_own_pixels() -> None:
    table = lay_on_table(draw_code(module_px=20), size=(2000, 2600))
    assert table.size > FULL_PIXELS
    (code,) = read_codes(table, every=True)
    assert (code.text, abs(code.corners[0][0] - 90) < 10) == (TEXT, True)


@pytest.mark.parametrize("shape", [(0, 9), (1, 1), (1, 500), (21, 21), (30, 70_000)])
def test_a_picture_of_any_shape_gives_nothing(shape: tuple[int, int]) -> None:
    assert read(np.zeros(shape, dtype=np.uint8), every=True) == []


@given(
    height=st.integers(1, 120),
    width=st.integers(1, 120),
    seed=st.integers(0, 2**32 - 1),
)
def test_noise_gives_nothing(height: int, width: int, seed: int) -> None:
    noise = np.random.default_rng(seed).integers(
        0, 256, (height, width), dtype=np.uint8
    )
    assert read(noise, every=True) == []
