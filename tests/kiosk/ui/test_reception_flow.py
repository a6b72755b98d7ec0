"""Reception flow: taps, codes and time, without Qt and without a desk."""

from dataclasses import replace

import msgspec
import pytest

from kiosk.declaration import Declaration, Declared
from kiosk.reason import Reason
from kiosk.reception import Form, VisitField
from kiosk.ui.desk_calls import (
    BadgesCall,
    CheckInCall,
    CompaniesCall,
    EarlierCall,
    EndRollCall,
    EverybodyCall,
    HostsCall,
    InsideCall,
    PresentCall,
    SeenCall,
    SignOutCall,
    UndoCall,
)
from kiosk.ui.desk_declaring import GUARD_MS, DeskDeclaring
from kiosk.ui.draft import Box, Draft
from kiosk.ui.notes import NoteKind
from kiosk.ui.paper_calls import PrintBadge, PrintRoll
from kiosk.ui.reception_flow import (
    TRANSITIONS,
    Reception,
    State,
    Step,
    elapse,
    find_left_ms,
    is_warning,
    present,
    tap,
)
from kiosk.ui.roll_call import begin
from kiosk.ui.staff.taps import AnswerTap
from kiosk.ui.taps import (
    Act,
    Choose,
    Press,
    RepeatTap,
    ReprintTap,
    SearchWrite,
    SignOutTap,
    Tap,
    TickTap,
    UndoTap,
    Write,
)
from tests.builders import a_payload
from tests.ui.declarations import FEVER, LONGEST
from tests.ui.samples import WALL
from tests.ui.visitors import a_full_draft, a_reception, a_visit, an_instant

FORM = a_reception(State.FORM)
FILLED = replace(FORM, draft=a_full_draft())
ROLL = replace(a_reception(State.ROLL_CALL), roll=begin([a_visit(1), a_visit(2)], WALL))


def do(reception: Reception, tapped: Tap, at_ms: int = 0) -> Step:
    return tap(reception, tapped, an_instant(at_ms))


def press(reception: Reception, act: Act, at_ms: int = 0) -> Step:
    return do(reception, Press(act=act), at_ms)


def test_the_form_opens_with_hosts_and_a_badge() -> None:
    opened, calls = press(Reception(), Act.OPEN)
    wanted = (HostsCall(search=""), CompaniesCall(search=""), BadgesCall())
    assert (opened.state, calls) == (State.FORM, wanted)


def test_the_evacuation_is_two_taps_from_idle_and_needs_no_pin() -> None:
    opened, _ = press(Reception(), Act.OPEN)
    called, calls = press(opened, Act.ROLL_CALL)
    assert (called.state, calls) == (State.ROLL_CALL, (EverybodyCall(at=WALL),))


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("act", Act)
def test_an_act_leads_only_where_the_table_says(state: State, act: Act) -> None:
    after, _ = press(a_reception(state), act)
    assert after.state is TRANSITIONS.get((state, act), state)


def test_confirming_asks_the_desk_once() -> None:
    asking, calls = press(FILLED, Act.CONFIRM)
    assert calls == (CheckInCall(form=a_full_draft().to_form()),)
    assert press(asking, Act.CONFIRM)[1] == ()


def test_nothing_is_typed_while_a_check_in_is_under_way() -> None:
    asking, _ = press(FILLED, Act.CONFIRM)
    after, _ = do(asking, Write(box=Box.PLATE, text="x"))
    assert after.draft == asking.draft


def test_a_chip_fills_its_box_and_the_same_chip_empties_it() -> None:
    chip = Choose(box=Box.PURPOSE, text="Họp")
    once, _ = do(FORM, chip)
    twice, _ = do(once, chip)
    assert (once.draft.read(Box.PURPOSE), twice.draft.read(Box.PURPOSE)) == ("Họp", "")


def test_what_a_card_filled_is_not_typed_over() -> None:
    after, calls = do(FILLED, Write(box=Box.NAME, text="x"))
    assert (after.draft, calls) == (FILLED.draft, ())


@pytest.mark.parametrize(
    ("box", "text", "calls"),
    [
        (Box.HOST, "lan ", (HostsCall(search="lan"),)),
        (Box.COMPANY, "buu ", (CompaniesCall(search="buu"),)),
        (Box.NAME, "tr", (EarlierCall(search="tr"),)),
        (Box.NAME, "t", ()),
        (Box.PLATE, "29A", ()),
    ],
)
def test_typing_looks_up_hosts_and_known_visitors(
    box: Box, text: str, calls: tuple[object, ...]
) -> None:
    after, asked = do(FORM, Write(box=box, text=text))
    assert (after.draft.read(box), asked) == (text, calls)


def test_an_offer_fills_the_form_and_is_offered_no_longer() -> None:
    offered = replace(FORM, earlier=(a_visit(1),))
    after, _ = do(offered, RepeatTap(visit=a_visit(1)))
    assert (after.draft.read(Box.NAME), after.earlier) == (a_visit(1).name, ())


def test_clearing_keeps_the_suggested_badge_only() -> None:
    after, _ = press(FILLED, Act.CLEAR)
    assert after.draft.texts == {Box.BADGE: "26112007"}


def test_the_list_is_searched_as_it_is_typed() -> None:
    after, calls = do(a_reception(State.LIST), SearchWrite(text="ng"))
    assert (after.listing.search, calls) == ("ng", (InsideCall(search="ng"),))


def test_a_row_signs_out_and_prints_again() -> None:
    visit, listed = a_visit(1), a_reception(State.LIST)
    calls = [do(listed, SignOutTap(visit=visit)), do(listed, ReprintTap(visit=visit))]
    assert [asked for _, (asked,) in calls] == [
        SignOutCall(visit_id=visit.visit_id),
        PrintBadge(visit=visit),
    ]


@pytest.mark.parametrize("state", [State.FORM, State.LIST])
def test_a_code_goes_to_the_desk(state: State) -> None:
    call = PresentCall(payload=a_payload())
    assert present(a_reception(state), call, an_instant())[1] == (call,)


def test_a_code_while_closed_changes_nothing() -> None:
    call = PresentCall(payload=a_payload())
    assert present(Reception(), call, an_instant()) == (Reception(), ())


@pytest.mark.parametrize(
    ("code", "kind", "seen"),
    [("26112001", NoteKind.SEEN, 1), ("777", NoteKind.NOT_ON_LIST, 0)],
)
def test_a_code_in_the_roll_call_ticks_and_signs_nobody_out(
    code: str, kind: NoteKind, seen: int
) -> None:
    call = PresentCall(payload=a_payload(code))
    after, calls = present(ROLL, call, an_instant())
    assert after.note is not None
    assert after.roll is not None
    assert (after.note.kind, len(after.roll.seen)) == (kind, seen)
    assert calls == (SeenCall(seen=after.roll.seen),) * seen


def test_the_roll_call_is_ticked_filtered_searched_and_printed() -> None:
    ticked, _ = do(ROLL, TickTap(visit=a_visit(1)))
    filtered, _ = press(ticked, Act.ONLY_UNSEEN)
    searched, _ = do(filtered, SearchWrite(text="le"))
    assert searched.roll is not None
    roll = searched.roll
    assert (len(roll.seen), roll.only_unseen, roll.search) == (1, True, "le")
    assert press(searched, Act.PRINT_ROLL)[1] == (PrintRoll(roll=roll, at=WALL),)


def test_the_roll_call_asks_before_it_ends() -> None:
    asked, _ = press(ROLL, Act.END)
    gone_on, _ = press(asked, Act.GO_ON)
    ended, _ = press(asked, Act.END_SURE)
    assert (asked.state, asked.is_ending) == (State.ROLL_CALL, True)
    assert (gone_on.is_ending, gone_on.roll) == (False, ROLL.roll)
    assert (ended.state, ended.roll) == (State.LIST, None)


@pytest.mark.parametrize("state", [State.FORM, State.LIST])
def test_a_screen_warns_after_a_minute_and_is_wiped_20_s_later(state: State) -> None:
    reception = replace(FILLED, state=state)
    assert not is_warning(reception, 59_999)
    assert is_warning(reception, 60_000)
    assert elapse(reception, 79_999) == reception
    assert elapse(reception, 80_000) == Reception()


def test_a_tap_keeps_the_screen() -> None:
    stayed, _ = press(FILLED, Act.STAY, at_ms=70_000)
    assert (is_warning(stayed, 100_000), stayed.draft) == (False, FILLED.draft)


def test_a_tap_that_comes_too_late_finds_an_empty_screen() -> None:
    after, calls = press(FILLED, Act.CONFIRM, at_ms=80_000)
    assert (after.state, calls) == (State.CLOSED, ())


def test_the_roll_call_never_times_out() -> None:
    assert find_left_ms(ROLL, 100_000_000) is None
    assert elapse(ROLL, 100_000_000) == ROLL


def test_a_check_in_under_way_is_waited_for() -> None:
    asking, _ = press(FILLED, Act.CONFIRM)
    assert elapse(asking, 100_000_000) == asking


def test_a_form_without_a_card_is_what_was_typed() -> None:
    typed, _ = do(FORM, Write(box=Box.NAME, text="Lê Văn"))
    _, (call,) = press(typed, Act.CONFIRM)
    fields = {VisitField.BADGE: "26112007"}
    assert call == CheckInCall(form=Form(name="Lê Văn", document="", fields=fields))


def test_an_undo_is_asked_of_the_desk_once() -> None:
    entry_id = a_visit(1).visit_id
    after, calls = do(FORM, UndoTap(entry_id=entry_id))
    assert (after.note, calls) == (None, (UndoCall(entry_id=entry_id),))


def test_every_tick_is_kept() -> None:
    visit = a_visit(1)
    ticked, calls = do(ROLL, TickTap(visit=visit))
    assert calls == (SeenCall(seen=frozenset({visit.visit_id})),)
    assert do(ticked, TickTap(visit=visit))[1] == (SeenCall(seen=frozenset()),)


def test_a_roll_call_that_ends_is_forgotten() -> None:
    ended, calls = press(replace(ROLL, is_ending=True), Act.END_SURE)
    assert (ended.roll, calls) == (None, (EndRollCall(), InsideCall(search="")))


ASKED = replace(
    FILLED,
    state=State.DECLARE,
    declaring=DeskDeclaring(
        declaration=Declaration(questions=(FEVER, LONGEST)), shown_ms=0
    ),
)


def say(reception: Reception, *answers: bool) -> Step:
    """Answer the questions one after the other."""
    step: Step = (reception, ())
    for number, is_yes in enumerate(answers, 1):
        step = do(step[0], AnswerTap(is_yes=is_yes), number * GUARD_MS)
    return step


def test_the_visit_begins_with_the_last_answer() -> None:
    answered, calls = say(ASKED, False, False)
    said = Declared(answers={"fever": False, "away": False})
    form = msgspec.structs.replace(FILLED.draft.to_form(), declared=said)
    assert calls == (CheckInCall(form=form),)
    assert (answered.state, answered.is_asking) == (State.FORM, True)


def test_an_answer_that_wants_a_look_is_shown_with_the_form_first() -> None:
    answered, calls = say(ASKED, True, False)
    assert (answered.state, calls) == (State.FORM, ())
    assert answered.note is not None
    assert answered.note.reason is Reason.ANSWER_TO_CHECK
    _, calls = do(answered, Press(act=Act.CONFIRM))
    assert calls == (CheckInCall(form=answered.draft.to_form()),)


def test_an_answer_that_turns_away_is_kept_at_once() -> None:
    _, calls = say(ASKED, False, True)
    assert [type(call) for call in calls] == [CheckInCall]


def test_the_way_back_from_the_first_question_is_the_form() -> None:
    second, _ = say(ASKED, False)
    first, _ = do(second, Press(act=Act.BACK), 2 * GUARD_MS)
    form, _ = do(first, Press(act=Act.BACK), 3 * GUARD_MS)
    assert (first.state, form.state) == (State.DECLARE, State.FORM)
    assert (form.draft, form.declaring) == (FILLED.draft, None)


def test_another_name_has_declared_nothing() -> None:
    answered, _ = say(replace(ASKED, draft=Draft()), True, False)
    written, _ = do(answered, Write(box=Box.NAME, text="An"))
    assert (answered.draft.declared is None, written.draft.declared) == (False, None)


def test_an_answer_to_no_question_is_nothing() -> None:
    assert do(FORM, AnswerTap(is_yes=True))[0].declaring is None


def test_questions_that_nobody_answers_are_wiped() -> None:
    assert elapse(ASKED, 100_000) == Reception()
