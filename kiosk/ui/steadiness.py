"""Steadiness: which of a camera's hints is shown, so that none flickers."""

from kiosk.scanner.hint import Hint

APPEARS_AFTER_MS = 300
"""A frame or two may mislead."""
STAYS_MS = 1_500
"""Long enough to be read."""


class SteadyHint:
    """Shows a hint that was seen for a while, and for a while; times are monotonic."""

    def __init__(self) -> None:
        self._shown = Hint.NONE
        self._shown_ms = 0
        self._seen = Hint.NONE
        self._seen_ms = 0

    def see(self, hint: Hint, now_ms: int) -> Hint:
        """Take note of the newest hint; return the one to be shown."""
        if hint is not self._seen:
            self._seen, self._seen_ms = hint, now_ms
        is_sure = now_ms - self._seen_ms >= APPEARS_AFTER_MS
        is_free = self._shown is Hint.NONE or now_ms - self._shown_ms >= STAYS_MS
        if is_sure and is_free and hint is not self._shown:
            self._shown, self._shown_ms = hint, now_ms
        return self._shown
