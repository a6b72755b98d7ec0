"""Newest: the one frame that passes from the thread that captures to the one that looks."""

import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

from kiosk.scanner.capture import CAPTURE_FAULTS, Capture, Picture

LOOK_S = 0.2
CLOSED_WITHIN_S = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A picture of a camera, and when it was captured (monotonic)."""

    picture: Picture
    captured_ns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """No frame comes any more; `detail` is for people."""

    detail: str


class Newest:
    """A place for one frame: nothing queues, however slow the looking is.

    Who looks asks, and gets the next frame that is captured. Frames that
    nobody asks for are never made into pictures, which saves half of the work.
    """

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._is_wanted = False
        self._frame: Frame | None = None
        self._ended: Ended | None = None

    @property
    def is_wanted(self) -> bool:
        """Say whether somebody waits for a frame."""
        return self._is_wanted

    def put(self, frame: Frame) -> None:
        """Give the newest frame; one that was not taken is dropped."""
        with self._condition:
            self._frame = frame
            self._is_wanted = False
            self._condition.notify()

    def end(self, ended: Ended) -> None:
        """Tell that there will be no more."""
        with self._condition:
            self._ended = ended
            self._condition.notify()

    def take(self, within_s: float) -> Frame | Ended | None:
        """Return the next frame; None where none came `within_s`."""
        with self._condition:
            self._is_wanted = True
            self._condition.wait_for(
                lambda: self._frame is not None or self._ended is not None, within_s
            )
            frame, self._frame = self._frame, None
            return frame if frame is not None else self._ended


class Capturing:
    """One opening of a source, in a thread of its own.

    Opening, reading and closing are all in there: a driver that hangs holds
    that thread only.
    """

    def __init__(self, open_source: Callable[[], Capture], name: str) -> None:
        self.newest = Newest()
        self._open = open_source
        self._stop = threading.Event()
        self._thread = threading.Thread(
            target=self._run, name=f"{name} capture", daemon=True
        )
        self._thread.start()

    def close(self, stop: threading.Event) -> None:
        """Have the source closed, and wait for that.

        A source whose driver hangs is waited for, as it can't be opened again;
        where `stop` is set, it is left to the end of the process.
        """
        self._stop.set()
        while self._thread.is_alive() and not stop.is_set():
            self._thread.join(LOOK_S)
        self._thread.join(CLOSED_WITHIN_S)

    def _run(self) -> None:
        try:
            with closing(self._open()) as capture:
                detail = self._capture(capture)
        except CAPTURE_FAULTS as error:
            detail = str(error)
        self.newest.end(Ended(detail=detail))

    def _capture(self, capture: Capture) -> str:
        while not self._stop.is_set():
            if not capture.grab():
                return capture.ending
            captured_ns = time.monotonic_ns()
            picture = capture.retrieve() if self.newest.is_wanted else None
            if picture is not None:
                self.newest.put(Frame(picture=picture, captured_ns=captured_ns))
        return ""
