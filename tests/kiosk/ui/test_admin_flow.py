"""Admin flow: what leads where, what is asked, and when it locks itself."""

from dataclasses import replace

import pytest

from kiosk.export.fault import ExportFault
from kiosk.storage.pin import Right
from kiosk.ui.admin_calls import (
    AdminFailed,
    CheckCall,
    CountCall,
    Counted,
    ExportCall,
    FactsCall,
    LookCall,
    Looked,
    NotExported,
    ReadCall,
    Span,
    WatchCall,
    What,
)
from kiosk.ui.admin_flow import LOOK_EVERY_MS, elapse, take, tap
from kiosk.ui.admin_state import (
    LOCK_AFTER_MS,
    TRANSITIONS,
    AdminFlow,
    State,
    Step,
    find_lock_ms,
)
from kiosk.ui.admin_taps import AdminAct, AdminPress, ChooseSpan, ChooseWhat, Digit
from tests.ui.admin_samples import (
    FACTS,
    NOW_MS,
    STICK,
    a_flow,
    a_picture,
    a_progress,
    an_end,
)

NEVER_LOCKED = {State.CLOSED, State.WRITING, State.JOINED, State.RECOVERY}
PLAIN = {
    key: target
    for key, target in TRANSITIONS.items()
    if key[1] not in {AdminAct.START, AdminAct.ENTER}
}


def press(flow: AdminFlow, act: AdminAct) -> Step:
    return tap(flow, AdminPress(act=act), NOW_MS)


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


def test_opening_asks_whether_there_is_a_pin() -> None:
    flow, calls = press(AdminFlow(), AdminAct.OPEN)
    assert calls == (FactsCall(),)
    assert take(flow, FACTS, NOW_MS)[0].state is State.PIN


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


@pytest.mark.parametrize("state", set(State) - NEVER_LOCKED)
def test_it_locks_itself_after_two_minutes(state: State) -> None:
    flow = a_flow(state, touched_ms=NOW_MS)
    before, _ = elapse(flow, NOW_MS + LOCK_AFTER_MS - 1)
    after, _ = elapse(flow, NOW_MS + LOCK_AFTER_MS)
    assert (before.state, after.state) == (state, State.CLOSED)


def test_a_tap_begins_the_two_minutes_anew() -> None:
    flow, _ = tap(a_flow(State.PIN), Digit(digit="4"), NOW_MS)
    assert find_lock_ms(flow, NOW_MS) == LOCK_AFTER_MS


def test_a_bundle_is_offered_with_everything_that_was_not_sent() -> None:
    chosen = ChooseWhat(what=What.BUNDLE)
    flow, calls = tap(a_flow(State.CHOOSE), chosen, NOW_MS)
    assert flow.span is Span.UNSENT
    assert calls == (CountCall(what=What.BUNDLE, span=Span.UNSENT),)


def test_a_picture_begins_by_noting_which_sticks_are_there() -> None:
    flow, calls = press(a_flow(State.MENU, stick=STICK), AdminAct.PICTURES)
    assert (calls, flow.stick) == ((WatchCall(),), ExportFault.NO_STICK)
    assert elapse(flow, NOW_MS + LOOK_EVERY_MS)[1] == (LookCall(),)


def test_a_disk_that_fails_while_a_picture_is_read_lets_it_be_tried_again() -> None:
    call = ReadCall(source=b"", name="pass.png")
    failed = AdminFailed(call=call, sentence="Disk: it is full.")
    flow, _ = take(a_picture(State.PICTURES, is_reading=True), failed, NOW_MS)
    assert (flow.pictures.is_reading, flow.note) == (False, failed)
