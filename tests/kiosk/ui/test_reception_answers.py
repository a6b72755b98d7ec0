"""Reception answers: what desk and printer answer, as the screen shows it."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from kiosk.declaration import Declaration
from kiosk.payload import Direction
from kiosk.reason import Reason
from kiosk.reception import (
    UNDO_WITHIN,
    AlreadyInside,
    Asks,
    BadgeTaken,
    CheckedIn,
    FormFault,
    NotInside,
    NotUnderstood,
    NotUndone,
    ReadAgain,
    SignedOut,
    TurnedAway,
    Undone,
)
from kiosk.ui.desk_calls import (
    Answer,
    Badges,
    BadgesCall,
    Companies,
    CompaniesCall,
    DeskFailed,
    Earlier,
    Everybody,
    Hosts,
    HostsCall,
    Inside,
    InsideCall,
)
from kiosk.ui.desk_declaring import DeskDeclaring
from kiosk.ui.draft import Box
from kiosk.ui.notes import Note, NoteKind, Undo
from kiosk.ui.paper_calls import (
    Filed,
    NotPrinted,
    PaperFault,
    PrintBadge,
    Printed,
    PrintRoll,
)
from kiosk.ui.reception_answers import take, take_paper
from kiosk.ui.reception_flow import Reception, State, Step
from kiosk.ui.roll_call import begin
from tests.ui.declarations import FEVER
from tests.ui.samples import NAME, WALL
from tests.ui.visitors import a_filled, a_full_draft, a_reception, a_visit, an_instant

FORM = a_reception(State.FORM)
ASKING = replace(FORM, draft=a_full_draft(), is_asking=True)
VISIT = a_visit(7)
SIGNED_OUT = SignedOut(visit=VISIT, entry_id=UUID(int=9))


def answer(reception: Reception, came: Answer) -> Step:
    return take(reception, came, an_instant())


def kind_of(reception: Reception) -> NoteKind | None:
    return reception.note.kind if reception.note else None


def test_a_card_fills_the_form_from_the_list_too() -> None:
    after, _ = answer(a_reception(State.LIST), a_filled())
    assert (after.state, after.draft.read(Box.NAME)) == (State.FORM, NAME)


def test_what_wants_a_look_is_told_with_the_form() -> None:
    after, _ = answer(FORM, a_filled(reasons=(Reason.EXPIRED,)))
    assert after.note == Note(kind=NoteKind.LOOK_AT, reason=Reason.EXPIRED)


def test_a_check_in_is_printed_and_the_next_form_is_empty() -> None:
    after, calls = answer(ASKING, CheckedIn(visit=VISIT))
    wanted = (
        PrintBadge(visit=VISIT),
        HostsCall(search=""),
        CompaniesCall(search=""),
        BadgesCall(),
    )
    assert (calls, after.is_asking) == (wanted, False)
    assert after.draft.texts == {Box.BADGE: "26112008"}


def test_a_check_in_is_printed_even_if_the_screen_was_left() -> None:
    after, calls = answer(Reception(), CheckedIn(visit=VISIT))
    assert (after, calls[0]) == (Reception(), PrintBadge(visit=VISIT))


@pytest.mark.parametrize(
    ("came", "kind"),
    [
        (AlreadyInside(visit=VISIT), NoteKind.ALREADY_INSIDE),
        (BadgeTaken(visit=VISIT), NoteKind.BADGE_TAKEN),
        (FormFault.NAME_MISSING, NoteKind.NAME_MISSING),
        (FormFault.TEXT_TOO_LONG, NoteKind.TEXT_TOO_LONG),
        (FormFault.BADGE_NOT_DIGITS, NoteKind.BADGE_NOT_DIGITS),
        (NotInside(), NoteKind.NOT_INSIDE),
        (NotUnderstood(reason=Reason.LINK), NoteKind.NOT_UNDERSTOOD),
        (DeskFailed(sentence="x"), NoteKind.DESK_FAILED),
    ],
)
def test_a_refusal_is_told_and_nothing_typed_is_lost(
    came: Answer, kind: NoteKind
) -> None:
    after, calls = answer(ASKING, came)
    assert (kind_of(after), after.draft, calls) == (kind, ASKING.draft, ())
    assert not after.is_asking


def test_the_same_code_again_changes_nothing() -> None:
    assert answer(FORM, ReadAgain()) == (FORM, ())


def test_a_sign_out_refreshes_the_list() -> None:
    after, calls = answer(a_reception(State.LIST), SIGNED_OUT)
    assert (kind_of(after), calls) == (
        NoteKind.SIGNED_OUT,
        (InsideCall(search=""),),
    )


@pytest.mark.parametrize(
    "came",
    [
        a_filled(),
        SIGNED_OUT,
        Hosts(search="", names=("Lan",)),
        NotInside(),
        Badges(visits=(VISIT,)),
    ],
)
def test_an_answer_after_closing_shows_nothing(came: Answer) -> None:
    assert answer(Reception(), came) == (Reception(), ())


def test_a_list_for_older_letters_is_not_shown() -> None:
    listed = a_reception(State.LIST)
    after, _ = answer(listed, Inside(search="old", visits=(VISIT,), count=1))
    assert after == listed


def test_the_list_is_shown_with_its_count() -> None:
    found = Inside(search="", visits=(VISIT,), count=42)
    after, _ = answer(a_reception(State.LIST), found)
    assert (after.listing.visits, after.listing.count) == ((VISIT,), 42)


def test_known_visitors_are_offered_for_the_name_that_stands_there() -> None:
    typed = replace(FORM, draft=FORM.draft.write(Box.NAME, "Trần"))
    offered, _ = answer(typed, Earlier(search="Trần", visits=(VISIT,)))
    late, _ = answer(typed, Earlier(search="Tr", visits=(VISIT,)))
    assert (offered.earlier, late.earlier) == ((VISIT,), ())


def test_a_badge_that_was_typed_is_not_replaced() -> None:
    typed = replace(FORM, draft=FORM.draft.write(Box.BADGE, "5"))
    after, _ = answer(typed, Badges(visits=(a_visit(1, badge="26112040"),)))
    assert (after.draft.read(Box.BADGE), after.badge) == ("5", "26112041")


def test_a_roll_call_is_taken_once() -> None:
    waiting = a_reception(State.ROLL_CALL)
    taken, _ = answer(waiting, Everybody(visits=(VISIT,), at=WALL))
    assert taken.roll == begin([VISIT], WALL)
    assert answer(taken, Everybody(visits=(), at=WALL))[0] == taken


def test_a_failed_badge_is_told_whatever_is_shown() -> None:
    came = NotPrinted(call=PrintBadge(visit=VISIT), fault=PaperFault.NO_PRINTER)
    told = [take_paper(a_reception(state), came) for state in (State.FORM, State.LIST)]
    assert [kind_of(one) for one in told] == [NoteKind.NOT_PRINTED] * 2


def test_a_printed_badge_hides_no_other_sentence() -> None:
    other = replace(FORM, note=Note(kind=NoteKind.BADGE_TAKEN, visit=a_visit(3)))
    came = Printed(call=PrintBadge(visit=VISIT), place="x")
    assert take_paper(other, came) == other


def test_a_printed_list_is_told_in_the_roll_call_only() -> None:
    call = PrintRoll(roll=begin([], WALL), at=WALL)
    came = Printed(call=call, place="x")
    called = take_paper(a_reception(State.ROLL_CALL), came)
    assert kind_of(called) is NoteKind.ROLL_PRINTED
    assert take_paper(FORM, came) == FORM


@pytest.mark.parametrize(
    ("came", "entry_id"),
    [(CheckedIn(visit=VISIT), VISIT.visit_id), (SIGNED_OUT, SIGNED_OUT.entry_id)],
)
def test_what_was_just_done_may_be_undone(came: Answer, entry_id: UUID) -> None:
    after, _ = answer(FORM, came)
    assert after.note is not None
    assert after.note.undo == Undo(entry_id=entry_id, until=WALL + UNDO_WITHIN)


def test_a_printed_badge_leaves_the_undo_where_it_was() -> None:
    told, _ = answer(FORM, CheckedIn(visit=VISIT))
    after = take_paper(told, Printed(call=PrintBadge(visit=VISIT), place="x"))
    assert (kind_of(after), after.note and after.note.undo) == (
        NoteKind.PRINTED,
        told.note and told.note.undo,
    )


@pytest.mark.parametrize(
    ("direction", "kind"),
    [(Direction.IN, NoteKind.UNDONE_IN), (Direction.OUT, NoteKind.UNDONE_OUT)],
)
def test_what_was_undone_is_told(direction: Direction, kind: NoteKind) -> None:
    after, calls = answer(
        a_reception(State.LIST), Undone(visit=VISIT, direction=direction)
    )
    assert (kind_of(after), calls) == (kind, (InsideCall(search=""),))


def test_an_undo_that_comes_too_late_is_told() -> None:
    assert kind_of(answer(FORM, NotUndone())[0]) is NoteKind.NOT_UNDONE


def test_the_file_of_a_badge_is_named() -> None:
    after = take_paper(FORM, Filed(call=PrintBadge(visit=VISIT), path="/p/badge.pdf"))
    assert (kind_of(after), after.note and after.note.text) == (
        NoteKind.FILED,
        "/p/badge.pdf",
    )


def test_companies_that_were_found_are_offered() -> None:
    after, _ = answer(FORM, Companies(search="", names=("Bưu điện",)))
    assert after.companies == ("Bưu điện",)


def test_a_roll_call_goes_on_with_its_ticks_and_its_time() -> None:
    earlier = WALL - timedelta(hours=1)
    seen = frozenset({VISIT.visit_id})
    came = Everybody(visits=(VISIT,), at=earlier, seen=seen)
    roll = answer(a_reception(State.ROLL_CALL), came)[0].roll
    assert roll is not None
    assert (roll.seen, roll.taken_at) == (seen, earlier)


def test_ticks_that_the_disk_did_not_take_are_told() -> None:
    calling = replace(a_reception(State.ROLL_CALL), roll=begin([VISIT], WALL))
    after, _ = answer(calling, DeskFailed(sentence="full"))
    assert (kind_of(after), after.roll) == (NoteKind.ROLL_NOT_KEPT, calling.roll)


def test_what_the_point_asks_is_shown_before_the_visit() -> None:
    declaration = Declaration(questions=(FEVER,))
    asked, calls = take(
        a_reception(State.FORM), Asks(declaration=declaration), an_instant()
    )
    assert (asked.state, calls) == (State.DECLARE, ())
    assert asked.declaring is not None
    assert asked.declaring.question == FEVER


def test_who_is_turned_away_leaves_a_note_and_no_name() -> None:
    filled = replace(a_reception(State.FORM), draft=a_full_draft(), is_asking=True)
    turned = TurnedAway(reason=Reason.ANSWER_NOT_ACCEPTED)
    told, calls = take(filled, turned, an_instant())
    assert (told.draft.read(Box.NAME), told.is_asking, calls) == ("", False, ())
    assert told.note is not None
    assert told.note.reason is Reason.ANSWER_NOT_ACCEPTED


def test_a_code_at_a_question_is_the_next_visitors() -> None:
    declaring = DeskDeclaring(declaration=Declaration(questions=(FEVER,)), shown_ms=0)
    asked = replace(a_reception(State.DECLARE), declaring=declaring)
    filled, _ = take(asked, a_filled(), an_instant())
    assert (filled.state, filled.declaring) == (State.FORM, None)
