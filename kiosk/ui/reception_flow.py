"""Reception flow: which of the desk's screens is shown, and what it asks for; no Qt.

`advance` takes one event and returns the reception after it together with the
calls that somebody else makes; their answers are events too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import assert_never

from kiosk.clock import Instant
from kiosk.declaration import find_reasons
from kiosk.reason import Reason
from kiosk.reception import Visit
from kiosk.ui.desk_calls import (
    BadgesCall,
    CheckInCall,
    CompaniesCall,
    DeskCall,
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
from kiosk.ui.desk_declaring import DeskDeclaring, answer, confirm, go_back
from kiosk.ui.draft import Box, Draft, repeat
from kiosk.ui.notes import Note, NoteKind
from kiosk.ui.paper_calls import PrintBadge, PrintRoll
from kiosk.ui.roll_call import RollCall
from kiosk.ui.staff.taps import AnswerTap, DeclarationTap, PhoneSkip, PhoneTap
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

ASK_AFTER_MS = 60_000
"""A screen with names on it asks after this long whether anybody is there."""
ASK_FOR_MS = 20_000
"""How long it asks before it wipes itself (screens.md, rule 19)."""
SEARCH_FROM = 2
"""So many letters of a name are needed before returning visitors are offered."""


class State(StrEnum):
    """Which screen of the desk is shown."""

    CLOSED = "closed"
    """The gate's own screen is."""
    FORM = "form"
    DECLARE = "declare"
    """The point's questions are asked before a visit begins."""
    LIST = "list"
    ROLL_CALL = "roll_call"


TRANSITIONS: Mapping[tuple[State, Act], State] = {
    (State.CLOSED, Act.OPEN): State.FORM,
    (State.FORM, Act.BACK): State.CLOSED,
    (State.FORM, Act.LIST): State.LIST,
    (State.FORM, Act.ROLL_CALL): State.ROLL_CALL,
    (State.DECLARE, Act.BACK): State.FORM,
    (State.LIST, Act.BACK): State.FORM,
    (State.LIST, Act.ROLL_CALL): State.ROLL_CALL,
    (State.ROLL_CALL, Act.END_SURE): State.LIST,
}
"""Where an act leads; one that is not here leaves the screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Who is inside, as the list shows it: what was typed, and whom it found."""

    search: str = ""
    visits: tuple[Visit, ...] = ()
    count: int = 0
    is_loading: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """What the desk shows; times are monotonic milliseconds.

    `badge` is the number that is suggested. `is_asking` while a check-in is
    under way: a second tap begins no second visit. `is_ending` while the roll
    call asks whether it may end.
    """

    state: State = State.CLOSED
    touched_ms: int = 0
    draft: Draft = field(default_factory=Draft)
    badge: str = ""
    hosts: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    earlier: tuple[Visit, ...] = ()
    listing: Listing = field(default_factory=Listing)
    roll: RollCall | None = None
    declaring: DeskDeclaring | None = None
    note: Note | None = None
    is_asking: bool = False
    is_ending: bool = False


Call = DeskCall | PrintBadge | PrintRoll
Step = tuple[Reception, tuple[Call, ...]]


def tap(reception: Reception, tapped: Tap, now: Instant) -> Step:
    """Return the reception after `tapped`, and what is asked of desk and printer."""
    current = elapse(reception, now.monotonic_ms)
    touched = replace(current, touched_ms=now.monotonic_ms)
    match tapped:
        case Press(act=act):
            return _press(touched, act, now)
        case AnswerTap() | PhoneTap() | PhoneSkip() if touched.declaring is not None:
            asked = answer(touched.declaring, tapped, now.monotonic_ms)
            return _ask_on(touched, asked)
        case Write() | Choose() | RepeatTap() | AnswerTap() | PhoneTap() | PhoneSkip():
            return _change_form(touched, tapped)
        case SearchWrite(text=text):
            return _search(touched, text)
        case SignOutTap() | ReprintTap() | UndoTap():
            return touched, (_name_call(tapped),)
        case TickTap(visit=visit):
            return _tick(touched, visit)
        case _:
            assert_never(tapped)


def present(reception: Reception, call: PresentCall, now: Instant) -> Step:
    """Return the reception after a code was presented to it."""
    touched = replace(reception, touched_ms=now.monotonic_ms)
    match touched.state:
        case State.FORM | State.LIST | State.DECLARE:
            return touched, (call,)
        case State.ROLL_CALL:
            return _see(touched, call)
        case State.CLOSED:
            return reception, ()
        case _:
            assert_never(touched.state)


def elapse(reception: Reception, now_ms: int) -> Reception:
    """Return the reception after time has run to `now_ms`."""
    left_ms = find_left_ms(reception, now_ms)
    return reception if left_ms is None or left_ms > 0 else Reception()


def find_left_ms(reception: Reception, now_ms: int) -> int | None:
    """Return how long until the screen wipes itself; None where it never does."""
    if reception.state in {State.CLOSED, State.ROLL_CALL} or reception.is_asking:
        return None
    return max(0, reception.touched_ms + ASK_AFTER_MS + ASK_FOR_MS - now_ms)


def is_warning(reception: Reception, now_ms: int) -> bool:
    """Say whether the screen asks now whether anybody is there."""
    left_ms = find_left_ms(reception, now_ms)
    return left_ms is not None and left_ms <= ASK_FOR_MS


def clear(reception: Reception) -> Reception:
    """Return the reception with an empty form, and its last note."""
    draft = Draft(texts={Box.BADGE: reception.badge} if reception.badge else {})
    return replace(reception, draft=draft, earlier=(), is_asking=False)


def _name_call(tapped: SignOutTap | ReprintTap | UndoTap) -> Call:
    match tapped:
        case SignOutTap(visit=visit):
            return SignOutCall(visit_id=visit.visit_id)
        case ReprintTap(visit=visit):
            return PrintBadge(visit=visit)
        case UndoTap(entry_id=entry_id):
            return UndoCall(entry_id=entry_id)


def _press(reception: Reception, act: Act, now: Instant) -> Step:
    if reception.declaring is not None:
        return _press_declaring(reception, reception.declaring, act, now)
    target = TRANSITIONS.get((reception.state, act))
    if target is not None:
        return _go(reception, target, now)
    match act:
        case Act.CONFIRM if reception.state is State.FORM and not reception.is_asking:
            form = reception.draft.to_form()
            asking = replace(reception, is_asking=True, note=None)
            return asking, (CheckInCall(form=form),)
        case Act.CLEAR if reception.state is State.FORM and not reception.is_asking:
            cleared = replace(clear(reception), note=None)
            return cleared, (HostsCall(search=""), CompaniesCall(search=""))
        case _ if reception.roll is not None:
            return _press_roll(reception, reception.roll, act, now)
        case _:
            return reception, ()


def _press_declaring(
    reception: Reception, declaring: DeskDeclaring, act: Act, now: Instant
) -> Step:
    match act:
        case Act.BACK:
            before = go_back(declaring, now.monotonic_ms)
            if before is not None:
                return replace(reception, declaring=before), ()
            target = TRANSITIONS[reception.state, act]
            return _go(replace(reception, declaring=None), target, now)
        case Act.CONFIRM:
            return _ask_on(reception, confirm(declaring))
        case _:
            return reception, ()


def _ask_on(reception: Reception, declaring: DeskDeclaring) -> Step:
    """Ask the next question; after the last, begin the visit, unless that wants a look."""
    if not declaring.is_complete:
        return replace(reception, declaring=declaring), ()
    declared = declaring.declared
    draft = replace(reception.draft, declared=declared)
    shown = replace(reception, state=State.FORM, draft=draft, declaring=None)
    reasons = find_reasons(declaring.declaration, declared)
    if reasons == (Reason.ANSWER_TO_CHECK,):
        note = Note(kind=NoteKind.LOOK_AT, reason=Reason.ANSWER_TO_CHECK)
        return replace(shown, note=note), ()
    asking = replace(shown, is_asking=True, note=None)
    return asking, (CheckInCall(form=draft.to_form()),)


def _press_roll(reception: Reception, roll: RollCall, act: Act, now: Instant) -> Step:
    match act:
        case Act.ONLY_UNSEEN:
            shown = replace(roll, only_unseen=not roll.only_unseen)
            return replace(reception, roll=shown), ()
        case Act.PRINT_ROLL:
            return reception, (PrintRoll(roll=roll, at=now.wall),)
        case Act.END | Act.GO_ON:
            return replace(reception, is_ending=act is Act.END), ()
        case _:
            return reception, ()


def _go(reception: Reception, target: State, now: Instant) -> Step:
    match target:
        case State.CLOSED:
            return Reception(), ()
        case State.FORM:
            opened = replace(reception, state=target, note=None, listing=Listing())
            return opened, (
                HostsCall(search=""),
                CompaniesCall(search=""),
                BadgesCall(),
            )
        case State.LIST:
            ended = (EndRollCall(),) if reception.roll is not None else ()
            listed = replace(
                reception, state=target, note=None, roll=None, is_ending=False
            )
            return listed, (*ended, InsideCall(search=reception.listing.search))
        case State.DECLARE:
            return reception, ()  # the desk's answer leads there
        case State.ROLL_CALL:
            called = replace(reception, state=target, note=None, roll=None)
            return called, (EverybodyCall(at=now.wall),)
        case _:
            assert_never(target)


def _change_form(
    reception: Reception, tapped: Write | Choose | RepeatTap | DeclarationTap
) -> Step:
    draft = reception.draft
    if reception.state is not State.FORM or reception.is_asking:
        return reception, ()
    match tapped:
        case RepeatTap(visit=visit):
            return replace(reception, draft=repeat(draft, visit), earlier=()), ()
        case Choose(box=box, text=text):
            chosen = "" if draft.read(box) == text else text
            return replace(reception, draft=draft.write(box, chosen)), ()
        case Write(box=box, text=text) if not draft.is_locked(box):
            written = replace(reception, draft=draft.write(box, text))
            return _look_up(written, box, text)
        case _:
            return reception, ()


def _look_up(reception: Reception, box: Box, text: str) -> Step:
    match box:
        case Box.HOST:
            return reception, (HostsCall(search=text.strip()),)
        case Box.COMPANY:
            return reception, (CompaniesCall(search=text.strip()),)
        case Box.NAME if len(text.strip()) >= SEARCH_FROM:
            return reception, (EarlierCall(search=text.strip()),)
        case Box.NAME:
            return replace(reception, earlier=()), ()
        case _:
            return reception, ()


def _search(reception: Reception, text: str) -> Step:
    match reception.state:
        case State.LIST:
            listing = replace(reception.listing, search=text)
            return replace(reception, listing=listing), (InsideCall(search=text),)
        case State.ROLL_CALL if reception.roll is not None:
            return replace(reception, roll=replace(reception.roll, search=text)), ()
        case _:
            return reception, ()


def _tick(reception: Reception, visit: Visit) -> Step:
    if reception.roll is None:
        return reception, ()
    roll = reception.roll.tick(visit.visit_id)
    return replace(reception, roll=roll, note=None), (SeenCall(seen=roll.seen),)


def _see(reception: Reception, call: PresentCall) -> Step:
    visit = reception.roll.find(call.payload) if reception.roll else None
    if reception.roll is None or visit is None:
        return replace(reception, note=Note(kind=NoteKind.NOT_ON_LIST)), ()
    note = Note(kind=NoteKind.SEEN, visit=visit)
    roll = reception.roll.see(visit.visit_id)
    return replace(reception, roll=roll, note=note), (SeenCall(seen=roll.seen),)
