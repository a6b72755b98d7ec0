"""Test the renderings in which a hard code may be read."""

import numpy as np
import pytest

from kiosk.scanner import variants
from kiosk.scanner.code import Gray
from kiosk.scanner.variants import FURTHER, VARIANTS, Variant, map_back
from kiosk.scanner.zxing import read_codes
from tests.drawings import TEXT, draw_code

EVERY = VARIANTS + FURTHER


@pytest.mark.parametrize("variant", EVERY, ids=lambda variant: variant.name)
def test_a_rendering_has_its_scale_and_keeps_the_picture(variant: Variant) -> None:
    picture = draw_code()
    before = picture.copy()
    rendering = variant.render(picture)
    size = round(len(picture) * variant.scale)
    assert (*rendering.shape, rendering.dtype.name) == (size, size, "uint8")
    assert bool((picture == before).all()) is True


@pytest.mark.parametrize("variant", EVERY, ids=lambda variant: variant.name)
def test_a_code_is_mapped_back_to_where_it_lies(variant: Variant) -> None:
    picture = draw_code(module_px=8)
    (there,) = read_codes(picture)
    (code,) = read_codes(variant.render(picture))
    column, row = map_back(code, scale=variant.scale).centre
    assert (code.text, round(column / 8), round(row / 8)) == (
        TEXT,
        round(there.centre[0] / 8),
        round(there.centre[1] / 8),
    )


@pytest.mark.parametrize(
    "render",
    [
        variants.stretch,
        variants.equalise,
        lambda picture: variants.level(picture, sigma=20),
    ],
)
def test_a_faint_code_becomes_clearer(render: "object") -> None:
    faint = (100 + draw_code() / 20).astype(np.uint8)
    assert callable(render)
    clear: Gray = render(faint)
    assert float(clear.std()) > float(faint.std())
