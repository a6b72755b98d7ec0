"""Standing: how the kiosk is now, read from its place for whoever shows it."""

from datetime import timedelta

from kiosk.disk import Room
from kiosk.health import Health
from kiosk.place import Place
from kiosk.protocol import notices
from kiosk.roster import grade
from kiosk.storage import copies, entries, lost, overdue, roster
from kiosk.sync.contact import Contact

LOST_SHOWN = timedelta(days=7)
"""Who looks after the kiosk comes by once a week at least; reports keep it for good."""


def read_health(place: Place, contact: Contact, room: Room) -> Health:
    """Return how the kiosk is.

    Raises:
        StorageError: the database can't be read.
    """
    now = place.now().wall
    with place.database.read() as connection:
        head = entries.read_head(connection)
        current = roster.read_head(connection)
        late = overdue.read(connection)
        held = copies.read_held(connection)
        gone = lost.count_since(connection, now - LOST_SHOWN)
        told = roster.read_file(connection, notices.TARGET)
    enrolment = place.enrolment
    return Health(
        link=contact.link,
        pending=head.pending,
        refused=head.refused,
        overdue=late,
        copies_held=held,
        lost=gone,
        is_damaged=place.folder.damage_mark.exists(),
        roster_state=grade(current, now),
        notice=notices.find(told, enrolment.point) if enrolment else "",
        point_name=enrolment.point_name if enrolment else "",
        room=room,
        drain=contact.drain,
    )
