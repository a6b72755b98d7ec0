"""Test every eighth of the shared pictures; the benchmark takes all of them."""

from pathlib import Path

import numpy as np
import pytest
import segno

from kiosk.scanner.code import Code
from kiosk.scanner.decoding import read_codes
from kiosk.scanner.finders import find_finders
from kiosk.scanner.grid import match_timing, propose_grids, rectify
from kiosk.scanner.modules import sample_modules, split_tones
from kiosk.scanner.variants import enlarge, threshold
from tests.shared_pictures import DISPUTED, Truth, find_markers, lies_in, load_truth

START, STEP = 4, 8


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "data" / "qr"


def read_some(folder: Path, kind: str) -> list[tuple[Truth, list[Code]]]:
    some = list(load_truth(folder, kind))[START::STEP]
    return [(truth, read_codes(truth.load(), every=True)) for truth in some]


@pytest.mark.parametrize(("kind", "least"), [("zxing", 0.9), ("jsqr", 1.0)])
def test_known_contents_are_read_and_nothing_else(
    folder: Path, kind: str, least: float
) -> None:
    answers = read_some(folder, kind)
    wrong = [t.file for t, codes in answers for code in codes if not t.is_told(code)]
    right = [t.file for t, codes in answers if codes]
    assert [file for file in wrong if file not in DISPUTED] == []
    assert len(right) / len(answers) >= least


def test_nine_markers_in_ten_are_found_and_nothing_beside_them(folder: Path) -> None:
    answers = read_some(folder, "boofcv")
    found = sum(len(find_markers(truth, codes)) for truth, codes in answers)
    beside = [
        truth.file
        for truth, codes in answers
        for code in codes
        if not any(lies_in(code, outline) for outline in truth.outlines)
    ]
    assert beside == []
    assert found / sum(len(truth.outlines) for truth, _ in answers) >= 0.9


def test_where_no_code_is_none_is_found(folder: Path) -> None:
    answers = read_some(folder, "no-code")
    assert [truth.file for truth, codes in answers if codes] == []


def test_the_disputed_picture_says_what_we_read(folder: Path) -> None:
    """Most of its modules are those of our text, and few those of the truth's."""
    (truth,) = (t for t in load_truth(folder, "zxing") if t.file in DISPUTED)
    picture = enlarge(truth.load(), 2)
    grids = propose_grids(find_finders(threshold(picture, window=41)))
    grid = max(grids, key=lambda grid: match_timing(picture, grid))
    dark = split_tones(sample_modules(rectify(picture, grid)), window=15)
    (code,) = read_codes(truth.load(), every=True)
    assert isinstance(truth.content, str)
    assert measure_likeness(dark, code.text) > 0.9
    assert measure_likeness(dark, truth.content) < 0.7


def measure_likeness(dark: np.ndarray, text: str) -> float:
    """Return the share of modules that are those of version 6-Q, mask 7, of `text`."""
    drawn = segno.make_qr(text, version=6, error="q", mask=7, boost_error=False)
    return float((np.array(list(drawn.matrix), dtype=bool) == dark).mean())
