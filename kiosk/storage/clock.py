"""Clock: what is known of this machine's clock, whichever process learnt it."""

import msgspec

from kiosk.clock import (
    Anchor,
    ClockJudge,
    ClockState,
    Instant,
    Judged,
    from_us,
    judge,
    to_us,
)
from kiosk.protocol import content
from kiosk.storage import roster, settings
from kiosk.storage.connection import Connection
from kiosk.storage.statement import Statement

_SETTING = "anchor"


class _Anchor(msgspec.Struct, frozen=True):
    boot: str
    monotonic_ms: int
    wall_us: int
    told_us: int


_NEWEST = Statement(
    "SELECT decided_at_us, content FROM entries ORDER BY position DESC LIMIT 1"
)


def put(connection: Connection, anchor: Anchor) -> None:
    """Keep what the province's clock told; the caller commits."""
    kept = _Anchor(
        boot=anchor.at.boot,
        monotonic_ms=anchor.at.monotonic_ms,
        wall_us=to_us(anchor.at.wall),
        told_us=to_us(anchor.told),
    )
    settings.put(connection, _SETTING, msgspec.msgpack.encode(kept))


def read_anchor(connection: Connection) -> Anchor | None:
    """Return what the province's clock told last, None before the first time."""
    value = settings.get(connection, _SETTING)
    if value is None:
        return None
    kept = msgspec.msgpack.decode(value, type=_Anchor)
    at = Instant(
        wall=from_us(kept.wall_us), monotonic_ms=kept.monotonic_ms, boot=kept.boot
    )
    return Anchor(at=at, told=from_us(kept.told_us))


def read_judge(connection: Connection) -> ClockJudge:
    """Return a judge that knows what is kept."""
    return ClockJudge(read_anchor(connection), _read_newest(connection))


def read_state(connection: Connection, now: Instant) -> ClockState:
    """Say how far the wall clock can be believed at `now`, by all that is kept."""
    head = roster.read_head(connection)
    return judge(
        now,
        read_anchor(connection),
        floor=None if head is None else head.issued_at,
        earlier=_read_newest(connection),
    )


def _read_newest(connection: Connection) -> Judged | None:
    """Return the newest entry's moment; of a purged one no more than its wall time."""
    row = _NEWEST.find(connection)
    if row is None:
        return None
    decided_at_us, encoded = row
    facts = None if encoded is None else content.decode(encoded)
    wall = from_us(decided_at_us)
    if facts is None:
        at = Instant(wall=wall, monotonic_ms=0, boot="")
        return Judged(at=at, state=ClockState.UNKNOWN)
    at = Instant(wall=wall, monotonic_ms=facts.monotonic_ms, boot=facts.boot)
    return Judged(at=at, state=ClockState(facts.clock))
