"""Staff flow: a CHECK is settled once, for a reason, and the form is wiped."""

import pytest

from kiosk.declaration import PhoneRule
from kiosk.lane import Refusal
from kiosk.presentation import Looked
from kiosk.ui.flow import Completed, Deed, Settled, TakenBack
from kiosk.ui.staff.calls import (
    DeclareCall,
    LookCall,
    LookedAt,
    NotDone,
    SettleCall,
    StaffFailed,
)
from kiosk.ui.staff.flow import (
    ASK_AFTER_MS,
    ASK_FOR_MS,
    StaffFlow,
    State,
    begin_declaration,
    begin_looking,
    begin_settling,
    elapse,
    find_left_ms,
    look_at,
    note_decided,
    pass_time,
    take,
    tap,
)
from kiosk.ui.staff.taps import AnswerTap, ReasonTap, StaffAct, StaffPress, StaffWrite
from tests.ui.declarations import FEVER, WINDOW_MS, an_asking
from tests.ui.samples import a_decided, a_payload

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


ASKED = an_asking(PhoneRule.NO, questions=(FEVER,))
LATE = DeclareCall(decided=ASKED, declared=None)


def declaring() -> StaffFlow:
    flow, _ = begin_declaration(StaffFlow(), ASKED, 0)
    assert flow.state is State.DECLARE
    return flow


def test_what_asks_nothing_opens_nothing() -> None:
    assert begin_declaration(StaffFlow(), DECIDED, 0) == (StaffFlow(), ())


def test_a_declaration_takes_no_form_from_anybody() -> None:
    form = settling("quên thẻ")
    assert begin_declaration(form, ASKED, 5) == (form, ())


def test_a_declaration_closes_once_it_is_durable() -> None:
    asked, [call] = tap(declaring(), AnswerTap(is_yes=False), 1_000)
    assert isinstance(call, DeclareCall)
    other = Completed(decided=DECIDED, completes=an_asking(number=7).entry_id)
    own = Completed(decided=DECIDED, completes=ASKED.entry_id)
    assert take(asked, other, 2_000)[0] == asked
    assert take(asked, own, 2_000)[0] == StaffFlow(touched_ms=2_000)


def test_a_declaration_that_could_not_be_kept_can_be_tried_again() -> None:
    asked, calls = tap(declaring(), AnswerTap(is_yes=False), 1_000)
    failed, _ = take(asked, StaffFailed(sentence="full"), 2_000)
    assert failed.fault == StaffFailed(sentence="full")
    again, calls_again = tap(failed, CONFIRM, 3_000)
    assert (calls_again, again.fault) == (calls, None)


def test_time_and_another_person_end_a_declaration() -> None:
    other = an_asking(holder="079201000456", number=2)
    assert pass_time(declaring(), WINDOW_MS - 1) == (declaring(), ())
    assert pass_time(declaring(), WINDOW_MS)[1] == (LATE,)
    assert note_decided(declaring(), other, 5) == (StaffFlow(touched_ms=5), (LATE,))
    assert note_decided(StaffFlow(), other, 5) == (StaffFlow(), ())


def test_an_answer_that_comes_after_the_end_answers_nobody() -> None:
    flow = StaffFlow(touched_ms=3)
    assert tap(flow, AnswerTap(is_yes=True), 3) == (flow, ())


def test_a_code_is_looked_at_until_somebody_goes_back() -> None:
    looking, _ = begin_looking(StaffFlow(), 0)
    asked, calls = look_at(looking, a_payload(), 7)
    assert (asked.touched_ms, calls) == (7, (LookCall(payload=a_payload()),))
    looked = LookedAt(looked=Looked(decision=DECIDED.decision))
    shown, _ = take(asked, looked, 8)
    assert shown.looked == looked.looked
    assert tap(shown, BACK, 9)[0] == StaffFlow(touched_ms=9)


def test_what_was_looked_at_after_the_end_is_not_shown() -> None:
    looked = LookedAt(looked=Looked(decision=DECIDED.decision))
    assert take(StaffFlow(), looked, 8)[0] == StaffFlow()
