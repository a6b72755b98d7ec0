"""Test the second look at a frame."""

from itertools import islice

import numpy as np
import pytest

from kiosk.scanner.harder import HarderLook, cut_guide, cut_region, is_likely
from tests.scenes import Scene, film

FAR = Scene(seed=2, module_px=1.4, width=1280, height=720)


def test_a_code_too_small_for_one_look_is_read() -> None:
    content, frames = film(FAR)
    harder = HarderLook()
    findings = [harder.look(frame, None) for frame in islice(frames, 4)]
    assert content in [code.data for found in findings for code in found.codes]


def test_a_code_s_corners_are_where_it_is_in_the_frame() -> None:
    _, frames = film(FAR)
    harder = HarderLook()
    findings = [harder.look(frame, None) for frame in islice(frames, 4)]
    code = next(code for found in findings for code in found.codes)
    middle = np.array(code.corners).mean(axis=0)
    # The hand holds it up to 40 px off the middle.
    assert middle.tolist() == pytest.approx([640, 360], abs=45)
    sides = np.ptp(np.array(code.corners), axis=0)
    assert sides.tolist() == pytest.approx([80, 80], abs=25)


def test_a_blank_frame_comes_to_nothing() -> None:
    finding = HarderLook().look(np.full((720, 1280), 128, np.uint8), None)
    assert finding.codes == ()
    assert finding.outline is None


def test_the_guide_is_the_middle_of_the_frame() -> None:
    left, top, guided = cut_guide(np.zeros((1080, 1920), np.uint8))
    assert (left, top, guided.shape) == (640, 300, (480, 640))


def test_what_is_located_is_looked_at_wherever_it_is() -> None:
    frame = np.zeros((1080, 1920), np.uint8)
    outline = ((1700.0, 900.0), (1800.0, 900.0), (1800.0, 1000.0), (1700.0, 1000.0))
    left, top, region = cut_region(frame, outline)
    assert left <= 1700
    assert left + region.shape[1] >= 1800
    assert top <= 900
    assert top + region.shape[0] >= 1000


def test_a_sliver_is_no_outline_of_a_code() -> None:
    assert not is_likely(((0, 0), (100, 0), (100, 5), (0, 5)))
    assert is_likely(((0, 0), (100, 0), (100, 40), (0, 40)))
