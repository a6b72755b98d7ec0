"""Clock: the only place that asks what time it is."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class ClockState(StrEnum):
    """How far the wall clock can be believed."""

    UNKNOWN = "unknown"
    TRUSTED = "trusted"
    DRIFTING = "drifting"
    SET_BACK = "set_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Instant:
    """One moment as this machine's clocks tell it; `wall` is aware UTC."""

    wall: datetime
    monotonic_ms: int
    boot: str


def read_boot() -> str:
    """Return a short name of this boot; empty where the system has none."""
    try:
        return BOOT_ID.read_text(encoding="ascii").strip()[:8]
    except OSError:
        return ""


def system_clock() -> Callable[[], Instant]:
    """Return a function that reads this machine's clocks."""
    boot = read_boot()

    def now() -> Instant:
        return Instant(
            wall=datetime.now(UTC),
            monotonic_ms=time.monotonic_ns() // 1_000_000,
            boot=boot,
        )

    return now
