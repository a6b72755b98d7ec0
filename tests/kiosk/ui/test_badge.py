"""Badge: its QR is read back, its name is large, its end is the day's."""

from datetime import UTC, datetime

import numpy as np
import pytest
import zxingcpp
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from kiosk.reception import Visit
from kiosk.ui.badge import LEAST_NAME_PT, SIZE_MM, find_end, list_lines, paint_badge
from kiosk.ui.fitting import fit_into
from tests.ui.images import to_pixels
from tests.ui.samples import EN, LONG_NAME, VI
from tests.ui.visitors import a_visit

pytestmark = pytest.mark.usefixtures("fonts")

DOTS_PER_MM = 300 / 25.4
POINT_MM = 25.4 / 72


def paint(visit: Visit, dots_per_mm: float = DOTS_PER_MM) -> QImage:
    width, height = SIZE_MM.width() * dots_per_mm, SIZE_MM.height() * dots_per_mm
    image = QImage(round(width), round(height), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    with QPainter(image) as painter:
        paint_badge(painter, visit, (VI, EN), dots_per_mm)
    return image


@pytest.mark.parametrize("dots_per_mm", [203 / 25.4, DOTS_PER_MM])
@pytest.mark.parametrize("number", ["26112002", "1", "9" * 20])
def test_the_qr_says_the_number_and_nothing_else(
    number: str, dots_per_mm: float
) -> None:
    image = paint(a_visit(2, badge=number), dots_per_mm)
    grey = np.ascontiguousarray(to_pixels(image)[:, :, 1].astype(np.uint8))
    assert [code.text for code in zxingcpp.read_barcodes(grey)] == [number]


def test_a_badge_without_a_number_has_no_qr() -> None:
    image = paint(a_visit(2, badge=""))
    grey = np.ascontiguousarray(to_pixels(image)[:, :, 1].astype(np.uint8))
    assert zxingcpp.read_barcodes(grey) == []


@pytest.mark.parametrize("name", ["Lê Ý", "TRẦN QUỐC ĐẠT", LONG_NAME])
def test_a_name_is_24_points_at_least(qapp: QApplication, name: str) -> None:
    del qapp
    line = next(iter(list_lines(a_visit(2, name=name), (VI, EN))))
    room = line.rect.toAlignedRect().size() * 100
    size = line.size_pt * POINT_MM * 100
    fit = fit_into(line.text, size, room, bold=True, lines=line.lines)
    assert fit.size_px / 100 / POINT_MM >= LEAST_NAME_PT


def test_a_name_of_200_letters_is_still_whole(qapp: QApplication) -> None:
    del qapp
    name = "Nguyễn Văn " * 18
    line = next(iter(list_lines(a_visit(2, name=name), (VI, EN))))
    room = line.rect.toAlignedRect().size() * 10
    fit = fit_into(line.text, 100, room, bold=True, lines=line.lines)
    assert (fit.text.split(), fit.height <= room.height()) == (name.split(), True)


def test_it_tells_host_company_day_and_end() -> None:
    texts = [line.text for line in list_lines(a_visit(2), (VI, EN))]
    assert texts == [
        "PHẠM NGỌC VÍ DỤ",
        "Gặp: Cô Hạnh, Kế toán",
        "Đơn vị: Kiểm toán Ước Lệ",
        "Ngày 20/11/2026 08:27",
        "Có giá trị đến 23:59 20/11",
        "26112002 · Trả thẻ khi ra về.",
    ]


def test_it_ends_with_its_day_in_viet_nam() -> None:
    late = datetime(2026, 11, 20, 18, tzinfo=UTC)  # 01:00 of the 21st
    assert find_end(late) == datetime(2026, 11, 21, 16, 59, tzinfo=UTC)
