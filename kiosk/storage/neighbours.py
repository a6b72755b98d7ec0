"""Neighbours: the kiosks of this point as the province named them, and what they are told of."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from kiosk.clock import Instant
from kiosk.protocol import content
from kiosk.protocol.neighbourhood import Neighbourhood, pack, unpack
from kiosk.storage import settings
from kiosk.storage.connection import Connection
from kiosk.storage.tables import ENTRIES, PRESENCE

_SETTING = "neighbourhood"
_START = "neighbours_start"
_CHANGED = (
    select(ENTRIES.c.position, ENTRIES.c.holder)
    .where(ENTRIES.c.position > bindparam("after"), ENTRIES.c.holder.is_not(None))
    .order_by(ENTRIES.c.position)
    .limit(bindparam("most"))
)
_NAMED = (
    select(ENTRIES.c.holder, ENTRIES.c.content)
    .where(ENTRIES.c.position > bindparam("after"), ENTRIES.c.holder.is_not(None))
    .where(ENTRIES.c.content.is_not(None))
    .order_by(ENTRIES.c.position)
    .limit(bindparam("most"))
)
_RESTS_ON = (
    select(ENTRIES.c.content)
    .join(PRESENCE, PRESENCE.c.entry_id == ENTRIES.c.entry_id)
    .where(PRESENCE.c.holder == bindparam("wanted"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """Whose presence entries up to `position` may have changed, by their hashes here."""

    position: int
    holders: tuple[bytes, ...]


def read(connection: Connection) -> Neighbourhood | None:
    """Return the neighbourhood in use, None where there is none yet."""
    value = settings.get(connection, _SETTING)
    return None if value is None else unpack(value)


def put(connection: Connection, received: Neighbourhood) -> bool:
    """Keep `received`, unless what is here is newer; say whether it was kept."""
    held = read(connection)
    if held is not None and held.issued_at > received.issued_at:
        return False
    settings.put(connection, _SETTING, pack(received))
    return True


def count_start(connection: Connection, now_s: int) -> int:
    """Return a number above that of every start before, though a backup was restored."""
    before = int.from_bytes(settings.get(connection, _START) or b"")
    start = max(before + 1, now_s)
    settings.put(connection, _START, start.to_bytes(8))
    return start


def find_changed(connection: Connection, after: int, *, most: int) -> Changed:
    """Return the holders of the entries that follow the one at `after`."""
    rows = connection.execute(_CHANGED, {"after": after, "most": most}).all()
    position = rows[-1].position if rows else after
    return Changed(
        position=position, holders=tuple(dict.fromkeys(row.holder for row in rows))
    )


def count_age_ms(
    connection: Connection, holder: bytes, now: Instant, *, by_wall_ms: int
) -> int:
    """Return how long ago the admission was that the presence of `holder` rests on.

    Within a boot by the clock that nobody can set. From an earlier boot it is
    `by_wall_ms`, and as old as this boot at least, whatever a clock was set to.
    """
    packed = connection.execute(_RESTS_ON, {"wanted": holder}).scalar()
    facts = None if packed is None else content.decode(packed)
    if facts is None or not facts.boot:
        return max(0, by_wall_ms)
    if facts.boot == now.boot:
        return max(0, now.monotonic_ms - facts.monotonic_ms)
    return max(by_wall_ms, now.monotonic_ms)


def list_claims(
    connection: Connection, after: int, *, most: int
) -> list[tuple[bytes, set[str]]]:
    """Return holders with the claims kept of them, in the entries after `after`."""
    found = []
    for row in connection.execute(_NAMED, {"after": after, "most": most}):
        facts = content.decode(row.content)
        if facts is not None and facts.claims:
            found.append((row.holder, set(facts.claims.values())))
    return found
