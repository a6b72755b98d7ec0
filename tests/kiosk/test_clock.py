"""The clock tells aware UTC, its boot, and how far it can be believed."""

import time
from datetime import UTC, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.clock import (
    BOOT_ID,
    BOUND,
    Anchor,
    ClockJudge,
    ClockState,
    Instant,
    Judged,
    find_time,
    from_us,
    judge,
    read_boot,
    system_clock,
    to_us,
)
from tests.fakes import START, SteppedClock

HOUR_S = 3600
DAY_S = 86_400


def told(clock: SteppedClock, off_s: float = 0) -> Anchor:
    """Return what a province says beside which the clock is `off_s` ahead."""
    now = clock()
    return Anchor(at=now, told=now.wall - timedelta(seconds=off_s))


def trusted_at(at: Instant) -> Judged:
    return Judged(at=at, state=ClockState.TRUSTED)


def test_the_wall_clock_is_aware_utc() -> None:
    assert system_clock()().wall.tzinfo is UTC


def test_the_clock_goes_on_and_its_boot_stays() -> None:
    now = system_clock()
    first, then = now(), now()
    assert then.monotonic_ms >= first.monotonic_ms
    assert then.wall - first.wall < timedelta(minutes=1)
    assert then.boot == first.boot


def test_a_boot_has_one_name() -> None:
    assert len(read_boot()) == 8
    assert not BOOT_ID.exists() or read_boot() == read_boot()


def test_nothing_is_known_of_a_clock_at_first() -> None:
    assert judge(SteppedClock()(), None) is ClockState.UNKNOWN


@pytest.mark.parametrize(
    ("off_s", "state"),
    [
        (0, ClockState.TRUSTED),
        (119, ClockState.TRUSTED),
        (-119, ClockState.TRUSTED),
        (121, ClockState.DRIFTING),
        (-121, ClockState.DRIFTING),
    ],
)
def test_a_clock_is_trusted_within_two_minutes_of_the_province(
    clock: SteppedClock, off_s: float, state: ClockState
) -> None:
    anchor = told(clock, off_s)
    clock.advance(30 * DAY_S)
    assert judge(clock(), anchor) is state


@pytest.mark.parametrize(
    ("jump_s", "state"),
    [
        (-5 * HOUR_S, ClockState.SET_BACK),
        (5 * HOUR_S, ClockState.DRIFTING),
        (-60, ClockState.TRUSTED),
    ],
)
def test_a_jump_shows_without_a_network(
    clock: SteppedClock, jump_s: float, state: ClockState
) -> None:
    anchor = told(clock)
    clock.advance(HOUR_S)
    clock.set_by(jump_s)
    assert judge(clock(), anchor) is state


def test_a_wrong_clock_that_was_put_right_is_trusted_at_once(
    clock: SteppedClock,
) -> None:
    clock.set_by(-3 * HOUR_S)
    anchor = told(clock, -3 * HOUR_S)
    clock.set_by(3 * HOUR_S)
    assert judge(clock(), anchor) is ClockState.TRUSTED


def test_sleep_is_no_jump() -> None:
    """The count that entries carry is the one that a suspend does not stop."""
    if not hasattr(time, "CLOCK_BOOTTIME"):
        pytest.skip("only Linux has a count that sleep stops beside it")
    counted_ms = time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000
    assert abs(system_clock()().monotonic_ms - counted_ms) < 60_000


@pytest.mark.parametrize(
    ("jump_s", "state"),
    [
        (-5 * HOUR_S, ClockState.SET_BACK),
        (5 * HOUR_S, ClockState.UNKNOWN),
        (0, ClockState.UNKNOWN),
    ],
)
def test_after_another_boot_a_clock_before_what_has_been_was_set_back(
    clock: SteppedClock, jump_s: float, state: ClockState
) -> None:
    anchor = told(clock)
    clock.reboot("next")
    clock.set_by(jump_s)
    assert judge(clock(), anchor) is state
    assert judge(clock(), None, floor=anchor.told) is state
    assert judge(clock(), None, earlier=trusted_at(anchor.at)) is state


def test_a_jump_before_the_province_was_ever_heard_shows(clock: SteppedClock) -> None:
    clock_judge = ClockJudge()
    states = []
    for jump_s in (0, -5 * HOUR_S, 0, 9 * HOUR_S, 0):
        clock.set_by(jump_s)
        clock.advance(60)
        states.append(clock_judge.judge(clock()).value)
    assert states == ["unknown", "set_back", "set_back", "drifting", "drifting"]


def test_many_little_steps_add_up(clock: SteppedClock) -> None:
    clock_judge = ClockJudge()
    for _ in range(5):
        clock_judge.judge(clock())
        clock.set_by(-60)
    assert clock_judge.judge(clock()) is ClockState.SET_BACK


def test_the_time_of_a_wrong_clock_is_the_provinces(clock: SteppedClock) -> None:
    clock_judge = ClockJudge(told(clock))
    clock.advance(60)
    right = clock().wall
    clock.set_by(9 * HOUR_S)
    assert clock_judge.find_time(clock()) == right


def test_nothing_is_done_by_the_hour_for_a_day_after_a_jump(
    clock: SteppedClock,
) -> None:
    clock_judge = ClockJudge()
    clock_judge.judge(clock())
    clock.set_by(9 * HOUR_S)
    assert clock_judge.find_time(clock()) is None
    clock.advance(DAY_S)
    assert clock_judge.find_time(clock()) == clock().wall


def test_a_moment_counts_the_same_there_and_back() -> None:
    assert from_us(to_us(START)) == START


@given(
    jumps=st.lists(st.floats(-1e6, 1e6), max_size=5),
    waits=st.lists(st.floats(0, 1e6), min_size=5, max_size=5),
)
def test_a_trusted_clock_is_never_far_off(
    jumps: list[float], waits: list[float]
) -> None:
    """Whatever is done to it, once the province has told the time in this boot."""
    clock = SteppedClock()
    clock_judge = ClockJudge(told(clock))
    for jump_s, wait_s in zip(jumps, waits, strict=False):
        clock.set_by(jump_s)
        clock.advance(wait_s)
        now = clock()
        is_near = abs(now.wall - find_time(now, clock_judge.anchor)) <= BOUND
        assert (clock_judge.judge(now) is ClockState.TRUSTED) == is_near
