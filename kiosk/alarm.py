"""Alarm: the roll call that one begins, and that goes on after a restart."""

import logging
from datetime import datetime

from kiosk.errors import StorageError
from kiosk.lane import Lane
from kiosk.reception import GATE_REACH, ROLL_KEPT, Roll
from kiosk.storage import inside, roll
from kiosk.storage.database import Database

log = logging.getLogger(__name__)


def call_roll(database: Database, lane: Lane, at: datetime) -> Roll:
    """Return the roll call that goes on, or begin one at `at`.

    A disk that takes no write keeps nobody from being called.
    """
    with database.read() as connection:
        kept = roll.read(connection, at - ROLL_KEPT)
        if kept is not None:
            return kept
        people = inside.list_everybody(connection, at - GATE_REACH)
    begun = Roll(visits=people, taken_at=at)
    try:
        lane.write(lambda connection: roll.begin(connection, begun))
    except StorageError as error:
        log.warning("roll call not kept: %s", error)
    return begun
