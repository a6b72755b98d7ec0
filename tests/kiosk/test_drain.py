"""A drain tells its rate over a sliding window, and the time left only while that is steady."""

from collections.abc import Iterable

import pytest

from kiosk.drain import LEAST_SAMPLES, WINDOW_MS, Drain, DrainWatch

BATCH = 100
BACKLOG = 10_000


def follow(gaps_ms: Iterable[int], backlog: int = BACKLOG) -> list[Drain]:
    """Return what is told where batches come after such pauses."""
    watch, at_ms, sent, told = DrainWatch(), 5_000, 0, []
    for gap_ms in gaps_ms:
        at_ms += gap_ms
        sent += BATCH
        told.append(watch.note(sent=sent, pending=backlog - sent, at_ms=at_ms))
    return told


def test_it_counts_what_is_done_and_what_there_was() -> None:
    assert follow([300] * 3)[-1] == Drain(done=300, total=BACKLOG)


def test_a_steady_line_tells_its_rate_and_the_time_left() -> None:
    last = follow([500] * 10)[-1]
    assert (last.rate_per_s, last.left_s) == (200.0, 45.0)


def test_nothing_is_guessed_from_the_first_batches() -> None:
    told = follow([10] * 100)
    assert [one.left_s for one in told] == [None] * 100
    assert told[-1].rate_per_s is None


def test_a_line_that_becomes_much_slower_tells_no_time_left() -> None:
    told = follow([300] * 20 + [3_000] * 2)
    assert told[19].left_s is not None
    assert told[21].left_s is None
    assert told[21].rate_per_s is not None


def test_after_a_window_of_the_new_pace_the_time_left_is_told_again() -> None:
    slow = WINDOW_MS // 3_000 + 2
    last = follow([300] * 20 + [3_000] * slow)[-1]
    assert last.rate_per_s == pytest.approx(100 / 3, rel=0.01)
    assert last.left_s is not None


def test_a_line_of_half_a_minute_a_batch_is_steady_too() -> None:
    last = follow([30_000] * (LEAST_SAMPLES + 1))[-1]
    assert last.rate_per_s == pytest.approx(100 / 30)
    assert last.left_s == pytest.approx((BACKLOG - 600) * 0.3)


def test_what_is_appended_meanwhile_makes_the_whole_larger() -> None:
    watch = DrainWatch()
    watch.note(sent=100, pending=900, at_ms=0)
    assert watch.note(sent=200, pending=850, at_ms=300).total == 1050


def test_a_run_that_begins_anew_adds_to_what_is_done() -> None:
    watch = DrainWatch()
    watch.note(sent=300, pending=700, at_ms=0)
    assert watch.note(sent=100, pending=600, at_ms=300).done == 400


def test_after_its_end_it_counts_from_nothing() -> None:
    watch = DrainWatch()
    watch.note(sent=300, pending=0, at_ms=0)
    watch.end()
    assert watch.note(sent=50, pending=50, at_ms=90_000) == Drain(done=50, total=100)


def test_two_reports_of_one_moment_are_no_rate() -> None:
    watch = DrainWatch()
    watch.note(sent=100, pending=100, at_ms=0)
    assert watch.note(sent=200, pending=0, at_ms=0).rate_per_s is None
