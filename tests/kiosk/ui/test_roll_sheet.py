"""Roll sheet: thirty rows a page, as the screen filters them."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QImage, QPainter

from kiosk.ui.paper_calls import PrintRoll
from kiosk.ui.roll_call import begin
from kiosk.ui.roll_sheet import COLUMNS, count_pages, paint_page
from kiosk.ui.sheet import HEIGHT_MM, WIDTH_MM, Sheet
from tests.ui.images import count_differences
from tests.ui.samples import VI, WALL
from tests.ui.visitors import some_visits

pytestmark = pytest.mark.usefixtures("fonts")

CALL = PrintRoll(roll=begin(some_visits(31), WALL), at=WALL)


def paint(call: PrintRoll, page: int) -> QImage:
    dots = 4.0
    image = QImage(
        round(WIDTH_MM * dots), round(HEIGHT_MM * dots), QImage.Format.Format_RGB32
    )
    image.fill(0xFFFFFFFF)
    with QPainter(image) as painter:
        paint_page(Sheet(painter=painter, dots_per_mm=dots), call, page, VI)
    return image


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (30, 1), (31, 2)])
def test_it_takes_the_pages_it_needs(count: int, pages: int) -> None:
    roll = begin(some_visits(count), WALL)
    assert count_pages(PrintRoll(roll=roll, at=WALL)) == pages


def test_the_columns_fill_the_page() -> None:
    assert sum(column.width_mm for column in COLUMNS) == WIDTH_MM


def test_a_tick_is_printed() -> None:
    seen = CALL.roll.see(CALL.roll.visits[0].visit_id)
    ticked = replace(CALL, roll=seen)
    assert count_differences(paint(CALL, 0), paint(ticked, 0)) > 20


def test_every_page_has_its_rows() -> None:
    assert count_differences(paint(CALL, 0), paint(CALL, 1)) > 5_000


def test_only_those_not_seen_are_printed_where_the_screen_shows_only_them() -> None:
    seen = CALL.roll.see(CALL.roll.visits[0].visit_id)
    call = replace(CALL, roll=replace(seen, only_unseen=True))
    assert count_pages(call) == 1
