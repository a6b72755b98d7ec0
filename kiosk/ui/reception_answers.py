"""Reception answers: what desk and printer answer, as it changes the screen; no Qt."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from kiosk.clock import Instant
from kiosk.declaration import Declaration
from kiosk.payload import Direction
from kiosk.reception import (
    UNDO_WITHIN,
    AlreadyInside,
    Asks,
    BadgeTaken,
    CheckedIn,
    Filled,
    FormFault,
    NotInside,
    NotUnderstood,
    NotUndone,
    ReadAgain,
    SignedOut,
    TurnedAway,
    Undone,
    Visit,
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
    RollKept,
)
from kiosk.ui.desk_declaring import DeskDeclaring
from kiosk.ui.draft import Box, Draft, fill, suggest_badge
from kiosk.ui.notes import Note, NoteKind, Undo, note_fault
from kiosk.ui.paper_calls import Filed, NotPrinted, PaperAnswer, PrintBadge, Printed
from kiosk.ui.reception_flow import (
    Call,
    Listing,
    Reception,
    State,
    Step,
    clear,
)
from kiosk.ui.roll_call import begin

Refused = (
    AlreadyInside
    | BadgeTaken
    | FormFault
    | NotInside
    | NotUndone
    | NotUnderstood
    | TurnedAway
    | DeskFailed
)
Found = Inside | Hosts | Companies | Earlier | Badges | Everybody
"""Nothing was written, and somebody is told why."""


def take(reception: Reception, answer: Answer, now: Instant) -> Step:
    """Return the reception after the desk's `answer`."""
    match answer:
        case CheckedIn(visit=visit):
            # Printed even if the screen was left meanwhile.
            return _begin_visit(reception, visit, now.wall), _follow(visit)
        case _ if reception.state is State.CLOSED:
            return reception, ()
        case Inside() | Hosts() | Companies() | Earlier() | Badges() | Everybody():
            return _take_found(reception, answer, now.wall), ()
        case SignedOut():
            return _end_visit(reception, answer, now.wall)
        case Undone():
            return _take_back(reception, answer)
        case _:
            return _take_form(reception, answer), ()


def take_paper(reception: Reception, came: PaperAnswer) -> Reception:
    """Return the reception after the printer did what it could."""
    note = _note_paper(came)
    wanted = State.ROLL_CALL if note.visit is None else None
    if reception.state is State.CLOSED or wanted not in {None, reception.state}:
        return reception
    is_about = _speaks_of(reception.note, note)
    if not is_about and not isinstance(came, NotPrinted):
        return reception
    undo = reception.note.undo if reception.note and is_about else None
    return replace(reception, note=replace(note, undo=undo))


def _take_form(
    reception: Reception, answer: Filled | Asks | ReadAgain | RollKept | Refused
) -> Reception:
    match answer:
        case Asks(declaration=declaration):
            return _begin_asking(reception, declaration)
        case Filled():
            return _fill(reception, answer)
        case ReadAgain() | RollKept():
            return reception
        case TurnedAway():  # their entry is kept; their name is not
            return replace(clear(reception), note=_note_refusal(reception, answer))
        case _:
            note = _note_refusal(reception, answer)
            return replace(reception, note=note, is_asking=False)


def _follow(visit: Visit) -> tuple[Call, ...]:
    return (
        PrintBadge(visit=visit),
        HostsCall(search=""),
        CompaniesCall(search=""),
        BadgesCall(),
    )


def _begin_visit(reception: Reception, visit: Visit, wall: datetime) -> Reception:
    if reception.state is State.CLOSED:
        return reception
    next_badge = suggest_badge((visit,), reception.badge, wall)
    undo = Undo(entry_id=visit.visit_id, until=wall + UNDO_WITHIN)
    note = Note(kind=NoteKind.CHECKED_IN, visit=visit, undo=undo)
    return replace(clear(replace(reception, badge=next_badge)), note=note)


def _end_visit(reception: Reception, ended: SignedOut, wall: datetime) -> Step:
    undo = Undo(entry_id=ended.entry_id, until=wall + UNDO_WITHIN)
    note = Note(kind=NoteKind.SIGNED_OUT, visit=ended.visit, undo=undo)
    return _list_again(replace(reception, note=note))


def _take_back(reception: Reception, undone: Undone) -> Step:
    came = undone.direction is Direction.IN
    kind = NoteKind.UNDONE_IN if came else NoteKind.UNDONE_OUT
    return _list_again(replace(reception, note=Note(kind=kind, visit=undone.visit)))


def _list_again(told: Reception) -> Step:
    if told.state is State.LIST:
        return told, (InsideCall(search=told.listing.search),)
    return told, ()


def _fill(reception: Reception, filled: Filled) -> Reception:
    if reception.is_asking:
        return reception
    draft = fill(reception.draft, filled, reception.badge)
    reason = next(iter(filled.reasons), None)
    note = Note(kind=NoteKind.LOOK_AT, reason=reason) if reason else None
    shown = replace(reception, state=State.FORM, declaring=None)
    return replace(shown, draft=draft, earlier=(), note=note)


def _begin_asking(reception: Reception, declaration: Declaration) -> Reception:
    """Ask what the point asks, before the visit begins."""
    shown_ms = reception.touched_ms
    declaring = DeskDeclaring(declaration=declaration, shown_ms=shown_ms)
    shown = replace(reception, state=State.DECLARE, declaring=declaring)
    return replace(shown, is_asking=False, note=None)


def _take_found(
    reception: Reception,
    found: Found,
    wall: datetime,
) -> Reception:
    """Show what was found, where it is still what is asked for."""
    match found:
        case Inside(search=search):
            if search != reception.listing.search:
                return reception
            listing = Listing(
                search=search,
                visits=found.visits,
                count=found.count,
                is_loading=False,
            )
            return replace(reception, listing=listing)
        case Hosts() | Companies() | Earlier():
            return _offer(reception, found)
        case Badges(visits=visits):
            return _suggest(reception, visits, wall)
        case Everybody(visits=visits, at=at, seen=seen):
            is_asked = reception.state is State.ROLL_CALL and reception.roll is None
            roll = begin(visits, at, seen)
            return replace(reception, roll=roll) if is_asked else reception
        case _:
            assert_never(found)


def _offer(reception: Reception, found: Hosts | Companies | Earlier) -> Reception:
    match found:
        case Hosts(names=names):
            return replace(reception, hosts=names)
        case Companies(names=names):
            return replace(reception, companies=names)
        case Earlier(search=search, visits=visits):
            is_asked = search == reception.draft.read(Box.NAME).strip()
            return replace(reception, earlier=visits) if is_asked else reception


def _suggest(
    reception: Reception, visits: tuple[Visit, ...], wall: datetime
) -> Reception:
    badge = suggest_badge(visits, "", wall)
    if reception.badge:  # one that was given out here may be unknown to the desk yet
        badge = max(badge, reception.badge)
    draft: Draft = reception.draft
    if draft.read(Box.BADGE) in {"", reception.badge}:
        draft = draft.write(Box.BADGE, badge)
    return replace(reception, badge=badge, draft=draft)


def _note_refusal(reception: Reception, answer: Refused) -> Note:
    match answer:
        case AlreadyInside(visit=visit):
            return Note(kind=NoteKind.ALREADY_INSIDE, visit=visit)
        case BadgeTaken(visit=visit):
            return Note(kind=NoteKind.BADGE_TAKEN, visit=visit, box=Box.BADGE)
        case FormFault():
            return note_fault(answer, reception.draft)
        case NotInside() | NotUndone():
            in_time = isinstance(answer, NotInside)
            return Note(kind=NoteKind.NOT_INSIDE if in_time else NoteKind.NOT_UNDONE)
        case NotUnderstood(reason=reason) | TurnedAway(reason=reason):
            return Note(kind=NoteKind.NOT_UNDERSTOOD, reason=reason)
        case DeskFailed(sentence=sentence):
            is_roll = reception.roll is not None
            kind = NoteKind.ROLL_NOT_KEPT if is_roll else NoteKind.DESK_FAILED
            return Note(kind=kind, text=sentence)
        case _:
            assert_never(answer)


def _note_paper(came: PaperAnswer) -> Note:
    visit = came.call.visit if isinstance(came.call, PrintBadge) else None
    match came:
        case Printed(place=place):
            kind = NoteKind.PRINTED if visit else NoteKind.ROLL_PRINTED
            return Note(kind=kind, visit=visit, text=place)
        case Filed(path=path):
            kind = NoteKind.FILED if visit else NoteKind.ROLL_FILED
            return Note(kind=kind, visit=visit, text=path)
        case NotPrinted(fault=fault):
            kind = NoteKind.NOT_PRINTED if visit else NoteKind.ROLL_NOT_PRINTED
            return Note(kind=kind, visit=visit, text=fault.value)
        case _:
            assert_never(came)


def _speaks_of(shown: Note | None, note: Note) -> bool:
    """Say whether good news belongs to what is shown, and hides nothing else."""
    if shown is None or note.visit is None or shown.visit is None:
        return True
    return shown.visit.visit_id == note.visit.visit_id
