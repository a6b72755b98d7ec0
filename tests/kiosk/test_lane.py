"""The lane decides and keeps in one step."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from kiosk.credentials.cose import Algorithm
from kiosk.credentials.credential import Claim, Kind
from kiosk.credentials.trust import make_store
from kiosk.decision import Outcome
from kiosk.errors import StorageError
from kiosk.lane import Lane, Refusal
from kiosk.neighbours.hearsay import Hearsay
from kiosk.payload import Direction, Payload
from kiosk.place import Place
from kiosk.policy import Policy
from kiosk.presentation import Decided, Repeated
from kiosk.protocol import content
from kiosk.protocol.content import Act, Content
from kiosk.protocol.gate_pass import bind
from kiosk.protocol.neighbour import hash_holder
from kiosk.protocol.status_list import LIST_BYTES
from kiosk.reason import Reason
from kiosk.roster import Roster
from kiosk.storage import entries, outbox
from kiosk.storage.database import Database
from tests.builders import CARD, OTHER_CARD, a_card, a_payload
from tests.fakes import START, SteppedClock
from tests.lan import KEY, a_word
from tests.signing import Issuer, a_grant, a_pass, an_shc, as_digits


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
    assert lane._writer._connection is not None
    lane._writer._connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    lane._writer._connection.rollback()
    with pytest.raises(StorageError, match="full"):
        fill(lane)
    with database.read() as connection:
        assert entries.find_chain_fault(connection, tail=10_000) == "ok"


PROVINCE = Issuer(Algorithm.EDDSA)
PASS_ID = bytes(range(12))
HERE = "P000001"


@pytest.fixture
def gate(lane: Lane) -> Lane:
    """Return the lane of the point `HERE`, which trusts the passes of `PROVINCE`."""
    lane.rules = msgspec.structs.replace(lane.rules, roster=a_roster(), point=HERE)
    return lane


def a_roster(revoked: int | None = None) -> Roster:
    bits = bytearray(LIST_BYTES)
    if revoked is not None:
        bits[revoked // 8] = 1 << revoked % 8
    return Roster(
        version=1,
        issued_at=START,
        expires_at=START + timedelta(days=60),
        trust=PROVINCE.trust,
        status_lists={1: bytes(bits)},
    )


def a_shown_pass(
    direction: Direction = Direction.IN, gate: str = "A", **grant: object
) -> Payload:
    day = {"not_before": int(START.timestamp()) - 3600}
    return a_payload(
        a_pass(PROVINCE, a_grant(**(day | grant))), direction=direction, gate=gate
    )


def a_bound_pass(card: str = CARD) -> Payload:
    return a_shown_pass(bound_to=bind(PASS_ID, card[:12]))


def read_outcome(lane: Lane, payload: Payload) -> tuple[Outcome, tuple[Reason, ...]]:
    decision = present(lane, payload).decision
    return decision.outcome, decision.reasons


@pytest.mark.parametrize(
    ("grant", "outcome", "reasons"),
    [
        ({}, Outcome.ALLOW, ()),
        ({"points": (HERE, "P000002")}, Outcome.ALLOW, ()),
        ({"points": ("P000002",)}, Outcome.DENY, (Reason.WRONG_POINT,)),
        ({"index": 6}, Outcome.DENY, (Reason.REVOKED,)),
        (
            {"not_after": int(START.timestamp()) - 1},
            Outcome.DENY,
            (Reason.EXPIRED,),
        ),
        (
            {"not_before": int(START.timestamp()) + 1},
            Outcome.DENY,
            (Reason.NOT_YET_VALID,),
        ),
    ],
)
def test_a_pass_admits_where_and_when_it_says(
    gate: Lane,
    grant: dict[str, object],
    outcome: Outcome,
    reasons: tuple[Reason, ...],
) -> None:
    gate.rules = msgspec.structs.replace(gate.rules, roster=a_roster(revoked=6))
    decision = present(gate, a_shown_pass(**grant)).decision  # type: ignore[arg-type]  # by name
    assert (decision.outcome, decision.reasons) == (outcome, reasons)
    assert decision.verified


def test_a_bound_pass_is_completed_by_its_holder_s_card(
    gate: Lane, clock: SteppedClock, database: Database
) -> None:
    shown = present(gate, a_bound_pass())
    clock.advance(19)
    completed = present(gate, a_payload()).decision
    assert (shown.decision.outcome, shown.decision.reasons) == (
        Outcome.CHECK,
        (Reason.INCOMPLETE,),
    )
    assert (completed.outcome, completed.kind, completed.verified) == (
        Outcome.ALLOW,
        Kind.PASS,
        True,
    )
    first, second = read_contents(database)
    assert (first.refers, second.refers) == (b"", shown.entry_id.bytes)
    assert second.claims["document"] == CARD[:12]


def test_a_completed_pass_is_not_for_staff_to_settle(
    gate: Lane, clock: SteppedClock
) -> None:
    shown = present(gate, a_bound_pass())
    clock.advance(5)
    completed = present(gate, a_payload())
    settled = gate.settle(shown.entry_id, Act.ADMITTED)
    assert settled is Refusal.ALREADY_SETTLED
    # Presence is the card's: the same person may not come in by the card again.
    clock.advance(60)
    assert completed.decision.outcome is Outcome.ALLOW
    assert read_outcome(gate, a_payload()) == (
        Outcome.CHECK,
        (Reason.ALREADY_INSIDE,),
    )


def test_another_s_card_is_denied_and_then_decided_by_itself(
    gate: Lane, clock: SteppedClock
) -> None:
    present(gate, a_bound_pass(OTHER_CARD))
    clock.advance(2)
    denied = read_outcome(gate, a_payload())
    clock.advance(4)
    again = read_outcome(gate, a_payload())
    assert denied == (Outcome.DENY, (Reason.OTHER_DOCUMENT,))
    assert again == (Outcome.ALLOW, ())


@pytest.mark.parametrize(
    ("seconds", "card"),
    [
        (21, a_payload()),
        (-1, a_payload()),
        (5, a_payload(gate="B")),
        (5, a_payload(direction=Direction.OUT)),
    ],
)
def test_a_card_later_or_elsewhere_completes_no_pass(
    gate: Lane, clock: SteppedClock, seconds: float, card: Payload
) -> None:
    shown = present(gate, a_bound_pass())
    clock.advance(seconds)
    assert present(gate, card).decision.kind is Kind.CCCD
    assert isinstance(gate.settle(shown.entry_id, Act.TURNED_AWAY), UUID)


def test_a_pass_that_waits_is_forgotten_by_a_restart(
    place: Place, gate: Lane, clock: SteppedClock
) -> None:
    present(gate, a_bound_pass())
    clock.advance(5)
    with Lane(
        place.database, place.identity.hash_key, gate.rules, now=place.now
    ) as restarted:
        assert present(restarted, a_payload()).decision.kind is Kind.CCCD


def test_a_disk_that_fails_completes_no_pass(
    gate: Lane, clock: SteppedClock, database: Database
) -> None:
    present(gate, a_bound_pass())
    clock.advance(5)
    with database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE outbox RENAME TO gone")
    with pytest.raises(StorageError):
        gate.present(a_payload())
    with database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE gone RENAME TO outbox")
    assert present(gate, a_payload()).decision.kind is Kind.PASS


def test_a_pass_admits_as_often_as_it_says_and_going_out_is_no_use(
    gate: Lane, clock: SteppedClock
) -> None:
    outcomes = []
    for direction in (Direction.IN, Direction.OUT, Direction.IN, Direction.OUT) * 2:
        outcomes.append(read_outcome(gate, a_shown_pass(direction, uses=2))[0])
        clock.advance(60)
    allow, deny, check = Outcome.ALLOW, Outcome.DENY, Outcome.CHECK
    # The last two times out: nobody with this pass is inside.
    assert outcomes == [allow, allow, allow, allow, deny, check, deny, check]


def test_a_one_time_pass_is_used_up_also_after_a_restart(
    place: Place, gate: Lane, clock: SteppedClock
) -> None:
    present(gate, a_shown_pass(uses=1))
    clock.advance(60)
    with Lane(
        place.database, place.identity.hash_key, gate.rules, now=place.now
    ) as restarted:
        decision = present(restarted, a_shown_pass(uses=1, gate="B")).decision
    assert decision.outcome is Outcome.DENY
    assert decision.reasons[0] is Reason.PASS_USED_UP


def test_a_void_gives_the_use_back(gate: Lane, clock: SteppedClock) -> None:
    used = present(gate, a_shown_pass(uses=1))
    gate.void(used.entry_id, "went nowhere")
    clock.advance(60)
    assert read_outcome(gate, a_shown_pass(uses=1)) == (Outcome.ALLOW, ())


def test_a_check_that_staff_let_pass_is_a_use(gate: Lane, clock: SteppedClock) -> None:
    gate.rules = msgspec.structs.replace(
        gate.rules, policy=Policy(accepted=frozenset(), checked=frozenset({Kind.PASS}))
    )
    checked = present(gate, a_shown_pass(uses=1))
    clock.advance(60)
    unused = present(gate, a_shown_pass(uses=1)).decision.reasons
    gate.settle(checked.entry_id, Act.ADMITTED)
    clock.advance(60)
    assert unused == (Reason.KIND_TO_CHECK,)
    assert Reason.PASS_USED_UP in read_outcome(gate, a_shown_pass(uses=1))[1]


def test_a_bound_pass_is_used_once_with_its_card(
    gate: Lane, clock: SteppedClock
) -> None:
    shown = a_shown_pass(uses=1, bound_to=bind(PASS_ID, CARD[:12]))
    for payload in (shown, a_payload(), a_payload(direction=Direction.OUT), shown):
        last = present(gate, payload).decision
        clock.advance(10)
    assert last.reasons == (Reason.PASS_USED_UP, Reason.INCOMPLETE)


def test_parts_of_a_code_are_entries_of_which_the_last_decides(
    gate: Lane, clock: SteppedClock, database: Database
) -> None:
    issuer = Issuer(Algorithm.ES256)
    key = replace(issuer.trusted, kids=frozenset({issuer.kid.hex().encode()}))
    roster = msgspec.structs.replace(a_roster(), trust=make_store([key]))
    policy = Policy(accepted=frozenset({Kind.SHC}))
    gate.rules = msgspec.structs.replace(gate.rules, roster=roster, policy=policy)
    digits = as_digits(an_shc(issuer, {"vc": {"credentialSubject": {}}}))
    half = len(digits) // 4 * 2
    first = present(gate, a_payload(f"shc:/1/2/{digits[:half]}"))
    clock.advance(5)
    last = present(gate, a_payload(f"shc:/2/2/{digits[half:]}"))
    assert first.decision.reasons == (Reason.INCOMPLETE,)
    assert (last.decision.outcome, last.decision.verified) == (Outcome.ALLOW, True)
    assert read_contents(database)[-1].refers == first.entry_id.bytes


def test_the_later_of_ones_own_and_a_neighbours_word_counts(
    lane: Lane, clock: SteppedClock
) -> None:
    hearsay = Hearsay()
    hearsay.use(KEY)
    lane.neighbours = hearsay
    name = hash_holder(KEY, "001090000007")
    present(lane, a_payload(a_card(7)))
    clock.advance(10)
    heard = a_word("out", holder=name, age_ms=5000)
    hearsay.take("K1", [heard], clock().monotonic_ms)
    assert present(lane, a_payload(a_card(7))).decision.outcome is Outcome.ALLOW
    clock.advance(10)
    hearsay.take("K1", [msgspec.structs.replace(heard, age_ms=20_000)], 1)
    decision = present(lane, a_payload(a_card(7))).decision
    assert decision.reasons == (Reason.ALREADY_INSIDE,)
    assert decision.seen is not None
    assert not decision.seen.is_heard


@pytest.mark.parametrize("hours", [-5, 5])
def test_a_clock_that_is_set_makes_an_entry_too_many_never_one_too_few(
    lane: Lane, clock: SteppedClock, database: Database, hours: int
) -> None:
    present(lane, a_payload())
    clock.set_by(hours * 3600)
    present(lane, a_payload())
    assert isinstance(lane.present(a_payload()), Repeated)
    kept = [one.clock for one in read_contents(database)]
    assert kept == ["unknown", "set_back" if hours < 0 else "drifting"]


def test_no_time_before_the_rosters_issue_is_believed(
    lane: Lane, database: Database
) -> None:
    issued_at = START + timedelta(hours=1)
    held = Roster(version=1, issued_at=issued_at, expires_at=issued_at)
    lane.rules = msgspec.structs.replace(lane.rules, roster=held)
    present(lane, a_payload())
    assert [one.clock for one in read_contents(database)] == ["set_back"]
