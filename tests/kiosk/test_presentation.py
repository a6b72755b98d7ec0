"""What ends an act that asks for answers: the answers, another person, or time."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID

import msgspec
import pytest

from kiosk.credentials.credential import Credential, Kind
from kiosk.decision import Decision
from kiosk.declaration import Declaration, Declared, Question
from kiosk.outcome import Outcome
from kiosk.payload import Direction
from kiosk.presentation import (
    TRANSITIONS,
    Asked,
    Decided,
    Pending,
    State,
    Trigger,
    answer,
    begin,
    decline,
    elapse,
    find_left_ms,
    meet,
)
from kiosk.reason import Reason
from tests.builders import CARD, OTHER_CARD, a_payload

HOLDER, OTHER_HOLDER = "001190000123", "079201000456"
QUESTIONS = tuple(Question(name=name, vi="?", en="?") for name in ("one", "two"))
ALL = Declared(answers={"one": False, "two": True})
SOME = Declared(answers={"one": False})


def an_asked(holder: str | None = HOLDER) -> Asked:
    return Asked(
        declaration=Declaration(questions=QUESTIONS),
        credential=Credential(kind=Kind.CCCD, claims={}, holder=holder),
        window=timedelta(seconds=20),
    )


def a_decided(
    text: str = CARD,
    holder: str | None = HOLDER,
    *,
    number: int = 1,
    asks: Asked | None = None,
) -> Decided:
    return Decided(
        entry_id=UUID(int=number),
        decision=Decision(
            outcome=Outcome.CHECK,
            kind=Kind.CCCD,
            reasons=(Reason.DECLARATION_NEEDED,),
            verified=False,
            claims={},
            holder=holder,
        ),
        kept={},
        payload=a_payload(text),
        decided_at=datetime(2026, 11, 20, tzinfo=UTC),
        latency_ms=0.0,
        asks=asks,
    )


def wait(state: State = State.PENDING, holder: str | None = HOLDER) -> Pending:
    pending = begin(a_decided(holder=holder, asks=an_asked(holder)))
    assert pending is not None
    return msgspec.structs.replace(pending, state=state)


STEPS: Mapping[Trigger, object] = {
    Trigger.ANSWERED_SOME: lambda act: answer(act, SOME),
    Trigger.ANSWERED_ALL: lambda act: answer(act, ALL),
    Trigger.SAME_PERSON: lambda act: meet(act, a_decided(asks=an_asked())),
    Trigger.OTHER_PERSON: lambda act: meet(act, a_decided(OTHER_CARD, OTHER_HOLDER)),
    Trigger.DECLINED: decline,
    Trigger.TIME_ENDED: lambda act: elapse(act, 0, 20_000),
}


@pytest.mark.parametrize(("state", "trigger"), list(product(State, Trigger)))
def test_each_trigger_leads_from_each_state_where_the_table_says(
    state: State, trigger: Trigger
) -> None:
    ends = {
        Trigger.ANSWERED_ALL: State.ANSWERED,
        Trigger.OTHER_PERSON: State.INCOMPLETE,
        Trigger.DECLINED: State.INCOMPLETE,
        Trigger.TIME_ENDED: State.INCOMPLETE,
    }
    expected = ends.get(trigger, state) if state is State.PENDING else state
    step = STEPS[trigger]
    assert callable(step)
    assert step(wait(state)).state is TRANSITIONS[state, trigger] is expected


def test_the_table_says_something_for_every_state_and_trigger() -> None:
    assert set(TRANSITIONS) == set(product(State, Trigger))


def test_a_decision_that_asks_for_nothing_waits_for_nothing() -> None:
    assert begin(a_decided()) is None


def test_what_was_said_so_far_is_kept() -> None:
    assert answer(wait(), SOME).declared == SOME


def test_what_is_said_after_the_end_is_not_taken() -> None:
    assert answer(wait(State.INCOMPLETE), ALL).declared == Declared()


def test_the_same_person_s_newer_entry_is_the_one_that_is_completed() -> None:
    newer = a_decided("another code", number=2, asks=an_asked())
    met = meet(answer(wait(), SOME), newer)
    assert (met.state, met.decided, met.declared) == (State.PENDING, newer, SOME)


def test_the_same_code_without_a_holder_is_the_same_person_s() -> None:
    newer = a_decided(holder=None, number=2, asks=an_asked(None))
    assert meet(wait(holder=None), newer).state is State.PENDING


def test_two_codes_without_a_holder_are_two_people_s() -> None:
    other = a_decided(OTHER_CARD, None, asks=an_asked(None))
    assert meet(wait(holder=None), other).state is State.INCOMPLETE


def test_the_same_person_going_out_declares_nothing_more() -> None:
    decided = a_decided()
    out = msgspec.structs.replace(decided, payload=a_payload(direction=Direction.OUT))
    assert meet(wait(), out).state is State.INCOMPLETE


def test_the_same_person_who_is_asked_no_more_ends_it() -> None:
    assert meet(wait(), a_decided(number=2)).state is State.INCOMPLETE


@pytest.mark.parametrize(
    ("now_ms", "left_ms", "state"),
    [
        (5_000, 20_000, State.PENDING),
        (24_999, 1, State.PENDING),
        (25_000, 0, State.INCOMPLETE),
        (90_000, 0, State.INCOMPLETE),
    ],
)
def test_answers_are_waited_for_as_long_as_the_policy_says(
    now_ms: int, left_ms: int, state: State
) -> None:
    assert find_left_ms(wait(), 5_000, now_ms) == left_ms
    assert elapse(wait(), 5_000, now_ms).state is state
