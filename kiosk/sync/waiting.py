"""Waiting: why sending waits after a fault, and for how long; kept, so that any process knows."""

import msgspec

from kiosk.clock import Instant
from kiosk.storage import settings
from kiosk.storage.connection import Connection

_SETTING = "backoff"


class Waiting(msgspec.Struct, frozen=True):
    """`wait_us` from `since_ms` of `boot` on; after another boot, until `next_at_us`.

    `faults` came in a row; `fault` is the class of the last (`kiosk.sync.fault`),
    empty for none, and `detail` says more of it.
    """

    faults: int = 0
    next_at_us: int = 0
    fault: str = ""
    wait_us: int = 0
    since_ms: int = 0
    boot: str = ""
    detail: str = ""

    def find_left_s(self, at: Instant) -> float:
        """Return how long it still is at `at`; 0 or less once it is over."""
        if self.boot == at.boot != "":
            left_us = self.wait_us - (at.monotonic_ms - self.since_ms) * 1000
        else:
            left_us = self.next_at_us - int(at.wall.timestamp() * 1_000_000)
        # A clock set back must not stretch a wait beyond what was meant.
        return left_us / 1_000_000 if left_us <= self.wait_us else 0.0


NOT_WAITING = Waiting()


def begin(
    at: Instant, wait_s: float, *, faults: int, fault: str, detail: str
) -> Waiting:
    """Return a wait that begins at `at`."""
    wait_us = int(wait_s * 1_000_000)
    return Waiting(
        faults=faults,
        next_at_us=int(at.wall.timestamp() * 1_000_000) + wait_us,
        fault=fault,
        wait_us=wait_us,
        since_ms=at.monotonic_ms,
        boot=at.boot,
        detail=detail,
    )


def read(connection: Connection) -> Waiting:
    """Return what sending waits for, `NOT_WAITING` where it does not."""
    value = settings.get(connection, _SETTING)
    return NOT_WAITING if value is None else msgspec.msgpack.decode(value, type=Waiting)


def put(connection: Connection, waiting: Waiting) -> None:
    """Keep a wait; the caller commits."""
    settings.put(connection, _SETTING, msgspec.msgpack.encode(waiting))


def drop(connection: Connection) -> None:
    """End the wait: whoever sends goes on at once; the caller commits."""
    settings.drop(connection, _SETTING)
