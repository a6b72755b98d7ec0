"""Clock: the only place of the province that asks what time it is."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def read_now() -> datetime:
    """Return the time as aware UTC."""
    return datetime.now(UTC)
