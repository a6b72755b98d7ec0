"""Test that batches grow on a good line and shrink on a bad one."""

import pytest

from kiosk.protocol.batch import MAX_ROWS
from kiosk.sync.pace import CUT_ROWS, QUICK_S, SLOW_S, START_ROWS, Pace


def test_on_a_quick_line_it_doubles_up_to_what_a_batch_may_hold() -> None:
    pace, seen = Pace(), []
    for _ in range(4):
        pace = pace.grow(pace.rows, 0.1)
        seen.append(pace.rows)
    assert seen == [2 * START_ROWS, 4 * START_ROWS, MAX_ROWS, MAX_ROWS]


def test_a_batch_that_was_not_full_says_nothing() -> None:
    assert Pace().grow(START_ROWS - 1, 0.0) == Pace()


def test_a_line_that_is_busy_already_gets_no_more_at_once() -> None:
    assert Pace().grow(START_ROWS, QUICK_S) == Pace()


def test_on_a_slow_line_it_halves_down_to_a_hundred() -> None:
    pace = Pace()
    for _ in range(9):
        pace = pace.grow(pace.rows, SLOW_S + 1)
    assert pace.rows == 100


@pytest.mark.parametrize("rows", [CUT_ROWS, 99])
def test_a_slow_line_does_not_raise_what_was_cut(rows: int) -> None:
    assert Pace(rows=rows).grow(rows, SLOW_S + 1).rows == rows


def test_after_too_large_a_batch_it_grows_by_a_tenth() -> None:
    pace = Pace().halve(START_ROWS)
    assert pace.rows == START_ROWS // 2
    assert pace.grow(pace.rows, 0.1).rows == START_ROWS // 2 + START_ROWS // 20


def test_after_a_cut_it_halves_to_what_smaller_pieces_do_not_mend() -> None:
    pace = Pace()
    for _ in range(9):
        pace = pace.shrink(pace.rows)
    assert pace.rows == CUT_ROWS
    assert pace.shrink(1).rows == CUT_ROWS


def test_one_entry_is_the_least() -> None:
    assert Pace().halve(1).rows == 1
    assert Pace().halve(1).grow(1, 0.1).rows == 2
