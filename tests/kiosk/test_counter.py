"""A counter does what staff decide about an entry, each act an entry of its own."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from uuid import uuid4

import msgspec
import pytest
from sqlalchemy import select

from kiosk.counter import UNDONE, WRONG_WAY, Counter
from kiosk.credentials.credential import Claim
from kiosk.decision import Outcome
from kiosk.declaration import Declaration, Declared, PhoneRule, Question
from kiosk.lane import Lane, Refusal
from kiosk.payload import Direction
from kiosk.place import Place, make_lane
from kiosk.policy import DEFAULT_POLICY, Policy
from kiosk.presentation import Decided
from kiosk.protocol import content
from kiosk.protocol.content import Act, Content
from kiosk.reason import Reason
from kiosk.rules import Rules
from kiosk.storage import entries
from kiosk.storage.database import Database
from kiosk.storage.tables import ENTRIES
from tests import codes
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
    assert counter.look(a_payload(CARD)).decision.outcome is Outcome.ALLOW
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
    decision = counter.look(a_payload(CARD)).decision
    assert (decision.outcome, decision.verified) == (Outcome.ALLOW, False)
    with database.read() as connection:
        assert entries.read_head(connection).position == 0


def test_looking_knows_who_is_inside(counter: Counter, lane: Lane) -> None:
    present(lane)
    assert counter.look(a_payload(CARD)).decision.reasons == (Reason.ALREADY_INSIDE,)


def test_looking_tells_how_long_a_code_is_valid(counter: Counter) -> None:
    new_card = counter.look(a_payload(codes.CAN_CUOC))
    assert (new_card.since, new_card.until) == (None, None)
    insured = counter.look(a_payload(codes.BHYT_NEW))
    assert (insured.since, insured.until) == (date(2026, 1, 1), None)
    assert counter.look(a_payload("???")).until is None


FORM = Declaration(
    questions=(
        Question(name="fever", vi="Có sốt không?", en="Any fever?"),
        Question(name="away", vi="Cách ly?", en="Quarantine?", yes=Outcome.DENY),
    ),
    phone=PhoneRule.OPTIONAL,
)
WELL = Declared(answers={"fever": False, "away": False}, phone="0912345678")
ASKING = replace(DEFAULT_POLICY, needs_declaration=True, declaration=FORM)


@pytest.fixture
def asking(place: Place, told: Told) -> Iterator[Counter]:
    with open_asking(place, told, ASKING) as opened:
        yield opened


def open_asking(place: Place, told: Told, policy: Policy) -> Counter:
    lane = make_lane(place)
    lane.rules = Rules(policy=policy)
    return Counter(place.database, lane, now=place.now, on_kept=told)


def present_asked(lane: Lane, policy: Policy = ASKING) -> Decided:
    lane.rules = Rules(policy=policy)
    decided = present(lane)
    assert decided.decision.reasons == (Reason.DECLARATION_NEEDED,)
    return decided


def test_who_declared_well_is_admitted_by_an_entry_that_completes_the_first(
    asking: Counter, lane: Lane, database: Database, told: Told
) -> None:
    first = present_asked(lane)
    second = asking.declare(first, WELL)
    assert isinstance(second, Decided)
    assert (second.decision.outcome, second.asks) == (Outcome.ALLOW, None)
    check, allow = read_last(database, 2)
    assert (check.outcome, allow.outcome) == (Outcome.CHECK, Outcome.ALLOW)
    assert allow.refers == first.entry_id.bytes
    assert allow.claims[Claim.ANSWERS] == "fever=no; away=no"
    assert (allow.claims[Claim.PHONE], Claim.PHONE in check.claims) == (
        WELL.phone,
        False,
    )
    assert told.times == 1


@pytest.mark.parametrize(
    ("name", "outcome", "reason"),
    [
        ("fever", Outcome.CHECK, Reason.ANSWER_TO_CHECK),
        ("away", Outcome.DENY, Reason.ANSWER_NOT_ACCEPTED),
    ],
)
def test_an_answer_leads_where_the_policy_says(
    asking: Counter, lane: Lane, name: str, outcome: Outcome, reason: Reason
) -> None:
    declared = msgspec.structs.replace(WELL, answers={**WELL.answers, name: True})
    second = asking.declare(present_asked(lane), declared)
    assert isinstance(second, Decided)
    assert second.decision.outcome is outcome
    assert second.decision.reasons == (reason,)


def test_who_does_not_answer_in_time_is_a_check_that_is_incomplete(
    asking: Counter, lane: Lane, database: Database
) -> None:
    first = present_asked(lane)
    second = asking.declare(first, None)
    assert isinstance(second, Decided)
    assert second.asks is None
    [incomplete] = read_last(database, 1)
    assert incomplete.outcome == Outcome.CHECK
    assert set(incomplete.reasons) == {Reason.DECLARATION_NEEDED, Reason.INCOMPLETE}
    assert incomplete.refers == first.entry_id.bytes
    assert Claim.ANSWERS not in incomplete.claims


def test_answers_that_the_policy_does_not_keep_are_dropped(
    place: Place, told: Told, lane: Lane, database: Database
) -> None:
    policy = replace(ASKING, kept=frozenset({Claim.NAME}))
    with open_asking(place, told, policy) as asking:
        asking.declare(present_asked(lane, policy), WELL)
    [allow] = read_last(database, 1)
    assert (allow.outcome, set(allow.claims)) == (Outcome.ALLOW, {Claim.NAME})


def test_what_was_settled_or_completed_is_not_decided_again(
    asking: Counter, lane: Lane, told: Told
) -> None:
    first = present_asked(lane)
    asking.declare(first, WELL)
    assert asking.declare(first, None) is Refusal.ALREADY_SETTLED
    assert told.times == 1


def test_what_is_void_is_not_decided_again(asking: Counter, lane: Lane) -> None:
    first = present_asked(lane)
    asking.void(first.entry_id)
    assert asking.declare(first, WELL) is Refusal.ALREADY_VOID


def test_who_declared_is_inside(asking: Counter, lane: Lane) -> None:
    asking.declare(present_asked(lane), WELL)
    looked = asking.look(a_payload(CARD)).decision
    assert Reason.ALREADY_INSIDE in looked.reasons
