"""A database that wakes up on another machine goes on under a new epoch."""

from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from kiosk.lane import Lane
from kiosk.place import Place
from kiosk.protocol import content
from kiosk.storage import entries, machine_mark, settings
from kiosk.storage.tables import ENTRIES
from tests.builders import a_payload

HERE, THERE = b"8f14e45fceea167a", b"c9f0f895fb98ab91"


def read_epoch(place: Place) -> str:
    with place.database.read() as connection:
        assert entries.find_chain_fault(connection, tail=10) == "ok"
        return settings.read_identity(connection).epoch


def test_a_database_without_a_mark_is_marked_and_nothing_else(place: Place) -> None:
    assert not machine_mark.wake(place.database, HERE, place.now())
    assert not machine_mark.wake(place.database, HERE, place.now())
    assert read_epoch(place) == place.identity.epoch


def test_another_machine_begins_a_new_epoch_once(place: Place, lane: Lane) -> None:
    machine_mark.wake(place.database, HERE, place.now())
    lane.present(a_payload())
    assert machine_mark.wake(place.database, THERE, place.now())
    epoch = read_epoch(place)
    assert epoch != place.identity.epoch
    assert not machine_mark.wake(place.database, THERE, place.now())
    assert read_epoch(place) == epoch
    with place.database.read() as connection:
        newest = select(ENTRIES.c.content).order_by(ENTRIES.c.position.desc())
        act = content.decode(connection.execute(newest.limit(1)).scalar_one())
    assert act is not None
    said = msgspec.json.decode(act.text, type=dict[str, object])
    assert (said["cause"], said["after_position"]) == ("machine", 1)


def test_a_machine_without_a_name_is_not_told_apart(place: Place) -> None:
    machine_mark.wake(place.database, HERE, place.now())
    assert not machine_mark.wake(place.database, b"", place.now())
    assert read_epoch(place) == place.identity.epoch


@pytest.mark.parametrize(
    ("written", "name"),
    [(b"8f14e45fceea167a\n", HERE), (b"", b""), (b"uninitialized\n", b"")],
)
def test_a_machine_is_named_by_its_file(
    tmp_path: Path, written: bytes, name: bytes
) -> None:
    path = tmp_path / "machine-id"
    path.write_bytes(written)
    assert machine_mark.name_machine(path) == name
    assert machine_mark.name_machine(tmp_path / "missing") == b""


def test_the_mark_does_not_hold_the_machines_name(place: Place) -> None:
    machine_mark.wake(place.database, HERE, place.now())
    with place.database.read() as connection:
        assert HERE not in (settings.get(connection, "machine") or HERE)
