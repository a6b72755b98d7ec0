"""Admin log: what admins did here, as acts in the chain of entries."""

import os
from collections.abc import Mapping

import msgspec

from kiosk.clock import Instant
from kiosk.entry import RANDOM_BYTES, record_act
from kiosk.protocol.content import Act
from kiosk.storage import clock, entries
from kiosk.storage.connection import Connection


def append(
    connection: Connection,
    act: Act,
    said: Mapping[str, object],
    *,
    at: Instant,
    refers: bytes = b"",
) -> bytes:
    """Append an act with what is `said` of it; return its id. The caller commits."""
    entry = record_act(
        act,
        refers,
        msgspec.json.encode(said).decode("utf-8"),
        at=at,
        clock=clock.read_state(connection, at),
        randomness=os.urandom(RANDOM_BYTES),
    )
    entries.append(connection, entry, None)
    return entry.entry_id
