"""Test which hint a code that is not read calls for."""

import numpy as np
import pytest

from kiosk.scanner.advice import advise, is_dark
from kiosk.scanner.hint import Hint
from kiosk.scanner.sight import Outline

SMALL: Outline = ((280.0, 200.0), (360.0, 200.0), (360.0, 280.0), (280.0, 280.0))
LARGE: Outline = ((220.0, 140.0), (420.0, 140.0), (420.0, 340.0), (220.0, 340.0))
FRAME = np.full((480, 640), 130, np.uint8)
DARK = np.full((480, 640), 12, np.uint8)


def glaring() -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    frame = FRAME.copy()
    frame[200:280, 280:360] = 255
    return frame


@pytest.mark.parametrize(
    ("frame", "outline", "shift_px", "hint"),
    [
        (DARK, LARGE, 0.0, Hint.TOO_DARK),
        (glaring(), LARGE, 0.0, Hint.GLARE),
        (FRAME, SMALL, 0.0, Hint.CLOSER),
        (FRAME, LARGE, 9.0, Hint.HOLD_STILL),
        (FRAME, SMALL, 9.0, Hint.HOLD_STILL),
        (FRAME, LARGE, 0.0, Hint.HOLD_STILL),
    ],
)
def test_the_hint_names_what_is_wrong(
    frame: np.ndarray[tuple[int, ...], np.dtype[np.uint8]],
    outline: Outline,
    shift_px: float,
    hint: Hint,
) -> None:
    assert advise(frame, outline, side_px=0, shift_px=shift_px) is hint


def test_a_part_of_a_large_code_does_not_ask_for_closer() -> None:
    assert advise(FRAME, SMALL, side_px=200, shift_px=0) is Hint.HOLD_STILL


def test_an_outline_outside_the_frame_gives_no_hint() -> None:
    away = tuple((x + 9000, y) for x, y in SMALL)
    assert advise(FRAME, away, side_px=0, shift_px=0) is Hint.NONE  # type: ignore[arg-type]  # four corners still


def test_a_black_frame_is_dark_and_a_gray_one_not() -> None:
    assert is_dark(DARK)
    assert not is_dark(FRAME)
