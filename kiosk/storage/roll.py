"""Roll: the roll call that goes on, so that a restart loses neither list nor tick.

Two settings beside the entries: whom to look for, written once, and who was
seen, written at every tick. Both hold ids only.
"""

from datetime import UTC, datetime
from uuid import UUID

import msgspec

from kiosk.reception import Roll
from kiosk.storage import settings, visit_lists
from kiosk.storage.connection import Connection

_LIST = "roll_call"
_SEEN = "roll_call_seen"


class _Kept(msgspec.Struct, frozen=True):
    taken_at: float
    visit_ids: list[bytes]


def begin(connection: Connection, roll: Roll) -> None:
    """Keep a roll call that begins."""
    kept = _Kept(
        taken_at=roll.taken_at.timestamp(),
        visit_ids=[visit.visit_id.bytes for visit in roll.visits],
    )
    settings.put(connection, _LIST, msgspec.msgpack.encode(kept))
    keep_seen(connection, roll.seen)


def keep_seen(connection: Connection, seen: frozenset[UUID]) -> None:
    """Keep who has been seen, in place of who had been."""
    ids = [visit_id.bytes for visit_id in seen]
    settings.put(connection, _SEEN, msgspec.msgpack.encode(ids))


def read(connection: Connection, since: datetime) -> Roll | None:
    """Return the roll call that began after `since`, None where there is none."""
    encoded = settings.get(connection, _LIST)
    if encoded is None:
        return None
    kept = msgspec.msgpack.decode(encoded, type=_Kept)
    taken_at = datetime.fromtimestamp(kept.taken_at, UTC)
    if taken_at < since:
        return None
    seen = settings.get(connection, _SEEN) or msgspec.msgpack.encode([])
    ids = msgspec.msgpack.decode(seen, type=list[bytes])
    return Roll(
        visits=visit_lists.list_by_id(connection, kept.visit_ids),
        taken_at=taken_at,
        seen=frozenset(UUID(bytes=one) for one in ids),
    )


def drop_before(connection: Connection, since: datetime) -> None:
    """Forget a roll call that began before `since`."""
    encoded = settings.get(connection, _LIST)
    if encoded is None:
        return
    if msgspec.msgpack.decode(encoded, type=_Kept).taken_at < since.timestamp():
        drop(connection)


def drop(connection: Connection) -> None:
    """Forget the roll call."""
    settings.drop(connection, _LIST)
    settings.drop(connection, _SEEN)
