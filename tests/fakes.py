"""Fakes: stand-ins for clocks, readers and the like, held to the real ones' contracts."""

from datetime import UTC, datetime, timedelta

from kiosk.clock import Instant

START = datetime(2026, 11, 20, 1, 41, tzinfo=UTC)
"""08:41 in Việt Nam."""


class SteppedClock:
    """A clock that stands still until it is told to go on."""

    def __init__(self, at: datetime = START) -> None:
        self._at = at
        self._jumped = timedelta()
        self._booted_at = START
        self._boot = "0badcafe"

    def __call__(self) -> Instant:
        elapsed = self._at - self._booted_at
        return Instant(
            wall=self._at + self._jumped,
            monotonic_ms=int(elapsed.total_seconds() * 1000) + 1_000_000,
            boot=self._boot,
        )

    def advance(self, seconds: float) -> None:
        self._at += timedelta(seconds=seconds)

    def set_by(self, seconds: float) -> None:
        """Set the wall clock forward or back, as an admin or a dead battery does."""
        self._jumped += timedelta(seconds=seconds)

    def reboot(self, boot: str) -> None:
        """Begin to count anew."""
        self._booted_at, self._boot = self._at, boot
