"""Flow: every state meets every trigger, and time does the rest."""

from itertools import product
from uuid import UUID

import msgspec
import pytest

from kiosk.decision import Outcome
from kiosk.health import InOrder, OutOfOrder
from kiosk.ui.flow import (
    ALLOW_SHOWN_MS,
    HELD_MS,
    OTHERS_SHOWN_MS,
    TOLD_MS,
    TRANSITIONS,
    UNDO_MS,
    Completed,
    Corrected,
    Deed,
    Flow,
    FlowEvent,
    Settled,
    State,
    TakenBack,
    Trigger,
    advance,
    draw,
    elapse,
    find_deadline_ms,
)
from tests.ui.samples import FAULT, a_decided, a_repeat

ALLOW = a_decided(Outcome.ALLOW)
CHECK = a_decided(Outcome.CHECK)
DENY = a_decided(Outcome.DENY)
UNREADABLE = a_decided(Outcome.UNREADABLE)

FLOWS = {
    State.IDLE: Flow(),
    State.VERDICT: advance(Flow(), ALLOW, 0),
    State.VERDICT_HELD: advance(Flow(), DENY, 0),
    State.OUT_OF_ORDER: advance(Flow(), FAULT, 0),
}
EVENTS: dict[Trigger, FlowEvent] = {
    Trigger.DECIDED_TO_GO_ON: UNREADABLE,
    Trigger.DECIDED_TO_STOP: CHECK,
    Trigger.REPEATED: a_repeat(),
    Trigger.SETTLED: Settled(decided=CHECK, deed=Deed.ADMITTED),
    Trigger.CORRECTED: Corrected(decided=ALLOW),
    Trigger.TAKEN_BACK: TakenBack(entry_id=ALLOW.entry_id),
    Trigger.BROKE: FAULT,
    Trigger.MENDED: InOrder(),
}


def test_the_table_knows_every_state_and_trigger() -> None:
    assert set(TRANSITIONS) == set(product(State, Trigger))


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("trigger", EVENTS)
def test_an_event_leads_where_the_table_says(state: State, trigger: Trigger) -> None:
    after = advance(FLOWS[state], EVENTS[trigger], 1)
    assert after.state == TRANSITIONS[state, trigger]


@pytest.mark.parametrize("state", State)
def test_a_sample_flow_is_in_its_state(state: State) -> None:
    assert FLOWS[state].state == state


@pytest.mark.parametrize("state", State)
def test_a_repeat_changes_nothing(state: State) -> None:
    assert advance(FLOWS[state], a_repeat(), 1) == FLOWS[state]


@pytest.mark.parametrize("first", [ALLOW, UNREADABLE])
def test_the_next_decision_replaces_a_light_verdict_at_once(first: FlowEvent) -> None:
    flow = advance(advance(Flow(), first, 0), DENY, 1)
    assert (flow.shown, flow.since_ms) == (DENY, 1)


@pytest.mark.parametrize("first", [CHECK, DENY])
def test_a_stop_is_held_for_two_seconds(first: FlowEvent) -> None:
    flow = advance(advance(Flow(), first, 0), ALLOW, 1)
    assert elapse(flow, HELD_MS - 1).shown == first


def test_the_waiting_decision_follows_the_held_one() -> None:
    flow = advance(advance(Flow(), DENY, 0), ALLOW, 1)
    assert elapse(flow, HELD_MS) == Flow(
        state=State.VERDICT,
        since_ms=HELD_MS,
        shown=ALLOW,
        last=ALLOW,
        last_ms=HELD_MS,
    )


def test_the_newest_decision_waits() -> None:
    flow = advance(advance(advance(Flow(), DENY, 0), ALLOW, 1), CHECK, 2)
    assert elapse(flow, HELD_MS).shown == CHECK


def test_a_green_never_pushes_out_a_waiting_stop() -> None:
    flow = advance(advance(advance(Flow(), DENY, 0), CHECK, 1), ALLOW, 2)
    assert elapse(flow, HELD_MS).shown == CHECK


def test_a_held_stop_is_replaced_at_once_after_two_seconds() -> None:
    flow = advance(advance(Flow(), DENY, 0), ALLOW, HELD_MS)
    assert flow.shown == ALLOW


@pytest.mark.parametrize(
    ("decided", "shown_ms"),
    [
        (ALLOW, ALLOW_SHOWN_MS),
        (CHECK, OTHERS_SHOWN_MS),
        (DENY, OTHERS_SHOWN_MS),
        (UNREADABLE, OTHERS_SHOWN_MS),
    ],
)
def test_a_verdict_gives_way_to_idle_in_time(decided: FlowEvent, shown_ms: int) -> None:
    flow = elapse(advance(Flow(), decided, 0), shown_ms - 1)
    after = elapse(flow, shown_ms)
    assert (flow.state is State.IDLE, after.state) == (False, State.IDLE)


def test_idle_waits_for_nothing() -> None:
    assert find_deadline_ms(Flow()) is None


@pytest.mark.parametrize("decided", [ALLOW, CHECK, DENY, UNREADABLE])
def test_the_deadline_is_when_time_changes_the_flow(decided: FlowEvent) -> None:
    flow = advance(Flow(), decided, 100)
    deadline_ms = find_deadline_ms(flow)
    assert deadline_ms is not None
    assert elapse(flow, deadline_ms - 1) == flow
    assert elapse(flow, deadline_ms) != flow


def test_the_first_fault_stays() -> None:
    flow = advance(Flow(), FAULT, 0)
    assert advance(flow, OutOfOrder(code="E-999", sentence=""), 1) == flow


def test_time_never_mends_a_fault() -> None:
    flow = advance(Flow(), FAULT, 0)
    assert elapse(flow, 10**9) == flow


def test_the_drawing_holds_every_way_between_states() -> None:
    ways = [pair for pair, target in TRANSITIONS.items() if pair[0] is not target]
    assert draw().count("-->") == len(ways) + 1


def test_a_settled_check_shows_what_staff_did_for_three_seconds() -> None:
    settled = Settled(decided=CHECK, deed=Deed.ADMITTED)
    flow = advance(advance(Flow(), CHECK, 0), settled, 5)
    assert (flow.shown, flow.deed, flow.since_ms) == (CHECK, Deed.ADMITTED, 5)
    assert elapse(flow, 5 + ALLOW_SHOWN_MS).state is State.IDLE


def test_what_was_settled_late_never_covers_the_next_person() -> None:
    other = msgspec.structs.replace(DENY, entry_id=UUID(int=2))
    flow = advance(Flow(), other, 0)
    settled = Settled(decided=CHECK, deed=Deed.ADMITTED)
    assert advance(flow, settled, 1) == flow
    assert advance(flow, TakenBack(entry_id=CHECK.entry_id), 1) == flow


def test_an_entry_can_be_taken_back_for_ten_seconds() -> None:
    flow = elapse(advance(Flow(), ALLOW, 0), UNDO_MS - 1)
    assert (flow.state, flow.last) == (State.IDLE, ALLOW)
    assert elapse(flow, UNDO_MS).last is None
    assert find_deadline_ms(flow) == UNDO_MS


def test_what_was_not_read_leaves_the_entry_before_it_to_be_taken_back() -> None:
    flow = advance(advance(Flow(), ALLOW, 0), UNREADABLE, 1)
    assert (flow.last, flow.last_ms) == (ALLOW, 0)


def test_the_idle_screen_says_for_a_while_that_an_entry_was_taken_back() -> None:
    taken = TakenBack(entry_id=ALLOW.entry_id)
    flow = advance(advance(Flow(), ALLOW, 0), taken, 5)
    assert (flow.state, flow.shown, flow.deed) == (State.IDLE, None, Deed.TAKEN_BACK)
    assert flow.last is None
    assert elapse(flow, 5 + TOLD_MS).deed is None


def test_a_corrected_entry_takes_the_place_of_a_held_one_at_once() -> None:
    other = msgspec.structs.replace(ALLOW, entry_id=UUID(int=2))
    flow = advance(advance(Flow(), CHECK, 0), Corrected(decided=other), 1)
    assert (flow.state, flow.shown, flow.last) == (State.VERDICT, other, other)


SECOND = msgspec.structs.replace(ALLOW, entry_id=UUID(int=2))
OTHER = msgspec.structs.replace(ALLOW, entry_id=UUID(int=3))
COMPLETED = Completed(decided=SECOND, completes=CHECK.entry_id)


@pytest.mark.parametrize("at_ms", [1, HELD_MS, OTHERS_SHOWN_MS + 1])
def test_what_came_of_a_declaration_takes_its_place_at_once(at_ms: int) -> None:
    flow = advance(advance(Flow(), CHECK, 0), COMPLETED, at_ms)
    assert (flow.state, flow.shown, flow.last) == (State.VERDICT, SECOND, SECOND)


def test_what_came_of_a_declaration_is_held_where_it_stops() -> None:
    denied = msgspec.structs.replace(DENY, entry_id=UUID(int=2))
    event = Completed(decided=denied, completes=CHECK.entry_id)
    flow = advance(advance(Flow(), CHECK, 0), event, 10)
    assert (flow.state, flow.shown) == (State.VERDICT_HELD, denied)


def test_what_came_of_a_declaration_covers_nobody_else() -> None:
    flow = advance(advance(Flow(), CHECK, 0), OTHER, HELD_MS)
    assert advance(flow, COMPLETED, HELD_MS + 1) == flow
    waits = advance(advance(Flow(), CHECK, 0), OTHER, 1)
    assert advance(waits, COMPLETED, 2) == waits


def test_a_declaration_that_was_kept_says_that_entries_are_kept_again() -> None:
    flow = advance(advance(Flow(), FAULT, 0), COMPLETED, 1)
    assert (flow.fault, flow.shown) == (None, SECOND)
