"""Only the newest frame passes, and a driver that hangs holds nobody up."""

import threading
import time

import pytest

from kiosk.scanner.newest import Capturing, Ended, Frame, Newest
from kiosk.scanner.source import Source
from tests.frames import STEP_S, FakeCamera, a_frame

SOURCE = Source(text="0")


def a_taken(number: int) -> Frame:
    return Frame(picture=a_frame(), captured_ns=number)


def test_a_frame_that_nobody_took_is_dropped() -> None:
    newest = Newest()
    for number in range(3):
        newest.put(a_taken(number))
    taken = newest.take(0)
    assert isinstance(taken, Frame)
    assert (taken.captured_ns, newest.take(0)) == (2, None)


def test_a_frame_is_wanted_only_while_somebody_waits() -> None:
    newest = Newest()
    wanted = [newest.is_wanted]
    newest.take(0)
    wanted.append(newest.is_wanted)
    newest.put(a_taken(1))
    assert [*wanted, newest.is_wanted] == [False, True, False]


def test_the_last_frame_comes_before_the_end() -> None:
    newest = Newest()
    newest.put(a_taken(1))
    newest.end(Ended(detail="over"))
    assert isinstance(newest.take(0), Frame)
    assert [newest.take(0), newest.take(0)] == [Ended(detail="over")] * 2


def test_what_is_taken_was_captured_after_it_was_asked_for() -> None:
    """However slow who looks is, no older frame waits for him."""
    camera = FakeCamera()
    capturing = Capturing(lambda: camera.open(SOURCE), "camera:fake")
    first = capturing.newest.take(5)
    missed = [camera.grabs.acquire(timeout=5) for _ in range(20)]
    recent_ns = time.monotonic_ns() - int(4 * STEP_S * 1e9)
    second = capturing.newest.take(5)
    capturing.close(threading.Event())
    assert isinstance(first, Frame)
    assert isinstance(second, Frame)
    assert (all(missed), second.captured_ns >= recent_ns) == (True, True)


def test_an_opening_that_fails_is_an_end() -> None:
    camera = FakeCamera()
    camera.gone.set()
    capturing = Capturing(lambda: camera.open(SOURCE), "camera:fake")
    assert capturing.newest.take(5) == Ended(detail="0 is not there. Plug it in.")
    capturing.close(threading.Event())


def test_a_source_is_closed_when_close_returns() -> None:
    camera = FakeCamera()
    capturing = Capturing(lambda: camera.open(SOURCE), "camera:fake")
    capturing.newest.take(5)
    capturing.close(threading.Event())
    assert camera.open_now == 0


def test_the_end_of_the_kiosk_does_not_wait_for_a_driver_that_hangs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("kiosk.scanner.newest.CLOSED_WITHIN_S", 0.05)
    camera = FakeCamera()
    camera.hangs.set()
    capturing = Capturing(lambda: camera.open(SOURCE), "camera:fake")
    ending = threading.Event()
    ending.set()
    capturing.close(ending)
    still_open = camera.open_now
    camera.freed.set()
    capturing.close(threading.Event())
    assert (still_open, camera.open_now) == (1, 0)
