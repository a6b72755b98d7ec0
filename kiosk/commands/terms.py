"""Terms: how long the policy in use keeps contents."""

from kiosk.disposal import make_terms
from kiosk.place import Place
from kiosk.retention import Terms
from kiosk.sync.rules import read_rules


def read_terms(place: Place) -> Terms:
    """Return how long the policy in use keeps contents."""
    with place.database.read() as connection:
        return make_terms(read_rules(connection, place.folder).policy)
