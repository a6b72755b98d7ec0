"""Shelves: places one under the other, nothing lost to rounding."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QRect

from kiosk.ui import reception_theme as look
from kiosk.ui.shelves import Shelves

AREA = QRect(26, 67, 1228, 707)


def test_shelves_follow_each_other_with_a_gap() -> None:
    shelves = Shelves(area=AREA, unit=8.0)
    (first,), (second,) = shelves.put(10, (1,)), shelves.put(10, (1,))
    assert second.top() - first.bottom() - 1 == round(look.GAP * 8.0)


@pytest.mark.parametrize("shares", [(1,), (64, 36), (34, 20, 28, 18)])
def test_shares_fill_the_width_and_do_not_touch(shares: tuple[float, ...]) -> None:
    places = Shelves(area=AREA, unit=8.0).put(10, shares)
    ends = (places[0].left(), places[-1].right())
    assert ends == pytest.approx((AREA.left(), AREA.right()), abs=1)
    pairs = pairwise(places)
    assert all(right.left() - left.right() > 8 for left, right in pairs)


@pytest.mark.parametrize(("portrait", "count"), [(False, 1), (True, 2)])
def test_the_foot_stands_at_the_bottom(*, portrait: bool, count: int) -> None:
    note, rows = Shelves(area=AREA, unit=8.0).put_foot(portrait=portrait)
    assert (len(rows), rows[-1].bottom()) == (count, AREA.bottom())
    assert note.bottom() < rows[0].top()


def test_chips_of_two_rows_are_higher_than_their_box() -> None:
    box, chips = Shelves(area=AREA, unit=8.0).put_chips(2)
    assert (box.top(), chips.height() > box.height()) == (chips.top(), True)
