"""Standing: what the status line tells is what stands in the place."""

from kiosk.disk import Room
from kiosk.health import Link
from kiosk.lane import Lane
from kiosk.place import Place
from kiosk.standing import read_health
from kiosk.sync.contact import Contact
from tests.builders import CARD, a_payload


def test_a_new_place_has_nothing_to_send_and_knows_of_no_link(place: Place) -> None:
    health = read_health(place, Contact(), Room())
    assert (health.pending, health.refused, health.lost) == (0, 0, 0)
    assert (health.link, health.is_damaged) == (Link.UNKNOWN, False)


def test_what_waits_is_counted(place: Place, lane: Lane) -> None:
    lane.present(a_payload(CARD))
    assert read_health(place, Contact(), Room()).pending == 1


def test_a_damaged_database_is_told(place: Place) -> None:
    place.folder.damage_mark.touch()
    assert read_health(place, Contact(), Room()).is_damaged
