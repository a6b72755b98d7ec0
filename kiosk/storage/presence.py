"""Presence: where each holder was last admitted, one row a holder.

It could be read from the entries; it is kept beside them so that a decision
costs the same however often somebody was here.
"""

from datetime import UTC, datetime

from kiosk.payload import Direction
from kiosk.presence import Presence
from kiosk.storage.connection import Connection
from kiosk.storage.entries import Kept
from kiosk.storage.statement import Statement

_FIND = Statement("SELECT direction, gate, at_us FROM presence WHERE holder = :wanted")
_COUNT_INSIDE = Statement("SELECT count(*) FROM presence WHERE direction = :direction")
_PUT = Statement(
    "INSERT INTO presence (holder, entry_id, direction, gate, at_us) "
    "VALUES (:holder, :entry_id, :direction, :gate, :at_us) "
    "ON CONFLICT (holder) DO UPDATE SET entry_id = excluded.entry_id, "
    "direction = excluded.direction, gate = excluded.gate, at_us = excluded.at_us"
)
_DROP = Statement("DELETE FROM presence WHERE holder = :holder")
_DROP_RESTING_ON = Statement(
    "DELETE FROM presence WHERE holder = :holder AND entry_id = :entry_id"
)
_READ_ENTRY_ID = Statement("SELECT entry_id FROM presence WHERE holder = :holder")


def find(connection: Connection, holder: bytes) -> Presence | None:
    """Return where `holder` was last admitted, None where never."""
    row = _FIND.find(connection, {"wanted": holder})
    if row is None:
        return None
    direction, gate, at_us = row
    return Presence(
        direction=Direction(direction),
        gate=gate,
        at=datetime.fromtimestamp(at_us / 1_000_000, UTC),
    )


def count_inside(connection: Connection) -> int:
    """Return how many holders went in last."""
    counted = _COUNT_INSIDE.find_value(connection, {"direction": Direction.IN.value})
    return int(counted)


def put(
    connection: Connection,
    holder: bytes,
    *,
    entry_id: bytes,
    direction: str,
    gate: str,
    at_us: int,
) -> None:
    """Remember that `holder` was admitted by the entry `entry_id`."""
    _PUT.run(
        connection,
        {
            "holder": holder,
            "entry_id": entry_id,
            "direction": direction,
            "gate": gate,
            "at_us": at_us,
        },
    )


def put_kept(connection: Connection, kept: Kept) -> None:
    """Remember that the holder of `kept` was admitted by it."""
    if kept.holder is not None:
        put(
            connection,
            kept.holder,
            entry_id=kept.entry_id,
            direction=kept.direction,
            gate=kept.gate,
            at_us=kept.decided_at_us,
        )


def drop(connection: Connection, holder: bytes) -> None:
    """Forget where `holder` was."""
    _DROP.run(connection, {"holder": holder})


def drop_resting_on(connection: Connection, holder: bytes, entry_id: bytes) -> None:
    """Forget where `holder` was, if that rests on the entry `entry_id`."""
    _DROP_RESTING_ON.run(connection, {"holder": holder, "entry_id": entry_id})


def read_entry_id(connection: Connection, holder: bytes) -> bytes | None:
    """Return the entry that the presence of `holder` rests on."""
    entry_id: bytes | None = _READ_ENTRY_ID.find_value(connection, {"holder": holder})
    return entry_id
