"""Inside: who is inside, by an open visit or by the gate's presence."""

from datetime import datetime

from kiosk.payload import Direction
from kiosk.reception import AlreadyInside, BadgeTaken, Visit
from kiosk.storage import entries, presence, visit_lists
from kiosk.storage.connection import Connection
from kiosk.storage.visits import Visitor

EVERYBODY = 100_000


def find_own(connection: Connection, visitor: Visitor) -> Visit | None:
    """Return the open visit of a visitor, or their admission at a gate."""
    visit = None
    if visitor.holder is not None:
        visit = visit_lists.find_open_by_holder(connection, visitor.holder)
        rests_on = presence.read_entry_id(connection, visitor.holder)
        if visit is None and rests_on is not None:
            visit = find_admission(connection, rests_on)
    if visit is None and visitor.code is not None:
        visit = visit_lists.find_open_by_code(connection, visitor.code)
    return visit


def find_obstacle(
    connection: Connection, visitor: Visitor
) -> AlreadyInside | BadgeTaken | None:
    """Return what stands against a visit that begins now."""
    visit = find_own(connection, visitor)
    if visit is not None:
        return AlreadyInside(visit=visit)
    if not visitor.badge:
        return None
    wearer = visit_lists.find_open_by_badge(connection, visitor.badge)
    return None if wearer is None else BadgeTaken(visit=wearer)


def find_admission(connection: Connection, entry_id: bytes) -> Visit | None:
    """Return the entry in that somebody's presence rests on, as a visit without fields."""
    kept = entries.find(connection, entry_id)
    if kept is None or kept.holder is None or kept.direction != Direction.IN:
        return None
    if presence.read_entry_id(connection, kept.holder) != entry_id:
        return None
    return visit_lists.read_admission(connection, entry_id)


def list_everybody(connection: Connection, since: datetime) -> list[Visit]:
    """Return all open visits, and who came in at a gate since and was not seen to go."""
    at_desk = visit_lists.list_inside(connection, "", limit=EVERYBODY)
    since_us = int(since.timestamp() * 1_000_000)
    return at_desk + visit_lists.list_admissions(connection, since_us)
