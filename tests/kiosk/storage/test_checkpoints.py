"""Checkpoints say what the chain was when they were signed."""

import pytest

from kiosk.lane import Lane
from kiosk.place import Place
from kiosk.protocol import checkpoint
from kiosk.protocol.signature import get_public_bytes
from kiosk.storage import checkpoints, entries
from kiosk.storage.checkpoints import Noted, Occasion
from tests.builders import a_card, a_payload

DAY_US = 86_400 * 1_000_000


def note(
    place: Place, occasion: Occasion = Occasion.SHIFT, *, now_us: int = 5
) -> Noted:
    with place.database.write() as connection:
        return checkpoints.put(connection, place.identity, occasion, now_us)


def list_all(place: Place) -> list[Noted]:
    with place.database.read() as connection:
        return checkpoints.list_all(connection)


def test_no_checkpoint_was_made_at_first(place: Place) -> None:
    with place.database.read() as connection:
        assert checkpoints.read_last(connection) is None


def test_a_checkpoint_states_the_head(place: Place, lane: Lane) -> None:
    lane.present(a_payload(a_card(1)))
    noted = note(place)
    stated = checkpoint.open_note(
        noted.note, get_public_bytes(place.identity.private_key)
    )
    with place.database.read() as connection:
        head = entries.read_head(connection)
    assert stated == checkpoint.Checkpoint(
        origin=f"{place.identity.kiosk_id}/{place.identity.epoch}",
        size=1,
        head=head.link,
    )


def test_the_newest_is_the_last(place: Place, lane: Lane) -> None:
    first = note(place)
    lane.present(a_payload(a_card(1)))
    second = note(place, Occasion.BATCH)
    with place.database.read() as connection:
        assert checkpoints.read_last(connection) == second
        assert checkpoints.list_all(connection) == [first, second]


@pytest.mark.parametrize("occasion", [Occasion.BATCH, Occasion.SHIFT])
def test_of_one_day_the_newest_of_its_kind_stays(
    place: Place, occasion: Occasion
) -> None:
    note(place, occasion)
    second = note(place, occasion, now_us=DAY_US - 1)
    third = note(place, occasion, now_us=DAY_US)
    assert list_all(place) == [second, third]


@pytest.mark.parametrize("occasion", [Occasion.EXPORT, Occasion.EPOCH])
def test_what_somebody_asked_for_all_stays(place: Place, occasion: Occasion) -> None:
    made = [note(place, occasion), note(place, occasion)]
    assert list_all(place) == made
