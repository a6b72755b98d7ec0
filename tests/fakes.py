"""Fakes: stand-ins for clocks, readers and the like, held to the real ones' contracts."""

from datetime import UTC, datetime, timedelta

from kiosk.clock import Instant

START = datetime(2026, 11, 20, 1, 41, tzinfo=UTC)
"""08:41 in Việt Nam."""


class SteppedClock:
    """A clock that stands still until it is told to go on."""

    def __init__(self, at: datetime = START) -> None:
        self._at = at

    def __call__(self) -> Instant:
        elapsed = self._at - START
        return Instant(
            wall=self._at,
            monotonic_ms=int(elapsed.total_seconds() * 1000) + 1_000_000,
            boot="0badcafe",
        )

    def advance(self, seconds: float) -> None:
        self._at += timedelta(seconds=seconds)
