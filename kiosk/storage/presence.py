"""Presence: where each holder was last admitted, one row a holder.

It could be read from the entries; it is kept beside them so that a decision
costs the same however often somebody was here.
"""

from datetime import UTC, datetime

from sqlalchemy import Connection, bindparam, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from kiosk.payload import Direction
from kiosk.presence import Presence
from kiosk.storage.entries import Kept
from kiosk.storage.statement import Statement
from kiosk.storage.tables import PRESENCE

_FIND = Statement(
    select(PRESENCE.c.direction, PRESENCE.c.gate, PRESENCE.c.at_us).where(
        PRESENCE.c.holder == bindparam("wanted")
    )
)
_ROW = insert(PRESENCE)
_PUT = Statement(
    _ROW.on_conflict_do_update(
        index_elements=[PRESENCE.c.holder],
        set_={
            "entry_id": _ROW.excluded.entry_id,
            "direction": _ROW.excluded.direction,
            "gate": _ROW.excluded.gate,
            "at_us": _ROW.excluded.at_us,
        },
    )
)


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
    wanted = PRESENCE.c.direction == Direction.IN.value
    query = select(func.count()).select_from(PRESENCE).where(wanted)
    return connection.execute(query).scalar_one()


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
    connection.execute(delete(PRESENCE).where(PRESENCE.c.holder == holder))


def drop_resting_on(connection: Connection, holder: bytes, entry_id: bytes) -> None:
    """Forget where `holder` was, if that rests on the entry `entry_id`."""
    connection.execute(
        delete(PRESENCE).where(
            PRESENCE.c.holder == holder, PRESENCE.c.entry_id == entry_id
        )
    )


def read_entry_id(connection: Connection, holder: bytes) -> bytes | None:
    """Return the entry that the presence of `holder` rests on."""
    return connection.execute(
        select(PRESENCE.c.entry_id).where(PRESENCE.c.holder == holder)
    ).scalar()
