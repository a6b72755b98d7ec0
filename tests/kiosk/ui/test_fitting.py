"""Fitting: a text shrinks, then wraps, and is never cut."""

import pytest
from PySide6.QtCore import QSize

from kiosk.ui.fitting import fit_into, fit_text, measure_width
from tests.ui.samples import LONG_NAME, NAME

pytestmark = pytest.mark.usefixtures("fonts")


def test_a_short_text_is_as_large_as_it_may_be() -> None:
    assert fit_text("AN", 40, 1000, bold=True).size_px == 40


def test_a_text_shrinks_before_it_wraps() -> None:
    width = measure_width(NAME, 50, bold=True)
    fit = fit_text(NAME, 60, width, bold=True, lines=2)
    assert (fit.text, fit.size_px) == (NAME, 50)


def test_a_long_name_wraps_into_lines_of_like_width() -> None:
    fit = fit_text(LONG_NAME, 100, 1200, bold=True, lines=2)
    assert fit.text == "NGUYỄN PHẠM HOÀNG THỤC\nĐOAN TRƯỜNG GIANG"


@pytest.mark.parametrize("width", [50, 300, 900])
@pytest.mark.parametrize("text", [NAME, LONG_NAME, "X" * 60, "A " * 2000])
def test_every_letter_is_kept_and_fits(text: str, width: int) -> None:
    fit = fit_text(text, 80, width, bold=True, lines=3)
    widest = max(
        measure_width(line, fit.size_px, bold=True) for line in fit.text.split("\n")
    )
    assert fit.text.split() == text.split()
    assert fit.size_px == 1 or widest <= width


def test_no_more_lines_than_allowed() -> None:
    fit = fit_text("A " * 2000, 80, 100, bold=False, lines=3)
    assert len(fit.text.split("\n")) <= 3


def test_an_empty_text_fits() -> None:
    assert fit_text("", 40, 100, bold=False).text == ""


@pytest.mark.parametrize("text", [NAME, LONG_NAME, "X" * 60])
@pytest.mark.parametrize("size", [(900, 60), (300, 60), (300, 200)])
def test_a_text_fits_into_its_room(text: str, size: tuple[int, int]) -> None:
    fit = fit_into(text, 80, QSize(*size), bold=True, lines=2)
    lines = fit.text.split("\n")
    widest = max(measure_width(line, fit.size_px, bold=True) for line in lines)
    assert (fit.height <= size[1] + 1, widest <= size[0]) == (True, True)


def test_a_text_takes_the_lines_that_make_it_largest() -> None:
    flat = fit_into(LONG_NAME, 80, QSize(900, 50), bold=True, lines=2)
    high = fit_into(LONG_NAME, 80, QSize(900, 200), bold=True, lines=2)
    assert (len(flat.text.split("\n")), len(high.text.split("\n"))) == (1, 2)
