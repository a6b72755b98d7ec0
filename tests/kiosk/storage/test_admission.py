"""What rests on an entry that admits comes and goes with it."""

from uuid import UUID

import msgspec
import pytest
from sqlalchemy import insert

from kiosk.lane import Lane
from kiosk.payload import Direction
from kiosk.presentation import Decided
from kiosk.protocol.content import Act
from kiosk.storage import admission, entries, pass_uses, presence
from kiosk.storage.database import Database
from kiosk.storage.entries import Kept
from kiosk.storage.tables import PASS_USES
from tests.builders import a_payload
from tests.fakes import SteppedClock

PASS = b"hash-of-a-pass"


def keep(lane: Lane, direction: Direction = Direction.IN) -> UUID:
    """Keep a presentation and count it as a use of `PASS` that is not admitted yet."""
    decided = lane.present(a_payload(direction=direction))
    assert isinstance(decided, Decided)
    row = {"entry_id": decided.entry_id.bytes, "pass": PASS}
    use = row | {"is_admitted": False, "forget_at_us": 2**62}
    lane.write(lambda connection: connection.execute(insert(PASS_USES), use))
    return decided.entry_id


def read(database: Database, entry_id: UUID) -> Kept:
    with database.read() as connection:
        return entries.read(connection, entry_id.bytes)


def test_a_check_that_is_admitted_is_presence_and_a_use(
    lane: Lane, database: Database
) -> None:
    kept = read(database, keep(lane, Direction.OUT))
    assert kept.holder is not None
    with database.write() as connection:
        admission.admit_kept(connection, kept)
        rests_on = presence.read_entry_id(connection, kept.holder)
        assert rests_on == kept.entry_id
        assert pass_uses.count(connection, PASS) == 1


def test_a_late_settlement_does_not_move_who_came_later(
    lane: Lane, database: Database, clock: SteppedClock
) -> None:
    checked = read(database, keep(lane, Direction.OUT))
    clock.advance(60)
    came = keep(lane)
    assert checked.holder is not None
    with database.write() as connection:
        admission.admit_kept(connection, checked)
        rests_on = presence.read_entry_id(connection, checked.holder)
        assert rests_on == came.bytes
        assert pass_uses.count(connection, PASS) == 1


def test_who_has_no_document_is_a_use_and_no_presence(
    lane: Lane, database: Database
) -> None:
    kept = read(database, keep(lane, Direction.OUT))
    assert kept.holder is not None
    with database.write() as connection:
        admission.admit_kept(connection, msgspec.structs.replace(kept, holder=None))
        assert presence.read_entry_id(connection, kept.holder) is None
        assert pass_uses.count(connection, PASS) == 1


def test_a_void_takes_both_back(lane: Lane, database: Database) -> None:
    kept = read(database, keep(lane))
    assert kept.holder is not None
    with database.write() as connection:
        pass_uses.admit(connection, kept.entry_id)
        lane.append_act(connection, Act.VOID, kept, "")
        admission.take_back(connection, kept)
        assert presence.read_entry_id(connection, kept.holder) is None
        assert pass_uses.count(connection, PASS) == 0


@pytest.mark.parametrize(("act", "answer"), [(Act.VOID, True), (Act.ADMITTED, False)])
def test_only_a_void_voids(
    lane: Lane,
    database: Database,
    act: Act,
    answer: bool,  # noqa: FBT001 - of the table above
) -> None:
    kept = read(database, keep(lane))
    with database.write() as connection:
        lane.append_act(connection, act, kept, "")
        assert admission.is_voided(connection, kept.entry_id) is answer
