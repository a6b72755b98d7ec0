"""Tests of the chart."""

import io
from datetime import date

from PIL import Image

from province.period import find_month
from province.reports.chart import DPI, HEIGHT_IN, WIDTH_IN, draw
from tests.province.reports.samples import WEEK, make_days


def test_the_same_figures_give_the_same_picture() -> None:
    days, before = make_days(WEEK), make_days(WEEK.previous)
    assert draw(days, before) == draw(days, before)


def test_a_month_beside_a_shorter_one_is_drawn() -> None:
    march = find_month(date(2026, 3, 1))
    picture = Image.open(io.BytesIO(draw(make_days(march), make_days(march.previous))))
    assert picture.size == (round(WIDTH_IN * DPI), round(HEIGHT_IN * DPI))


def test_both_periods_are_seen() -> None:
    picture = Image.open(io.BytesIO(draw(make_days(WEEK), make_days(WEEK.previous))))
    colors = {color for _, color in picture.convert("RGB").getcolors(1 << 20) or ()}
    assert {(0x1F, 0x4E, 0x79), (0xB7, 0xC4, 0xD1)} <= colors
