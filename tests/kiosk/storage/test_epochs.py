"""A new epoch goes on where the old one ended, and says so."""

import msgspec
from sqlalchemy import select

from kiosk.lane import Lane
from kiosk.place import Place
from kiosk.protocol import content
from kiosk.protocol.content import Content
from kiosk.storage import checkpoints, entries, epochs
from kiosk.storage.epochs import Cause
from kiosk.storage.tables import ENTRIES
from tests.builders import a_card, a_payload


def read_newest(place: Place) -> Content:
    query = select(ENTRIES.c.content).order_by(ENTRIES.c.position.desc()).limit(1)
    with place.database.read() as connection:
        found = content.decode(connection.execute(query).scalar_one())
    assert found is not None
    return found


def test_a_new_epoch_names_the_one_it_follows(place: Place, lane: Lane) -> None:
    lane.present(a_payload(a_card(1)))
    with place.database.write() as connection:
        identity = epochs.begin(
            connection, Cause.BACKUP, {"backup": "card"}, at=place.now()
        )
        noted = checkpoints.read_last(connection)
        fault = entries.find_chain_fault(connection, tail=10)
    newest = read_newest(place)
    said = msgspec.json.decode(newest.text, type=dict[str, object])
    assert newest.act == "restored"
    assert said["after_epoch"] == place.identity.epoch != identity.epoch
    assert (said["cause"], said["after_position"]) == ("backup", 1)
    assert said["backup"] == "card"
    assert noted is not None
    assert (noted.epoch, noted.position) == (identity.epoch, 2)
    assert fault == "ok"
