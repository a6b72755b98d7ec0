"""How far sending is stands in the status line while it lasts, and never beside a verdict."""

import msgspec
import pytest

from kiosk.drain import Drain
from kiosk.ui.drain_words import (
    LEAST_SHOWN,
    tell_drain,
    tell_left,
    tell_rate,
    tell_waiting,
)
from kiosk.ui.flow import Flow
from kiosk.ui.screens import compose_screen
from tests.ui.samples import EN, VI, WALL, a_health, list_flows, surroundings

DRAIN = Drain(done=12_000, total=100_000, rate_per_s=3_500.0, left_s=25.1)
SENDING = msgspec.structs.replace(a_health(pending=88_000), drain=DRAIN)


@pytest.mark.parametrize(
    ("left_s", "vi", "en"),
    [
        (0.2, "5 giây", "5 s"),
        (25.1, "30 giây", "30 s"),
        (54.9, "55 giây", "55 s"),
        (55.0, "1 phút", "1 min"),
        (61.0, "2 phút", "2 min"),
        (3_599.0, "60 phút", "60 min"),
        (9_000.0, "2 giờ 30 phút", "2 h 30 min"),
    ],
)
def test_the_time_left_is_told_roughly(left_s: float, vi: str, en: str) -> None:
    assert (tell_left(left_s, VI), tell_left(left_s, EN)) == (vi, en)


def test_counts_come_with_the_time_left() -> None:
    assert tell_drain(DRAIN, VI) == "Đang gửi 12.000/100.000 · 3.500/giây · còn 30 giây"
    assert tell_drain(DRAIN, EN) == "Sending 12,000/100,000 · 3,500/s · 30 s left"


def test_an_unsteady_line_tells_no_time_left() -> None:
    unsteady, new = (
        msgspec.structs.replace(DRAIN, left_s=None),
        Drain(done=12_000, total=100_000),
    )
    assert tell_drain(unsteady, EN) == "Sending 12,000/100,000 · 3,500/s"
    assert tell_drain(new, EN) == "Sending 12,000/100,000"


def test_a_slow_line_tells_its_rate_with_a_decimal() -> None:
    assert (tell_rate(3.26, VI), tell_rate(3.26, EN)) == ("3,3/giây", "3.3/s")


def test_a_few_entries_are_counted_as_ever() -> None:
    few = msgspec.structs.replace(
        SENDING, pending=3, drain=Drain(done=1, total=LEAST_SHOWN - 1)
    )
    assert tell_waiting(few, EN) == "3 unsent"


def test_the_idle_screen_tells_it_and_does_not_make_it_stand_out() -> None:
    screen = compose_screen(Flow(), surroundings(SENDING), (VI, EN), WALL)
    told = [one for one in screen.status.notices if "12.000/100.000" in one.text]
    assert [one.stands_out for one in told] == [False]


def test_beside_a_verdict_nothing_of_it_is_shown() -> None:
    verdicts = [flow for flow in list_flows().values() if flow.shown is not None]
    screens = [
        compose_screen(flow, surroundings(SENDING), (VI, EN), WALL) for flow in verdicts
    ]
    told = [one.text for screen in screens for one in screen.status.notices]
    assert len(verdicts) > 3
    assert told.count("88.000 chưa gửi") == len(verdicts)
    assert not any("100.000" in text for text in told)
