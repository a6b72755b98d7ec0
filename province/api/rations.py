"""Rations: how often each kiosk may ask, as a token bucket in this process.

Each worker of `province serve` keeps its own, so a kiosk gets up to that many
times as much; what they guard is a worker's time, and a bucket in the database
would cost every batch a write.
"""

import threading
from collections import OrderedDict

MOST_KIOSKS = 10_000
"""A kiosk that did not ask for longest is forgotten first, which gives it all again."""


class Rations:
    """What each kiosk has left: `at_once`, and one more each `every_s` seconds."""

    def __init__(self, *, at_once: int, every_s: float) -> None:
        self._at_once = at_once
        self._every_s = every_s
        self._lock = threading.Lock()
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, kiosk_id: str, now_s: float) -> bool:
        """Use one up for `kiosk_id`; say whether there was one."""
        with self._lock:
            left, at_s = self._left.pop(kiosk_id, (float(self._at_once), now_s))
            left = min(self._at_once, left + (now_s - at_s) / self._every_s)
            may = left >= 1
            self._left[kiosk_id] = (left - 1 if may else left, now_s)
            if len(self._left) > MOST_KIOSKS:
                self._left.popitem(last=False)
            return may

    def __len__(self) -> int:
        return len(self._left)
