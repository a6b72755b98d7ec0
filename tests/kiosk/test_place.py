"""A place knows whose it is, and makes the lane that works on it."""

from kiosk.place import Place, make_lane, open_place
from kiosk.presentation import Decided
from tests.builders import a_payload


def test_a_place_is_whose_its_database_is(place: Place) -> None:
    again = open_place(place.folder, place.database, place.now)
    assert again.identity.kiosk_id == place.identity.kiosk_id
    assert again.enrolment is None


def test_its_lane_keeps_what_it_decides(place: Place) -> None:
    with make_lane(place) as lane:
        assert isinstance(lane.present(a_payload()), Decided)
