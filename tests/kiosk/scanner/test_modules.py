"""Test the modules of a flat code."""

import numpy as np

from kiosk.scanner.grid import PITCH_PX
from kiosk.scanner.modules import (
    render_modules,
    restore_finders,
    sample_modules,
    split_tones,
)
from kiosk.scanner.zxing import read_codes
from tests.drawings import TEXT, draw_code

FLAT = draw_code(module_px=PITCH_PX)
TRUE = draw_code(module_px=1)[4:-4, 4:-4] < 128


def test_modules_are_sampled_and_split() -> None:
    dark = split_tones(sample_modules(FLAT), window=9)
    assert float((dark == TRUE).mean()) == 1.0


def test_uneven_light_makes_no_difference() -> None:
    light = np.linspace(0.15, 1.0, len(FLAT))
    dark = split_tones(sample_modules((FLAT * light).astype(np.uint8)), window=9)
    assert float((dark == TRUE).mean()) > 0.99


def test_drawn_clean_they_are_read() -> None:
    clean = render_modules(TRUE)
    assert [code.text for code in read_codes(clean, is_pure=True)] == [TEXT]


def test_finders_and_timing_are_made_whole() -> None:
    blank = TRUE.copy()
    blank[:8, :8] = blank[:8, -8:] = blank[-8:, :8] = False
    blank[6] = False
    blank[:, 6] = False
    whole = restore_finders(blank)
    assert bool((whole[:8] == TRUE[:8])[:, :6].all()) is True
    assert bool((whole[6] == TRUE[6]).all()) is True
