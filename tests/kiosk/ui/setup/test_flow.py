"""Enrolment, settings and diagnostics: what leads where, and what is never lost by it."""

from dataclasses import replace

import pytest

from kiosk.decision import Outcome
from kiosk.export.fault import ExportFault
from kiosk.scanner.teaching import Heard
from kiosk.storage.pin import Right
from kiosk.ui.admin_calls import (
    AdminFailed,
    FactsCall,
    NotExported,
    PinKept,
    SetCall,
)
from kiosk.ui.admin_flow import elapse, take, tap
from kiosk.ui.admin_state import LOCK_AFTER_MS, AdminFlow, State, Step
from kiosk.ui.admin_taps import (
    AdminAct,
    AdminPress,
    Change,
    Digit,
    Hear,
    Letter,
    Present,
)
from kiosk.ui.paper_calls import NotPrinted, PaperFault, Printed, PrintRecovery
from kiosk.ui.setup.calls import (
    ChangeCall,
    CheckedUp,
    CheckupCall,
    CodeRead,
    JoinCall,
    JoinTrouble,
    Key,
    NotJoined,
    PutOffCall,
    SoundCall,
    Tuned,
    TuningCall,
)
from kiosk.ui.setup.flow import LONGEST_GATE, begin, is_restart_due, take_sheet
from kiosk.ui.setup.state import LAST_SEEN, Setup
from tests.ui.admin_samples import (
    FACTS,
    JOINED,
    NOW_MS,
    PASS,
    SEEN,
    TUNED,
    a_flow,
    list_checks,
)

CODE = "VE1ABCD"
NEW = replace(FACTS, is_enrolled=False, is_pin_set=False)
FIRST = Setup(has_steps=True)


def press(flow: AdminFlow, act: AdminAct) -> Step:
    return tap(flow, AdminPress(act=act), NOW_MS)


def first(state: State = State.WELCOME, **changes: object) -> AdminFlow:
    setup = replace(FIRST, **changes)  # type: ignore[arg-type]  # each of its own type
    return a_flow(state, setup=setup, facts=NEW)


def test_the_first_run_begins_with_the_provinces_code() -> None:
    flow, calls = begin(AdminFlow())
    assert (flow.state, calls) == (State.WELCOME, (FactsCall(), TuningCall()))


def test_the_first_run_waits_for_who_installs() -> None:
    later, calls = elapse(first(), NOW_MS + 10 * LOCK_AFTER_MS)
    assert (later.state, calls) == (State.WELCOME, ())


def test_from_the_first_run_no_key_leads_to_the_menu_without_a_pin() -> None:
    assert press(first(), AdminAct.BACK)[0].state is State.WELCOME
    opened, calls = press(first(), AdminAct.OPEN)
    assert (opened.state, calls) == (State.OPENING, (FactsCall(),))


def test_it_is_put_off_for_good() -> None:
    flow, calls = press(first(), AdminAct.PUT_OFF)
    assert (flow.state, calls) == (State.CLOSED, (PutOffCall(),))
    assert not is_restart_due(flow)


def test_a_code_that_is_read_enrols_and_a_second_does_not_disturb() -> None:
    asked, calls = take(first(), CodeRead(code=CODE), NOW_MS)
    assert (asked.setup.is_joining, calls) == (True, (JoinCall(code=CODE),))
    assert take(asked, CodeRead(code="VE1OTHER"), NOW_MS) == (asked, ())
    assert press(asked, AdminAct.PUT_OFF) == (asked, ())


def test_a_code_read_at_the_gate_asks_for_the_pin_first() -> None:
    opened, _ = take(AdminFlow(), CodeRead(code=CODE), NOW_MS)
    asked, calls = take(opened, replace(FACTS, is_enrolled=False), NOW_MS)
    assert (asked.state, calls) == (State.PIN, ())
    let_in, calls = take(asked, Right(), NOW_MS)
    assert let_in.state is State.WELCOME
    assert JoinCall(code=CODE) in calls


def test_a_code_read_at_the_gate_enrols_where_there_is_no_pin() -> None:
    opened, _ = take(AdminFlow(), CodeRead(code=CODE), NOW_MS)
    flow, calls = take(opened, NEW, NOW_MS)
    assert (flow.state, calls) == (State.WELCOME, (JoinCall(code=CODE),))
    assert press(flow, AdminAct.BACK)[0].state is State.WELCOME


def test_a_code_is_typed_letter_by_letter_in_any_case() -> None:
    flow = press(first(), AdminAct.TYPE_CODE)[0]
    for letter in "ve1q-":
        flow = tap(flow, Letter(letter=letter), NOW_MS)[0]
    flow = tap(flow, Digit(digit="7"), NOW_MS)[0]
    assert flow.letters == "VE1Q7"
    erased = press(flow, AdminAct.ERASE)[0]
    asked, calls = press(erased, AdminAct.ENTER)
    assert (asked.state, calls) == (State.WELCOME, (JoinCall(code="VE1Q"),))


def test_why_it_was_refused_is_told_until_the_next_try() -> None:
    refused = NotJoined(why=JoinTrouble.USED_CODE)
    told, _ = take(first(is_joining=True), refused, NOW_MS)
    assert (told.setup.refused, told.setup.is_joining) == (refused, False)
    again, _ = take(told, CodeRead(code=CODE), NOW_MS)
    assert again.setup.refused is None


def test_the_steps_after_it_end_with_a_new_start() -> None:
    flow, _ = take(first(is_joining=True), JOINED, NOW_MS)
    walked = [flow.state]
    for act in (AdminAct.NEXT, AdminAct.NOTED, AdminAct.NEXT):
        flow, _ = press(flow, act)
        walked.append(flow.state)
    assert walked == [State.JOINED, State.RECOVERY, State.SETTINGS, State.NEW_PIN]
    repeated = replace(flow, state=State.REPEAT_PIN, first="4829", digits="4829")
    asked, calls = press(repeated, AdminAct.ENTER)
    assert calls == (SetCall(pin="4829"),)
    tested, _ = take(asked, PinKept(), NOW_MS)
    assert tested.state is State.TRY_READERS
    assert is_restart_due(press(tested, AdminAct.FINISH)[0])


def test_who_has_a_pin_is_asked_for_no_new_one() -> None:
    flow = replace(first(State.SETTINGS, joined=JOINED), facts=FACTS)
    assert press(flow, AdminAct.NEXT)[0].state is State.TRY_READERS


@pytest.mark.parametrize("state", [State.JOINED, State.RECOVERY])
def test_the_passphrase_is_not_taken_away_before_it_was_seen(state: State) -> None:
    flow = first(state, joined=JOINED)
    later, _ = elapse(flow, NOW_MS + 10 * LOCK_AFTER_MS)
    assert later.setup.joined == JOINED
    assert press(flow, AdminAct.BACK)[0].state is state


def test_the_passphrase_is_printed_as_often_as_somebody_wants_it() -> None:
    flow, call = first(State.RECOVERY, joined=JOINED), PrintRecovery(joined=JOINED)
    came = (
        Printed(call=call, place="HP"),
        NotPrinted(call=call, fault=PaperFault.REFUSED),
    )
    for answer in came:
        asked, calls = press(flow, AdminAct.PRINT)
        assert (asked.setup.is_printing, asked.setup.sheet, calls) == (
            True,
            None,
            (call,),
        )
        flow = take_sheet(asked, answer)
        assert (flow.state, flow.setup.is_printing) == (State.RECOVERY, False)
        assert flow.setup.sheet == answer


def test_while_a_sheet_is_on_its_way_no_second_is_asked_for() -> None:
    asked, _ = press(first(State.RECOVERY, joined=JOINED), AdminAct.PRINT)
    assert press(asked, AdminAct.PRINT) == (asked, ())


@pytest.mark.parametrize("state", set(State) - {State.RECOVERY})
def test_nothing_is_printed_from_another_page(state: State) -> None:
    _, calls = press(first(state, joined=JOINED), AdminAct.PRINT)
    assert not any(isinstance(call, PrintRecovery) for call in calls)


def test_who_has_noted_the_passphrase_waits_for_no_printer() -> None:
    asked, _ = press(first(State.RECOVERY, joined=JOINED), AdminAct.PRINT)
    gone, _ = press(asked, AdminAct.NOTED)
    call = PrintRecovery(joined=JOINED)
    later = take_sheet(gone, Printed(call=call, place="HP"))
    assert (later.state, later.setup.sheet) == (State.SETTINGS, None)
    assert later.setup.joined == replace(JOINED, recovery="")


def test_a_lock_after_enrolment_starts_anew_too() -> None:
    flow = first(State.NEW_PIN, joined=JOINED, needs_restart=True)
    locked, _ = elapse(flow, NOW_MS + LOCK_AFTER_MS)
    assert is_restart_due(locked)


def test_an_exports_passphrase_that_nobody_saw_keeps_it_from_starting_anew() -> None:
    closed = AdminFlow(setup=Setup(needs_restart=True))
    unseen = replace(closed, result=NotExported(fault=ExportFault.FULL))
    assert (is_restart_due(closed), is_restart_due(unseen)) == (True, False)


def test_a_value_is_kept_and_needs_a_start_where_the_desk_says_so() -> None:
    flow = a_flow(State.SETTINGS, setup=Setup(tuned=TUNED))
    change = Change(key=Key.DIRECTION, value="out")
    asked, calls = tap(flow, change, NOW_MS)
    assert calls == (ChangeCall(key=Key.DIRECTION, value="out"),)
    told, _ = take(asked, replace(TUNED, needs_restart=True), NOW_MS)
    assert is_restart_due(press(told, AdminAct.RESTART)[0])


def test_a_value_that_was_not_kept_is_told() -> None:
    call = ChangeCall(key=Key.SOUND, value="off")
    flow = a_flow(State.SETTINGS, setup=Setup(tuned=TUNED))
    told, _ = take(flow, AdminFailed(call=call, sentence="disk"), NOW_MS)
    assert told.setup.is_unkept


def test_a_gates_name_is_typed_and_kept() -> None:
    flow = press(a_flow(State.SETTINGS), AdminAct.NAME_GATE)[0]
    for letter in "b2" + "x" * LONGEST_GATE:
        flow = tap(flow, Letter(letter=letter), NOW_MS)[0]
    assert len(flow.letters) == LONGEST_GATE
    named, calls = press(replace(flow, letters="B2"), AdminAct.ENTER)
    assert named.state is State.SETTINGS
    assert calls == (ChangeCall(key=Key.GATE, value="B2"),)


def test_pages_of_settings_turn_to_the_last_and_no_further() -> None:
    flow = a_flow(State.SETTINGS, setup=Setup(tuned=TUNED))
    pages = []
    for act in [AdminAct.EARLIER, *[AdminAct.LATER] * 3]:
        flow, _ = press(flow, act)
        pages.append(flow.setup.page)
    assert pages == [0, 1, 2, 2]


def test_diagnostics_look_as_they_open_and_again_when_asked() -> None:
    opened, calls = press(a_flow(State.MENU), AdminAct.CHECKUP)
    assert calls == (CheckupCall(),)
    told, _ = take(opened, CheckedUp(checks=list_checks(2)), NOW_MS)
    assert told.setup.checks == list_checks(2)
    again, calls = press(told, AdminAct.CHECK_AGAIN)
    assert (again.setup.checks, calls) == (None, (CheckupCall(),))


def test_the_last_reads_of_a_test_are_shown_with_the_pace_they_were_typed_in() -> None:
    flow = a_flow(State.TRY_READERS)
    flow, _ = take(flow, Heard(reader="wedge", data=b"1", keys_per_second=250), NOW_MS)
    for _ in range(LAST_SEEN + 2):
        flow, _ = take(flow, SEEN[0], NOW_MS)
    assert len(flow.setup.seen) == LAST_SEEN
    first_typed, _ = take(
        replace(a_flow(State.TRY_READERS), setup=Setup(keys_per_second=250)),
        SEEN[0],
        NOW_MS,
    )
    assert first_typed.setup.seen[0].pace_ms == 4.0


def test_a_read_that_comes_after_the_test_is_shown_nowhere() -> None:
    assert take(a_flow(State.MENU), SEEN[0], NOW_MS)[0].setup.seen == ()


def test_a_sound_is_heard() -> None:
    _, calls = tap(a_flow(State.TRY_SOUNDS), Hear(outcome=Outcome.DENY), NOW_MS)
    assert calls == (SoundCall(outcome=Outcome.DENY),)


def test_settings_that_come_late_are_kept_for_their_page() -> None:
    told, calls = take(a_flow(State.MENU), Tuned(config=TUNED.config, fixed={}), NOW_MS)
    assert (told.state, calls) == (State.MENU, ())


@pytest.mark.parametrize(("is_enrolled", "enrols"), [(False, True), (True, False)])
def test_a_code_that_came_as_a_picture_enrols_and_is_no_presentation(
    *, is_enrolled: bool, enrols: bool
) -> None:
    code = replace(PASS, data=CODE.encode())
    flow = a_flow(State.CODES, facts=replace(FACTS, is_enrolled=is_enrolled))
    after, calls = tap(flow, Present(code=code), NOW_MS)
    assert (after.state is State.WELCOME) is enrols
    assert (calls == (JoinCall(code=CODE),)) is enrols
