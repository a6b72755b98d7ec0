"""A counter does what staff decide about an entry, each act an entry of its own."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy import select

from kiosk.counter import UNDONE, WRONG_WAY, Counter
from kiosk.decision import Outcome
from kiosk.lane import Lane, Refusal
from kiosk.payload import Direction
from kiosk.place import Place, make_lane
from kiosk.presentation import Decided
from kiosk.protocol import content
from kiosk.protocol.content import Act, Content
from kiosk.reason import Reason
from kiosk.storage import entries
from kiosk.storage.database import Database
from kiosk.storage.tables import ENTRIES
from tests.builders import CARD, a_payload
from tests.fakes import SteppedClock


class Told:
    """Counts how often it was told that something was kept."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> None:
        self.times += 1


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def counter(place: Place, told: Told) -> Iterator[Counter]:
    with Counter(
        place.database, make_lane(place), now=place.now, on_kept=told
    ) as opened:
        yield opened


def present(lane: Lane, direction: Direction = Direction.IN) -> Decided:
    decided = lane.present(a_payload(CARD, direction=direction))
    assert isinstance(decided, Decided)
    return decided


def read_last(database: Database, count: int) -> list[Content]:
    newest = select(ENTRIES.c.content).order_by(ENTRIES.c.position.desc())
    with database.read() as connection:
        found = connection.execute(newest.limit(count)).scalars().all()
    decoded = [content.decode(one) for one in reversed(found)]
    return [one for one in decoded if one is not None]


def test_an_undone_entry_is_void_and_its_holder_was_never_inside(
    counter: Counter, lane: Lane, told: Told, database: Database
) -> None:
    first = present(lane)
    counter.void(first.entry_id)
    assert counter.look(a_payload(CARD)).outcome is Outcome.ALLOW
    assert told.times == 1
    [void] = read_last(database, 1)
    assert (void.act, void.refers, void.text) == (
        Act.VOID,
        first.entry_id.bytes,
        UNDONE,
    )


def test_an_entry_is_undone_once(counter: Counter, lane: Lane, told: Told) -> None:
    first = present(lane)
    counter.void(first.entry_id)
    assert counter.void(first.entry_id) is Refusal.ALREADY_VOID
    assert counter.void(uuid4()) is Refusal.UNKNOWN_ENTRY
    assert told.times == 1


def test_who_went_the_other_way_is_counted_the_other_way(
    counter: Counter, lane: Lane, database: Database, clock: SteppedClock
) -> None:
    present(lane)
    clock.advance(60)
    wrong = present(lane)  # again inward, though going out: a CHECK
    assert wrong.decision.reasons == (Reason.ALREADY_INSIDE,)
    right = counter.turn_round(wrong)
    assert isinstance(right, Decided)
    assert right.decision.outcome is Outcome.ALLOW
    assert right.payload.direction is Direction.OUT
    void, again = read_last(database, 2)
    assert (void.act, void.text) == (Act.VOID, WRONG_WAY)
    assert (again.direction, again.outcome) == (Direction.OUT, Outcome.ALLOW)


def test_turning_round_what_is_void_keeps_nothing(
    counter: Counter, lane: Lane, database: Database
) -> None:
    first = present(lane)
    counter.void(first.entry_id)
    with database.read() as connection:
        before = entries.read_head(connection)
    assert counter.turn_round(first) is Refusal.ALREADY_VOID
    with database.read() as connection:
        assert entries.read_head(connection) == before


def test_a_check_is_settled_with_its_reason(
    counter: Counter, lane: Lane, database: Database
) -> None:
    check = present(lane, Direction.OUT)
    assert check.decision.outcome is Outcome.CHECK
    counter.settle(check.entry_id, Act.ADMITTED, "known in person")
    [settled] = read_last(database, 1)
    assert (settled.act, settled.text) == (Act.ADMITTED, "known in person")


def test_looking_at_a_code_keeps_nothing(counter: Counter, database: Database) -> None:
    decision = counter.look(a_payload(CARD))
    assert (decision.outcome, decision.verified) == (Outcome.ALLOW, False)
    with database.read() as connection:
        assert entries.read_head(connection).position == 0


def test_looking_knows_who_is_inside(counter: Counter, lane: Lane) -> None:
    present(lane)
    assert counter.look(a_payload(CARD)).reasons == (Reason.ALREADY_INSIDE,)
