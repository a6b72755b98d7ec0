"""Replaced: what a database that a restore moved aside has, and the one in use lacks."""

from collections.abc import Iterator, Sequence
from enum import Enum, auto

import msgspec
from sqlalchemy import func, select

from kiosk.errors import KioskError
from kiosk.protocol import content
from kiosk.protocol.content import Act
from kiosk.storage import deadlines, folder, renewal, slots
from kiosk.storage.connection import Connection
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder
from kiosk.storage.log_frames import find_log
from kiosk.storage.tables import ENTRIES, OUTBOX

_IDS_AT_ONCE = 500
_BUNDLE = "bundle"


class Unsent(Enum):
    """What became of its unsent entries."""

    NONE = auto()
    """They are here, or the province has them, or there never was one."""
    CARRIED = auto()
    """A bundle of all of them was made, for somebody to carry to the province."""
    HELD = auto()
    """As far as anybody can tell they are nowhere else."""


class _Export(msgspec.Struct, frozen=True):
    """What the act of an export says; that of one that failed has an outcome alone."""

    kind: str = ""
    start: str | None = msgspec.field(default=None, name="from")
    until: str | None = None


def look(connection: Connection, moved: Folder, key: str) -> Unsent:
    """Look into the database of `moved`; `key` is that of the one in use, at `connection`."""
    if not moved.database.exists():
        return Unsent.HELD if find_log(moved.database).exists() else Unsent.NONE
    try:
        database = Database(moved.database, _find_key(moved, key), read_only=True)
        try:
            with database.read() as other:
                if not any(_lacks(connection, ids) for ids in _list_unsent(other)):
                    return Unsent.NONE
                return Unsent.CARRIED if _is_carried(other) else Unsent.HELD
        finally:
            database.close()
    except (KioskError, OSError):  # who can't be asked may hold anything
        return Unsent.HELD


def _find_key(moved: Folder, key: str) -> str:
    """Return the key of a replaced database, which may have been changed since."""
    held = renewal.pick(slots.load(moved.slots), moved.database)
    is_same = slots.fits(held, bytes.fromhex(key))
    return key if is_same else folder.read_key(moved).hex()


def _list_unsent(connection: Connection) -> Iterator[Sequence[bytes]]:
    query = (
        select(ENTRIES.c.entry_id)
        .join(OUTBOX, OUTBOX.c.position == ENTRIES.c.position)
        .where(deadlines.IS_NO_ADMIN_ACT)
    )
    yield from connection.execute(query).scalars().partitions(_IDS_AT_ONCE)


def _lacks(connection: Connection, ids: Sequence[bytes]) -> bool:
    query = select(func.count()).where(ENTRIES.c.entry_id.in_(ids))
    return connection.execute(query).scalar_one() < len(ids)


def _is_carried(connection: Connection) -> bool:
    """Say whether a whole bundle was made behind the last unsent entry, and did not fail."""
    last = select(func.max(OUTBOX.c.position)).join(
        ENTRIES, ENTRIES.c.position == OUTBOX.c.position
    )
    newest = connection.execute(last.where(deadlines.IS_NO_ADMIN_ACT)).scalar() or 0
    acts = connection.execute(
        select(ENTRIES.c.entry_id, ENTRIES.c.refers, ENTRIES.c.content).where(
            ENTRIES.c.position > newest, ENTRIES.c.act == Act.EXPORTED.value
        )
    ).all()
    failed = {act.refers for act in acts}
    return any(_is_whole(act.content) for act in acts if act.entry_id not in failed)


def _is_whole(stored: bytes | None) -> bool:
    """Say whether an export was a bundle of every day."""
    decoded = content.decode(stored or b"")
    if decoded is None:
        return False
    try:
        said = msgspec.json.decode(decoded.text, type=_Export)
    except msgspec.MsgspecError:
        return False
    return (said.kind, said.start, said.until) == (_BUNDLE, None, None)
