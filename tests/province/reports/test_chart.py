"""Tests of the chart."""

import io
from dataclasses import replace
from datetime import date

from PIL import Image

from province.period import Period, find_month
from province.reports.chart import DPI, HEIGHT_IN, WIDTH_IN, draw
from tests.province.reports.samples import WEEK, make_days

NOW, BEFORE = (0x1F, 0x4E, 0x79), (0xB7, 0xC4, 0xD1)


def test_the_same_figures_give_the_same_picture() -> None:
    days, before = make_days(WEEK), make_days(WEEK.previous)
    assert draw(days, before) == draw(days, before)


def test_a_month_beside_a_shorter_one_is_drawn() -> None:
    march = find_month(date(2026, 3, 1))
    picture = Image.open(io.BytesIO(draw(make_days(march), make_days(march.previous))))
    assert picture.size == (round(WIDTH_IN * DPI), round(HEIGHT_IN * DPI))


def test_both_periods_are_seen() -> None:
    assert {NOW, BEFORE} <= list_colors(draw(make_days(WEEK), make_days(WEEK.previous)))


def test_days_without_an_entry_have_no_bar_and_the_least_has_one() -> None:
    days, before = make_days(WEEK), make_days(WEEK.previous)
    none = [replace(day, entries=0) for day in days]
    most, one = replace(days[0], entries=1_000_000), replace(days[1], entries=1)
    key = count_dots(draw(none, []), NOW)
    assert key == count_dots(draw(none, before), NOW) > 0
    assert key < count_dots(draw([one], [most]), NOW)


def test_a_year_is_drawn_each_day_with_its_bar() -> None:
    year = Period(first=date(2026, 1, 1), last=date(2026, 12, 31))
    assert {NOW, BEFORE} <= list_colors(draw(make_days(year), make_days(year)))


def list_colors(picture: bytes) -> set[object]:
    opened = Image.open(io.BytesIO(picture)).convert("RGB")
    return {color for _, color in opened.getcolors(1 << 20) or ()}


def count_dots(picture: bytes, color: tuple[int, int, int]) -> int:
    opened = Image.open(io.BytesIO(picture)).convert("RGB")
    counts = {found: number for number, found in opened.getcolors(1 << 20) or ()}
    return counts.get(color, 0)
