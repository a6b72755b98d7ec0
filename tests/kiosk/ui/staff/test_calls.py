"""Staff calls: each is asked of the counter once, and its answer told as a value."""

import pytest

from kiosk.declaration import Declared
from kiosk.lane import Refusal
from kiosk.protocol.content import Act
from kiosk.ui.flow import Completed, Corrected, Deed, Settled, TakenBack
from kiosk.ui.staff.calls import (
    DeclareCall,
    LookCall,
    LookedAt,
    NotDone,
    SettleCall,
    StaffAnswer,
    StaffCall,
    TurnCall,
    VoidCall,
    ask,
)
from tests.ui.fake_counter import FakeCounter
from tests.ui.samples import a_decided, a_payload, a_repeat

DECIDED = a_decided()
ENTRY = DECIDED.entry_id
SETTLE = SettleCall(decided=DECIDED, deed=Deed.TURNED_AWAY, reason="Không đúng người")
CALLS: tuple[StaffCall, ...] = (
    VoidCall(entry_id=ENTRY),
    SETTLE,
    TurnCall(decided=DECIDED),
    DeclareCall(decided=DECIDED, declared=None),
)


def test_an_entry_is_made_void() -> None:
    counter = FakeCounter()
    assert ask(counter, VoidCall(entry_id=ENTRY)) == TakenBack(entry_id=ENTRY)
    assert [(act, entry_id) for act, entry_id, _ in counter.acts] == [("void", ENTRY)]


def test_a_check_is_settled_with_its_reason() -> None:
    counter = FakeCounter()
    told = ask(counter, SETTLE)
    assert told == Settled(decided=DECIDED, deed=Deed.TURNED_AWAY)
    assert counter.acts == [(Act.TURNED_AWAY, ENTRY, "Không đúng người")]


def test_an_entry_turned_round_is_told_as_the_new_one() -> None:
    counter = FakeCounter()
    told = ask(counter, TurnCall(decided=DECIDED))
    assert told == Corrected(decided=counter.turned)  # type: ignore[arg-type]  # it is


def test_a_code_that_went_the_other_way_just_now_leaves_its_entry_void() -> None:
    counter = FakeCounter()
    counter.turned = a_repeat()
    told: StaffAnswer = ask(counter, TurnCall(decided=DECIDED))
    assert told == TakenBack(entry_id=ENTRY)


@pytest.mark.parametrize("call", CALLS)
def test_what_the_counter_refuses_is_told(call: StaffCall) -> None:
    counter = FakeCounter()
    counter.refusal = Refusal.ALREADY_VOID
    assert ask(counter, call) == NotDone(refusal=Refusal.ALREADY_VOID)


@pytest.mark.parametrize(
    ("declared", "act"), [(Declared(), "declared"), (None, "incomplete")]
)
def test_what_was_declared_is_told_with_the_entry_that_it_completes(
    declared: Declared | None, act: str
) -> None:
    counter = FakeCounter()
    told = ask(counter, DeclareCall(decided=DECIDED, declared=declared))
    assert told == Completed(decided=counter.declared, completes=ENTRY)
    assert counter.acts == [(act, ENTRY, "")]


def test_a_code_is_looked_at() -> None:
    told = ask(FakeCounter(), LookCall(payload=a_payload()))
    assert isinstance(told, LookedAt)
    assert told.looked.decision == DECIDED.decision
