"""Sheet: what is written stays in its place, and a line where it is drawn."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from kiosk.ui import theme
from kiosk.ui.sheet import HEIGHT_MM, WIDTH_MM, Sheet
from tests.ui.images import to_pixels

pytestmark = pytest.mark.usefixtures("fonts")

DOTS_PER_MM = 4.0
PLACE = QRectF(60, 100, 50, 10)


def find_ink(image: QImage) -> QRectF:
    """Return where anything dark is, in millimetres."""
    rows, columns = np.nonzero(to_pixels(image).max(axis=2) < 128)
    left, top = columns.min(), rows.min()
    width, height = columns.max() - left + 1, rows.max() - top + 1
    numbers = (float(one) / DOTS_PER_MM for one in (left, top, width, height))
    return QRectF(*numbers)


@pytest.fixture
def page() -> QImage:
    width, height = round(WIDTH_MM * DOTS_PER_MM), round(HEIGHT_MM * DOTS_PER_MM)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    return image


@pytest.mark.parametrize(
    "text", ["Ằ", "Chốt kiểm soát Tân Trào, cổng phụ phía đông bắc"]
)
def test_a_text_shrinks_into_its_place(page: QImage, text: str) -> None:
    with QPainter(page) as painter:
        Sheet(painter=painter, dots_per_mm=DOTS_PER_MM).write(text, PLACE, 40)
    assert PLACE.contains(find_ink(page))


def test_a_text_may_stand_in_the_middle(page: QImage) -> None:
    with QPainter(page) as painter:
        sheet = Sheet(painter=painter, dots_per_mm=DOTS_PER_MM)
        sheet.write("M", PLACE, 20, lines=1, side=Qt.AlignmentFlag.AlignHCenter)
    assert find_ink(page).center().x() == pytest.approx(PLACE.center().x(), abs=0.5)


def test_no_text_leaves_no_ink(page: QImage) -> None:
    with QPainter(page) as painter:
        Sheet(painter=painter, dots_per_mm=DOTS_PER_MM).write("", PLACE, 20)
    assert to_pixels(page).min() == 255


def test_a_line_may_begin_where_somebody_writes(page: QImage) -> None:
    with QPainter(page) as painter:
        sheet = Sheet(painter=painter, dots_per_mm=DOTS_PER_MM)
        sheet.rule(50, theme.BLACK, left_mm=60)
    ink = find_ink(page)
    assert (ink.left(), ink.right()) == pytest.approx((60, WIDTH_MM), abs=0.5)
