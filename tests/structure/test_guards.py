"""Guards: what they watch for is really seen."""

import logging
import threading

from tests.guards import LogWatch, find_left_threads


def test_a_thread_that_runs_on_is_named() -> None:
    before = set(threading.enumerate())
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait, name="a-thread-that-runs-on")
    thread.start()
    left = find_left_threads(before, 0.01)
    stop.set()
    thread.join()
    assert left == ["a-thread-that-runs-on"]


def test_a_warning_that_no_one_expected_is_told() -> None:
    watch = LogWatch()
    watch.handle(make_warning("kiosk.sync", "batch refused"))
    assert watch.find_unexpected() == ["WARNING kiosk.sync: batch refused"]


def test_a_warning_that_was_expected_is_not_told() -> None:
    watch = LogWatch()
    watch.expect("kiosk", "refused")
    watch.handle(make_warning("kiosk.sync", "batch refused"))
    assert (watch.find_unexpected(), watch.find_missing()) == ([], [])


def test_an_expected_warning_that_never_came_is_told() -> None:
    watch = LogWatch()
    watch.expect("kiosk.sync", "refused")
    assert watch.find_missing() == ["kiosk.sync: 'refused'"]


def make_warning(logger: str, text: str) -> logging.LogRecord:
    return logging.LogRecord(logger, logging.WARNING, "", 0, text, None, None)
