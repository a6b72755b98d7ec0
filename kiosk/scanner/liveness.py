"""Liveness: whether a camera still sees; a stalled driver never says that it is."""

import numpy as np

from kiosk.scanner.code import Gray

STALL_NS = 2_000_000_000
"""No new frame for so long is a fault: some drivers stall in silence."""
FIRST_WITHIN_NS = 10_000_000_000
"""A camera may take seconds to be opened and to give its first frame."""

SILENT = "The camera gives no pictures. It is opened again."
STILL = "The camera gives the same picture again and again. It is opened again."
BLANK = (
    "The camera gives one colour only. It is opened again; look whether it is covered."
)


class Liveness:
    """Watches one opening of a camera; times are monotonic.

    A real camera's pictures always differ in some pixel: a picture that does
    not, black and green ones among them, comes from a driver and not from a lens.
    Where stillness is none of its business (`judges_stillness`), any frame is alive.
    """

    def __init__(self, opened_ns: int, *, judges_stillness: bool) -> None:
        self._judges_stillness = judges_stillness
        self._waited_ns = opened_ns
        self._seen_ns = opened_ns
        self._changed_ns = opened_ns
        self._last: Gray | None = None
        self._is_live = False

    @property
    def is_live(self) -> bool:
        """Say whether pictures were seen to change since the opening."""
        return self._is_live

    def see(self, gray: Gray, at_ns: int) -> None:
        """Take note of a frame."""
        before, self._last = self._last, gray
        self._seen_ns = self._waited_ns = at_ns
        if before is None:
            self._changed_ns = at_ns
            self._is_live = not self._judges_stillness
        elif not self._judges_stillness or differ(before, gray):
            self._changed_ns = at_ns
            self._is_live = True

    def wait_from(self, now_ns: int) -> None:
        """Take note that a frame is waited for: until now others were looked at.

        A look may take seconds on a machine that was asleep or is overloaded,
        and that is no silence of the camera.
        """
        self._waited_ns = now_ns

    def find_fault(self, now_ns: int) -> str:
        """Return what is wrong, for people; empty where nothing is."""
        limit_ns = FIRST_WITHIN_NS if self._last is None else STALL_NS
        if now_ns - self._waited_ns >= limit_ns:
            return SILENT
        if self._last is None or self._seen_ns - self._changed_ns < STALL_NS:
            return ""
        return BLANK if self._last.min() == self._last.max() else STILL


def differ(first: Gray, second: Gray) -> bool:
    """Say whether two frames differ in any pixel; a few rows nearly always tell."""
    if first.shape != second.shape:
        return True
    few = slice(None, None, 16)
    return not (
        np.array_equal(first[few], second[few]) and np.array_equal(first, second)
    )
