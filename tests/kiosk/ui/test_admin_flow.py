"""Admin flow: what leads where, what is asked, and when it locks itself."""

from dataclasses import replace

import pytest

from kiosk.export.fault import ExportFault
from kiosk.storage.pin import Right, Wait, Wrong
from kiosk.ui.admin_calls import (
    AdminCall,
    AdminFailed,
    CheckCall,
    CountCall,
    Counted,
    ExportCall,
    FactsCall,
    LookCall,
    Looked,
    NotExported,
    PinKept,
    SetCall,
    Span,
    WatchCall,
    What,
)
from kiosk.ui.admin_flow import (
    LOCK_AFTER_MS,
    LOOK_EVERY_MS,
    TRANSITIONS,
    AdminFlow,
    PinNote,
    State,
    draw,
    elapse,
    find_lock_ms,
    find_wait_s,
    take,
    tap,
)
from kiosk.ui.admin_taps import AdminAct, AdminPress, ChooseSpan, ChooseWhat, Digit
from tests.ui.admin_samples import FACTS, NOW_MS, STICK, a_flow, a_progress, an_end

PLAIN = {
    key: target
    for key, target in TRANSITIONS.items()
    if key[1] not in {AdminAct.START, AdminAct.ENTER}
}


def press(flow: AdminFlow, act: AdminAct) -> tuple[AdminFlow, tuple[AdminCall, ...]]:
    return tap(flow, AdminPress(act=act), NOW_MS)


def enter(flow: AdminFlow, pin: str) -> tuple[AdminFlow, tuple[AdminCall, ...]]:
    for digit in pin:
        flow, _ = tap(flow, Digit(digit=digit), NOW_MS)
    return press(flow, AdminAct.ENTER)


@pytest.mark.parametrize("key", PLAIN)
def test_an_act_leads_where_the_table_says(key: tuple[State, AdminAct]) -> None:
    assert press(a_flow(key[0]), key[1])[0].state is TRANSITIONS[key]


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("act", AdminAct)
def test_an_act_that_is_not_in_the_table_stays(state: State, act: AdminAct) -> None:
    expected = TRANSITIONS.get((state, act), state)
    if act is AdminAct.START:
        expected = state  # without a stick
    assert press(a_flow(state), act)[0].state is expected


def test_the_table_can_be_drawn() -> None:
    assert "    closed --> opening: open\n" in draw()


def test_opening_asks_whether_there_is_a_pin() -> None:
    flow, calls = press(AdminFlow(), AdminAct.OPEN)
    assert calls == (FactsCall(),)
    assert take(flow, FACTS, NOW_MS)[0].state is State.PIN


def test_without_a_pin_one_is_set_first() -> None:
    flow, _ = press(AdminFlow(), AdminAct.OPEN)
    facts = replace(FACTS, is_pin_set=False)
    assert take(flow, facts, NOW_MS)[0].state is State.NEW_PIN


def test_a_new_pin_is_entered_twice() -> None:
    flow, first = enter(a_flow(State.NEW_PIN), "482915")
    again, second = enter(flow, "482915")
    assert (flow.state, first) == (State.REPEAT_PIN, ())
    assert second == (SetCall(pin="482915"),)
    kept, _ = take(again, PinKept(), NOW_MS)
    assert (kept.state, kept.note) == (State.MENU, PinNote.CHANGED)


def test_two_that_differ_begin_again() -> None:
    flow, _ = enter(a_flow(State.NEW_PIN), "482915")
    again, calls = enter(flow, "482916")
    assert (again.state, again.note, calls) == (State.NEW_PIN, PinNote.DIFFERS, ())


def test_a_pin_that_is_too_short_is_not_asked() -> None:
    flow, calls = enter(a_flow(State.PIN), "482")
    assert (flow.note, calls) == (PinNote.TOO_SHORT, ())


def test_no_more_than_eight_digits_are_taken() -> None:
    _, calls = enter(a_flow(State.PIN), "123456789")
    assert calls == (CheckCall(pin="12345678"),)


def test_a_digit_can_be_taken_back() -> None:
    flow, _ = press(a_flow(State.PIN, digits="482"), AdminAct.ERASE)
    assert flow.digits == "48"


def test_the_right_pin_opens_the_menu() -> None:
    flow, _ = enter(a_flow(State.PIN), "482915")
    opened, calls = take(flow, Right(), NOW_MS)
    assert (opened.state, calls) == (State.MENU, (FactsCall(),))


def test_a_wrong_pin_says_how_many_tries_are_left() -> None:
    flow, _ = enter(a_flow(State.PIN), "482915")
    after, _ = take(flow, Wrong(tries_left=3), NOW_MS)
    assert (after.state, after.note) == (State.PIN, Wrong(tries_left=3))
    assert after.digits == ""


def test_while_it_waits_nothing_is_typed_or_asked() -> None:
    flow, _ = enter(a_flow(State.PIN), "482915")
    waiting, _ = take(flow, Wait(left_s=30), NOW_MS)
    after, calls = enter(waiting, "4829")
    assert (after.digits, calls, find_wait_s(after, NOW_MS)) == ("", (), 30)


def test_while_an_answer_is_awaited_nothing_is_asked_again() -> None:
    flow, _ = enter(a_flow(State.PIN), "482915")
    assert enter(flow, "482915")[1] == ()


def test_an_answer_that_comes_after_it_was_closed_opens_nothing() -> None:
    assert take(AdminFlow(), Right(), NOW_MS)[0].state is State.CLOSED


def test_no_pin_is_written_where_a_flow_is() -> None:
    flow = a_flow(State.REPEAT_PIN, digits="48291573", first="48291573")
    assert "48291573" not in repr((flow, CheckCall(pin="48291573")))


def test_the_export_begins_by_noting_which_sticks_are_there() -> None:
    flow, calls = press(a_flow(State.MENU, stick=STICK), AdminAct.EXPORT)
    count = CountCall(what=What.CSV, span=Span.TODAY)
    assert (calls, flow.stick) == ((WatchCall(), count), ExportFault.NO_STICK)


def test_it_looks_for_sticks_once_a_second_and_only_there() -> None:
    flow = a_flow(State.CHOOSE, looked_ms=NOW_MS)
    early, calls = elapse(flow, NOW_MS + LOOK_EVERY_MS - 1)
    assert (early, calls) == (flow, ())
    assert elapse(flow, NOW_MS + LOOK_EVERY_MS)[1] == (LookCall(),)
    assert elapse(a_flow(State.MENU), NOW_MS + LOOK_EVERY_MS)[1] == ()


def test_a_choice_is_counted_anew() -> None:
    flow, calls = tap(a_flow(State.CHOOSE, rows=5), ChooseWhat(what=What.ZIP), NOW_MS)
    assert calls == (CountCall(what=What.ZIP, span=Span.TODAY),)
    flow, _ = tap(flow, ChooseSpan(span=Span.ALL), NOW_MS)
    late = Counted(call=CountCall(what=What.ZIP, span=Span.TODAY), rows=7)
    assert take(flow, late, NOW_MS)[0].rows is None
    mine = Counted(call=CountCall(what=What.ZIP, span=Span.ALL), rows=9)
    assert take(flow, mine, NOW_MS)[0].rows == 9


def test_a_stick_that_came_can_be_written_to() -> None:
    waiting = a_flow(State.CHOOSE, looked_ms=NOW_MS)
    flow, _ = take(waiting, Looked(found=STICK), NOW_MS)
    written, calls = press(flow, AdminAct.START)
    call = ExportCall(what=What.CSV, span=Span.TODAY, stick=STICK)
    assert (written.state, calls) == (State.WRITING, (call,))


def test_progress_is_shown_and_cancelling_too() -> None:
    flow, _ = take(a_flow(State.WRITING), a_progress(), NOW_MS)
    flow, _ = press(flow, AdminAct.CANCEL)
    assert (flow.progress, flow.is_cancelling) == (a_progress(), True)


def test_a_passphrase_is_shown_before_the_end() -> None:
    end = an_end(passphrase="ABCDE-FGHJK")
    flow, _ = take(a_flow(State.WRITING), end, NOW_MS)
    assert flow.state is State.PASSPHRASE
    assert press(flow, AdminAct.NOTED)[0].state is State.ENDED


def test_a_passphrase_outlives_the_lock_until_it_was_noted() -> None:
    end = an_end(passphrase="ABCDE-FGHJK")
    flow, _ = take(a_flow(State.WRITING), end, NOW_MS)
    locked, _ = elapse(flow, NOW_MS + LOCK_AFTER_MS)
    reopened = replace(locked, state=State.PIN, is_asking=True)
    assert (locked.state, "ABCDE" in repr(locked)) == (State.CLOSED, False)
    assert take(reopened, Right(), NOW_MS)[0].state is State.PASSPHRASE


@pytest.mark.parametrize("fault", ExportFault)
def test_every_fault_ends_the_export(fault: ExportFault) -> None:
    flow, _ = take(a_flow(State.WRITING), NotExported(fault=fault), NOW_MS)
    assert (flow.state, flow.result) == (State.ENDED, NotExported(fault=fault))


def test_after_a_fault_the_same_stick_is_still_the_new_one() -> None:
    fault = NotExported(fault=ExportFault.CANCELLED)
    flow, calls = press(a_flow(State.ENDED, result=fault, stick=STICK), AdminAct.AGAIN)
    assert (flow.stick, calls[0]) == (STICK, LookCall())


def test_after_an_export_a_new_stick_is_awaited() -> None:
    flow = a_flow(State.ENDED, result=an_end(), stick=STICK)
    after, calls = press(flow, AdminAct.AGAIN)
    assert (after.stick, calls[0]) == (ExportFault.NO_STICK, WatchCall())


def test_a_disk_that_fails_ends_the_export() -> None:
    call = ExportCall(what=What.CSV, span=Span.TODAY, stick=STICK)
    failed = AdminFailed(call=call, sentence="Disk: it is full.")
    assert take(a_flow(State.WRITING), failed, NOW_MS)[0].state is State.ENDED


def test_a_disk_that_fails_at_the_pin_lets_it_be_tried_again() -> None:
    failed = AdminFailed(call=CheckCall(pin="4829"), sentence="Disk: it is full.")
    flow, _ = take(a_flow(State.PIN, is_asking=True), failed, NOW_MS)
    assert (flow.note, flow.is_asking) == (failed, False)


@pytest.mark.parametrize("state", set(State) - {State.CLOSED, State.WRITING})
def test_it_locks_itself_after_two_minutes(state: State) -> None:
    flow = a_flow(state, touched_ms=NOW_MS)
    before, _ = elapse(flow, NOW_MS + LOCK_AFTER_MS - 1)
    after, _ = elapse(flow, NOW_MS + LOCK_AFTER_MS)
    assert (before.state, after.state) == (state, State.CLOSED)


def test_it_never_locks_while_it_writes() -> None:
    assert find_lock_ms(a_flow(State.WRITING), NOW_MS + LOCK_AFTER_MS) is None


def test_a_tap_begins_the_two_minutes_anew() -> None:
    flow, _ = tap(a_flow(State.PIN), Digit(digit="4"), NOW_MS)
    assert find_lock_ms(flow, NOW_MS) == LOCK_AFTER_MS
