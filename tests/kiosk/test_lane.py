"""The lane decides and keeps in one step."""

from uuid import UUID, uuid4

import pytest

from kiosk.app import Place
from kiosk.credentials.credential import Claim
from kiosk.decision import Outcome
from kiosk.errors import StorageError
from kiosk.lane import Lane, Refusal
from kiosk.payload import Direction, Payload
from kiosk.presentation import Decided, Repeated
from kiosk.protocol import content
from kiosk.protocol.content import Act, Content
from kiosk.reason import Reason
from kiosk.storage import entries, outbox
from kiosk.storage.database import Database
from tests.builders import CARD, OTHER_CARD, a_card, a_payload
from tests.fakes import START, SteppedClock


def present(lane: Lane, payload: Payload) -> Decided:
    presentation = lane.present(payload)
    assert isinstance(presentation, Decided)
    return presentation


def fill(lane: Lane) -> None:
    for number in range(10_000):
        lane.present(a_payload(a_card(number)))


def read_contents(database: Database) -> list[Content]:
    with database.read() as connection:
        rows = outbox.read_run(connection, limit=1000).rows
    decoded = [content.decode(row.content) for row in rows]
    return [one for one in decoded if one is not None]


def test_a_decision_is_kept_with_its_place_in_the_outbox(
    lane: Lane, database: Database
) -> None:
    decided = present(lane, a_payload())
    with database.read() as connection:
        run = outbox.read_run(connection, limit=10)
        head = entries.read_head(connection)
    assert [UUID(bytes=row.entry_id) for row in run.rows] == [decided.entry_id]
    assert (head.position, head.pending) == (1, 1)


def test_an_entry_keeps_only_what_the_policy_names(
    lane: Lane, database: Database
) -> None:
    present(lane, a_payload())
    (kept,) = read_contents(database)
    assert set(kept.claims) == {"document", "name", "birth_date", "sex"}
    assert "Phố Giả Định" not in str(kept)


def test_an_unreadable_payload_is_an_entry_without_it(
    lane: Lane, database: Database
) -> None:
    decided = present(lane, a_payload("secret words"))
    (kept,) = read_contents(database)
    assert decided.decision.outcome is Outcome.UNREADABLE
    assert "secret" not in str(kept)


def test_the_same_payload_within_three_seconds_is_one_presentation(
    lane: Lane, clock: SteppedClock
) -> None:
    first = present(lane, a_payload())
    clock.advance(2.9)
    again = lane.present(a_payload())
    assert isinstance(again, Repeated)
    assert again.repeat_of == first.entry_id


def test_a_code_held_at_the_reader_stays_one_presentation(
    lane: Lane, clock: SteppedClock, database: Database
) -> None:
    present(lane, a_payload())
    for _ in range(5):
        clock.advance(2.0)
        assert isinstance(lane.present(a_payload()), Repeated)
    assert len(read_contents(database)) == 1


def test_a_repeat_is_known_after_a_restart(place: Place, lane: Lane) -> None:
    present(lane, a_payload())
    with Lane(
        place.database, place.identity.hash_key, lane.rules, now=place.now
    ) as restarted:
        assert isinstance(restarted.present(a_payload()), Repeated)


@pytest.mark.parametrize(
    "other",
    [
        a_payload(gate="B"),
        a_payload(direction=Direction.OUT),
        a_payload(OTHER_CARD),
    ],
)
def test_another_gate_direction_or_code_is_no_repeat(
    lane: Lane, other: Payload
) -> None:
    present(lane, a_payload())
    assert isinstance(lane.present(other), Decided)


def test_a_clock_set_back_makes_no_repeat(lane: Lane, clock: SteppedClock) -> None:
    present(lane, a_payload())
    clock.advance(-1.0)
    assert isinstance(lane.present(a_payload()), Decided)


def test_somebody_inside_is_checked_with_when_and_where(
    lane: Lane, clock: SteppedClock
) -> None:
    present(lane, a_payload(gate="north"))
    clock.advance(60)
    decision = present(lane, a_payload(gate="south")).decision
    assert (decision.outcome, decision.reasons) == (
        Outcome.CHECK,
        (Reason.ALREADY_INSIDE,),
    )
    assert decision.seen is not None
    assert (decision.seen.gate, decision.seen.at) == ("north", START)


def test_somebody_who_went_out_may_come_in_again(
    lane: Lane, clock: SteppedClock
) -> None:
    present(lane, a_payload())
    clock.advance(60)
    out = present(lane, a_payload(direction=Direction.OUT)).decision
    clock.advance(60)
    again = present(lane, a_payload()).decision
    assert (out.outcome, again.outcome) == (Outcome.ALLOW, Outcome.ALLOW)


def test_going_out_without_having_come_in_is_checked(lane: Lane) -> None:
    decision = present(lane, a_payload(direction=Direction.OUT)).decision
    assert decision.reasons == (Reason.NOT_INSIDE,)


def test_a_check_does_not_change_who_is_inside(lane: Lane, clock: SteppedClock) -> None:
    present(lane, a_payload(direction=Direction.OUT))
    clock.advance(60)
    assert present(lane, a_payload()).decision.outcome is Outcome.ALLOW


def test_a_check_settled_as_admitted_counts(lane: Lane, clock: SteppedClock) -> None:
    checked = present(lane, a_payload(direction=Direction.OUT))
    present_in = present(lane, a_payload())
    clock.advance(60)
    late = lane.settle(checked.entry_id, Act.ADMITTED)
    assert present_in.decision.outcome is Outcome.ALLOW
    assert isinstance(late, UUID)
    # The entry in came later than the settled one out, so it still counts.
    assert present(lane, a_payload()).decision.reasons == (Reason.ALREADY_INSIDE,)


def test_an_admitted_check_is_the_newest_presence(
    lane: Lane, clock: SteppedClock
) -> None:
    present(lane, a_payload())
    clock.advance(60)
    checked = present(lane, a_payload(gate="B"))
    lane.settle(checked.entry_id, Act.ADMITTED)
    clock.advance(60)
    seen = present(lane, a_payload(gate="C")).decision.seen
    assert seen is not None
    assert seen.gate == "B"


def test_a_void_takes_back_the_presence_it_made(
    lane: Lane, clock: SteppedClock
) -> None:
    wrong = present(lane, a_payload())
    lane.void(wrong.entry_id, "wrong direction")
    clock.advance(60)
    assert present(lane, a_payload()).decision.outcome is Outcome.ALLOW


def test_a_void_brings_back_the_presence_before(
    lane: Lane, clock: SteppedClock
) -> None:
    present(lane, a_payload())
    clock.advance(60)
    wrong = present(lane, a_payload(direction=Direction.OUT))
    lane.void(wrong.entry_id, "went nowhere")
    clock.advance(60)
    assert present(lane, a_payload()).decision.reasons == (Reason.ALREADY_INSIDE,)


def test_a_void_is_a_new_entry_that_names_the_old(
    lane: Lane, database: Database
) -> None:
    decided = present(lane, a_payload())
    lane.void(decided.entry_id, "pressed by mistake")
    voided = read_contents(database)[-1]
    assert (voided.act, voided.refers, voided.text) == (
        "void",
        decided.entry_id.bytes,
        "pressed by mistake",
    )


def test_what_can_not_be_voided_is_refused(lane: Lane) -> None:
    decided = present(lane, a_payload())
    void = lane.void(decided.entry_id, "once")
    assert isinstance(void, UUID)
    assert lane.void(decided.entry_id, "twice") is Refusal.ALREADY_VOID
    assert lane.void(void, "a void") is Refusal.UNKNOWN_ENTRY
    assert lane.void(uuid4(), "nobody") is Refusal.UNKNOWN_ENTRY


def test_what_can_not_be_settled_is_refused(lane: Lane) -> None:
    allowed = present(lane, a_payload())
    checked = present(lane, a_payload(a_card(2), direction=Direction.OUT))
    lane.settle(checked.entry_id, Act.TURNED_AWAY)
    assert lane.settle(allowed.entry_id, Act.ADMITTED) is Refusal.NOT_A_CHECK
    assert lane.settle(checked.entry_id, Act.ADMITTED) is Refusal.ALREADY_SETTLED
    assert lane.settle(uuid4(), Act.ADMITTED) is Refusal.UNKNOWN_ENTRY
    lane.void(checked.entry_id, "no")
    assert lane.settle(checked.entry_id, Act.ADMITTED) is Refusal.ALREADY_VOID


def test_no_holder_is_stored_in_the_clear(lane: Lane, database: Database) -> None:
    decided = present(lane, a_payload())
    with database.read() as connection:
        kept = entries.find(connection, decided.entry_id.bytes)
    assert kept is not None
    assert kept.holder not in {None, CARD[:12].encode()}
    assert decided.decision.claims[Claim.DOCUMENT] == CARD[:12]


def test_a_disk_that_fails_decides_nothing(lane: Lane, database: Database) -> None:
    present(lane, a_payload())
    with database.hold() as connection:
        # SQLite's own way to say that the disk is full, at the size it has now.
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    assert lane._connection is not None
    lane._connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    lane._connection.rollback()
    with pytest.raises(StorageError, match="full"):
        fill(lane)
    with database.read() as connection:
        assert entries.find_chain_fault(connection, tail=10_000) == "ok"
