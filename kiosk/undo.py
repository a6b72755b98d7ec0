"""Undo: a check-in or sign-out that is taken back at once, by a void of its own."""

from datetime import UTC, datetime, timedelta

import msgspec

from kiosk.lane import Lane, Refusal
from kiosk.payload import Direction
from kiosk.reception import UNDO_WITHIN, NotUndone, Undoing, Undone
from kiosk.storage import entries, visit_lists
from kiosk.storage.connection import Connection

UNDONE = "undone at the desk"
"""What the void says."""


def undo(
    connection: Connection, lane: Lane, entry_id: bytes, *, now: datetime
) -> Undoing:
    """Void the act that `entry_id` keeps, if it is young enough; the caller commits."""
    kept = entries.find(connection, entry_id)
    if kept is None or not _is_young(kept.decided_at_us, now):
        return NotUndone()
    began = kept.refers or entry_id
    visit = visit_lists.find(connection, began)
    if visit is None:  # who came in at the gate has no visit of the desk's
        visit = visit_lists.read_admission(connection, began)
    voided = lane.void_within(connection, entry_id, UNDONE)
    if visit is None or isinstance(voided, Refusal):
        return NotUndone()
    return Undone(
        visit=msgspec.structs.replace(visit, left_at=None, leaving=None),
        direction=Direction.OUT if kept.refers else Direction.IN,
    )


def _is_young(decided_at_us: int, now: datetime) -> bool:
    decided_at = datetime.fromtimestamp(decided_at_us / 1_000_000, UTC)
    return timedelta(0) <= now - decided_at <= UNDO_WITHIN
