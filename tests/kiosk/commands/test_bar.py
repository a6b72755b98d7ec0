"""A bar says how far sending is, in one line of a terminal that is drawn over."""

import io

import pytest

from kiosk.commands.bar import WIDTH, Bar, compose_line
from kiosk.drain import Drain
from tests.ui.samples import EN, VI

HALF = Drain(done=5_000, total=10_000, rate_per_s=3_412.3, left_s=1.5)


def draw(*drains: Drain, encoding: str = "utf-8") -> str:
    """Return what is written to a terminal for these."""
    raw = io.BytesIO()
    bar = Bar(io.TextIOWrapper(raw, encoding=encoding, newline=""), (VI, EN))
    for drain in drains:
        bar.show(drain)
    bar.finish()
    return raw.getvalue().decode(encoding)


def test_a_wide_terminal_has_counts_time_left_and_rate_in_both_languages() -> None:
    assert compose_line(HALF, (VI, EN), 120) == (
        "[############............]  50 %  5.000/10.000  "
        "còn 5 giây / 5 s left  3.412/giây / 3,412/s"
    )


@pytest.mark.parametrize("columns", [10, 40, 60, 79, 119])
def test_no_line_is_wider_than_the_terminal(columns: int) -> None:
    assert len(compose_line(HALF, (VI, EN), columns)) <= columns


def test_a_narrow_terminal_keeps_bar_and_counts() -> None:
    line = compose_line(HALF, (VI, EN), 50)
    assert line.endswith("50 %  5.000/10.000")


def test_one_that_is_done_is_full_and_never_before() -> None:
    done = compose_line(Drain(done=9, total=9), (VI,), 80)
    almost = compose_line(Drain(done=999_999, total=1_000_000), (VI,), 80)
    assert done.startswith("[" + "#" * WIDTH + "] 100 %")
    assert almost.startswith("[" + "#" * (WIDTH - 1) + ".]  99 %")


def test_a_shorter_line_wipes_out_the_one_before() -> None:
    told = draw(HALF, Drain(done=9, total=9))
    first, second = told.removeprefix("\r").removesuffix("\n").split("\r")
    assert len(second) == len(first)


def test_the_same_line_is_written_once() -> None:
    assert draw(HALF, HALF).count("\r") == 1


def test_without_anything_to_send_nothing_is_written() -> None:
    assert draw() == ""


def test_a_console_of_ascii_alone_gets_what_it_can_show() -> None:
    assert "c?n 5 gi?y / 5 s left" in draw(HALF, encoding="ascii")
