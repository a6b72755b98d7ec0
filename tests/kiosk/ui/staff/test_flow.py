"""Staff flow: a CHECK is settled once, for a reason, and the form is wiped."""

import pytest

from kiosk.lane import Refusal
from kiosk.ui.flow import Deed, Settled, TakenBack
from kiosk.ui.staff.calls import NotDone, SettleCall, StaffFailed
from kiosk.ui.staff.flow import (
    ASK_AFTER_MS,
    ASK_FOR_MS,
    StaffFlow,
    State,
    begin_settling,
    elapse,
    find_left_ms,
    take,
    tap,
)
from kiosk.ui.staff.taps import ReasonTap, StaffAct, StaffPress, StaffWrite
from tests.ui.samples import a_decided

DECIDED = a_decided()
BACK, STAY, CONFIRM = (
    StaffPress(act=act) for act in (StaffAct.BACK, StaffAct.STAY, StaffAct.CONFIRM)
)
KNOWN = ReasonTap(reason="Người quen")
SETTLED = Settled(decided=DECIDED, deed=Deed.ADMITTED)


def settling(text: str = "") -> StaffFlow:
    flow, _ = begin_settling(StaffFlow(), DECIDED, Deed.ADMITTED, 0)
    written, _ = tap(flow, StaffWrite(text=text), 0)
    return written


def a_call(reason: str) -> SettleCall:
    return SettleCall(decided=DECIDED, deed=Deed.ADMITTED, reason=reason)


def test_a_check_is_settled_by_one_tap_on_a_reason() -> None:
    _, calls = tap(settling(), KNOWN, 1)
    assert calls == (a_call("Người quen"),)


def test_a_written_reason_is_taken_without_its_spaces() -> None:
    _, calls = tap(settling("  quên thẻ "), CONFIRM, 1)
    assert calls == (a_call("quên thẻ"),)


@pytest.mark.parametrize("text", ["", "   "])
def test_nothing_is_settled_without_a_reason(text: str) -> None:
    assert tap(settling(text), CONFIRM, 1)[1] == ()


def test_two_taps_settle_once() -> None:
    asked, _ = tap(settling(), KNOWN, 1)
    assert tap(asked, KNOWN, 2)[1] == ()


def test_what_is_durable_closes_the_screen() -> None:
    asked, _ = tap(settling(), KNOWN, 1)
    assert take(asked, SETTLED, 5)[0] == StaffFlow(touched_ms=5)


def test_an_undo_that_was_asked_before_opens_and_closes_nothing() -> None:
    undone = TakenBack(entry_id=DECIDED.entry_id)
    assert take(StaffFlow(), undone, 5)[0].state is State.CLOSED


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (NotDone(refusal=Refusal.ALREADY_VOID), Refusal.ALREADY_VOID),
        (StaffFailed(sentence="full"), StaffFailed(sentence="full")),
    ],
)
def test_what_was_not_done_is_told_and_can_be_tapped_again(
    answer: NotDone | StaffFailed, fault: Refusal | StaffFailed
) -> None:
    failed, _ = take(tap(settling(), KNOWN, 1)[0], answer, 2)
    assert failed.fault == fault
    assert tap(failed, KNOWN, 3)[1] == (a_call("Người quen"),)


def test_back_holds_nothing_of_what_was_written() -> None:
    assert tap(settling("quên thẻ"), BACK, 7)[0] == StaffFlow(touched_ms=7)


def test_words_without_a_form_go_nowhere() -> None:
    assert tap(StaffFlow(), StaffWrite(text="x"), 0) == (StaffFlow(), ())


def test_a_form_is_wiped_once_nobody_answers_its_question() -> None:
    flow, end_ms = settling("quên thẻ"), ASK_AFTER_MS + ASK_FOR_MS
    assert elapse(flow, end_ms - 1) == flow
    assert elapse(flow, end_ms) == StaffFlow(touched_ms=end_ms)


def test_whoever_stays_is_asked_again_only_later() -> None:
    stayed, _ = tap(settling(), STAY, ASK_AFTER_MS + 5)
    assert find_left_ms(stayed, 2 * ASK_AFTER_MS) is None
    assert find_left_ms(stayed, 2 * ASK_AFTER_MS + 5) == ASK_FOR_MS


def test_nobody_is_asked_at_the_gates_own_screen() -> None:
    assert find_left_ms(StaffFlow(), 10 * ASK_AFTER_MS) is None


def test_another_check_takes_the_place_of_the_first() -> None:
    other = a_decided(name="TRẦN QUỐC ĐẠT")
    flow, _ = begin_settling(settling("quên"), other, Deed.TURNED_AWAY, 3)
    assert flow.settling is not None
    assert (flow.settling.decided, flow.settling.text) == (other, "")
