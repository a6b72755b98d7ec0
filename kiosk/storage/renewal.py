"""Renewal: a database whose key is being changed, on one side of the change or the other.

The file's first bytes are its key's salt, so it says itself which key it is
for; no key is ever tried on it.
"""

import logging
from pathlib import Path

import msgspec

from kiosk.storage import slots
from kiosk.storage.formats import SALT_BYTES
from kiosk.storage.slots import Slots

log = logging.getLogger(__name__)


class Sides(msgspec.Struct, frozen=True, kw_only=True):
    """The paths that a change of the key goes between; `copy` is under the new key."""

    database: Path
    copy: Path
    slots: Path


def pick(held: Slots, database: Path) -> Slots:
    """Return the slots of the key that `database` is for; changes nothing."""
    if held.next is None:
        return held
    with database.open("rb") as file:
        is_new = file.read(SALT_BYTES) == held.next.salt
    return held.next if is_new else msgspec.structs.replace(held, next=None)


def settle(sides: Sides) -> Slots:
    """Bring a change that was cut to its end, or take it back; return the slots.

    The database under its name is the one that counts: whatever was kept is in
    it. The caller holds the slots.
    """
    held = slots.load(sides.slots)
    if held.next is not None:
        picked = pick(held, sides.database)
        slots.save(picked, sides.slots)
        done = "ended" if picked is held.next else "taken back"
        log.info("change of the key %s after a cut", done)
        held = picked
    drop_copy(sides)
    return held


def drop_copy(sides: Sides) -> None:
    """Remove what a change left that did not come to its rename."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        name = sides.copy.name + suffix
        sides.copy.with_name(name).unlink(missing_ok=True)
