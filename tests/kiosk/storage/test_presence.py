"""Presence has one row a holder: where they were admitted last."""

from sqlalchemy import func, select

from kiosk.payload import Direction
from kiosk.presence import Presence
from kiosk.storage import presence
from kiosk.storage.database import Database
from kiosk.storage.entries import Kept
from kiosk.storage.tables import PRESENCE
from tests.fakes import START

HOLDER, OTHER = b"holder-of-a-card", b"another-of-these"
AT_US = int(START.timestamp()) * 1_000_000


def a_kept(*, holder: bytes | None) -> Kept:
    return Kept(
        entry_id=b"entry-kept",
        position=3,
        decided_at_us=AT_US,
        act="presented",
        outcome="check",
        direction="out",
        gate="south",
        kind="cccd",
        holder=holder,
        refers=None,
    )


def test_nobody_is_known_before_they_were_admitted(database: Database) -> None:
    with database.read() as connection:
        assert presence.find(connection, HOLDER) is None
        assert presence.read_entry_id(connection, HOLDER) is None


def test_the_last_admission_takes_the_place_of_the_one_before(
    database: Database,
) -> None:
    with database.write() as connection:
        for number, way in enumerate(("in", "out")):
            presence.put(
                connection,
                HOLDER,
                entry_id=bytes([number]),
                direction=way,
                gate=f"gate {number}",
                at_us=AT_US + number,
            )
        assert presence.read_entry_id(connection, HOLDER) == b"\x01"
        found = presence.find(connection, HOLDER)
        count = connection.execute(select(func.count()).select_from(PRESENCE)).scalar()
    assert found is not None
    assert (found.direction, found.gate, count) == (Direction.OUT, "gate 1", 1)


def test_a_kept_entry_is_where_its_holder_was_admitted(database: Database) -> None:
    with database.write() as connection:
        presence.put_kept(connection, a_kept(holder=HOLDER))
        assert presence.find(connection, HOLDER) == Presence(
            direction=Direction.OUT, gate="south", at=START
        )
        assert presence.read_entry_id(connection, HOLDER) == b"entry-kept"


def test_an_entry_of_nobody_changes_nothing(database: Database) -> None:
    with database.write() as connection:
        presence.put_kept(connection, a_kept(holder=None))
        assert connection.execute(select(PRESENCE)).all() == []


def test_only_the_holder_who_is_dropped_is_forgotten(database: Database) -> None:
    with database.write() as connection:
        presence.put_kept(connection, a_kept(holder=HOLDER))
        presence.put_kept(connection, a_kept(holder=OTHER))
        presence.drop(connection, HOLDER)
        assert presence.find(connection, HOLDER) is None
        assert presence.find(connection, OTHER) is not None
