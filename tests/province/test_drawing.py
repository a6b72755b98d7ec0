"""Tests of what is drawn on PDF pages."""

import io

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from province.drawing import REGULAR, Pen, find_runs, load_fonts


@pytest.mark.parametrize(
    ("row", "runs"),
    [
        ([], []),
        ([0, 0], []),
        ([1, 1, 0, 1], [(0, 2), (3, 1)]),
        ([0, 1, 1, 1], [(1, 3)]),
    ],
)
def test_dark_modules_side_by_side_are_one_run(
    row: list[int], runs: list[tuple[int, int]]
) -> None:
    assert list(find_runs(row)) == runs


def test_a_text_goes_downwards_and_is_vietnamese_again() -> None:
    load_fonts()
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(300, 200))
    pen = Pen(canvas=canvas, middle=150, room=280, top=190)
    pen.write("Nguyễn Hữu Khoẻ, Đường Số Mười Một", REGULAR, 10)
    canvas.save()
    (page,) = pypdfium2.PdfDocument(io.BytesIO(file.getvalue()))

    assert pen.top < 190
    assert "Khoẻ, Đường" in page.get_textpage().get_text_range()


def test_a_text_that_is_too_long_ends_within_its_lines() -> None:
    load_fonts()
    pen = Pen(canvas=Canvas(io.BytesIO()), middle=50, room=90, top=800)

    pen.write("dài " * 500, REGULAR, 10, most=2)

    assert pen.top > 770
