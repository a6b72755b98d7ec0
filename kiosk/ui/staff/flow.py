"""Staff flow: which of staff's screens is shown, what it holds, what leads where; no Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from kiosk.clock import Instant
from kiosk.lane import Refusal
from kiosk.logged import Listing
from kiosk.payload import Payload
from kiosk.presentation import Decided, Looked
from kiosk.scanner.reader import Gate
from kiosk.ui.flow import Completed, Corrected, Deed, Settled, TakenBack
from kiosk.ui.staff.calls import (
    LookCall,
    LookedAt,
    NotDone,
    SettleCall,
    StaffAnswer,
    StaffCall,
    StaffFailed,
)
from kiosk.ui.staff.declaration_flow import (
    Declaring,
    Turn,
    begin_declaring,
    elapse_declaring,
    find_warning_ms,
    meet_declaring,
    tap_declaring,
)
from kiosk.ui.staff.log_calls import EntryRead, Forgotten, Judged, RowsRead
from kiosk.ui.staff.log_flow import (
    Log,
    LogTurn,
    begin_log,
    elapse_log,
    fail_log,
    note_log,
    take_log,
    tap_log,
)
from kiosk.ui.staff.log_taps import (
    DayTap,
    EntryTap,
    FilterTap,
    JudgeTap,
    ScrollTap,
    TurnTap,
)
from kiosk.ui.staff.taps import (
    AnswerTap,
    PhoneSkip,
    PhoneTap,
    ReasonTap,
    StaffAct,
    StaffPress,
    StaffTap,
    StaffWrite,
)
from kiosk.ui.staff.typing_flow import (
    SubmitCall,
    Typed,
    TypingTurn,
    begin_typing,
    note_typing,
    tap_typing,
)
from kiosk.ui.staff.typing_taps import DigitTap, ModeTap, WayTap

ASK_AFTER_MS = 60_000
"""A screen with a person on it asks after this long whether anybody is there."""
ASK_FOR_MS = 20_000
"""How long it asks before it wipes itself (screens.md, rule 19)."""


class State(StrEnum):
    """Which of staff's screens is shown."""

    CLOSED = "closed"
    """The gate's own screen is."""
    SETTLE = "settle"
    """Why a CHECK is let pass or turned away."""
    DECLARE = "declare"
    """What a point asks of who goes in."""
    LOOK = "look"
    """Codes are looked at, and not recorded."""
    LOG = "log"
    """What was decided, and what became of it (`log_flow`)."""
    TYPE = "type"
    """A number is typed by hand (`typing_flow`)."""


class Trigger(StrEnum):
    """What leads from one screen to another."""

    SETTLE = "settle"
    BACK = "back"
    DONE = "done"
    DECLARE = "declare"
    DECLARED = "declared"
    """A declaration was given, or has ended without."""
    LOOK = "look"
    LOG = "log"
    TYPE = "type"
    LEFT = "left"
    """Nobody was there any more."""


TRANSITIONS: Mapping[tuple[State, Trigger], State] = {
    (State.CLOSED, Trigger.SETTLE): State.SETTLE,
    (State.SETTLE, Trigger.SETTLE): State.SETTLE,
    (State.SETTLE, Trigger.BACK): State.CLOSED,
    (State.SETTLE, Trigger.DONE): State.CLOSED,
    (State.SETTLE, Trigger.LEFT): State.CLOSED,
    (State.CLOSED, Trigger.DECLARE): State.DECLARE,
    (State.DECLARE, Trigger.DECLARED): State.CLOSED,
    (State.CLOSED, Trigger.LOOK): State.LOOK,
    (State.LOOK, Trigger.BACK): State.CLOSED,
    (State.LOOK, Trigger.LEFT): State.CLOSED,
    (State.CLOSED, Trigger.LOG): State.LOG,
    (State.LOG, Trigger.SETTLE): State.SETTLE,
    (State.LOG, Trigger.BACK): State.CLOSED,
    (State.LOG, Trigger.LEFT): State.CLOSED,
    (State.CLOSED, Trigger.TYPE): State.TYPE,
    (State.TYPE, Trigger.BACK): State.CLOSED,
    (State.TYPE, Trigger.LEFT): State.CLOSED,
}
"""Where a trigger leads; one that is not here leaves the screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """The CHECK that is settled, which way, and what was written of why."""

    decided: Decided
    deed: Deed
    text: str = ""
    is_asked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffFlow:
    """What staff's screens show; `touched_ms` is when somebody last did something."""

    state: State = State.CLOSED
    touched_ms: int = 0
    settling: Settling | None = None
    declaring: Declaring | None = None
    looked: Looked | None = None
    log: Log | None = None
    typed: Typed | None = None
    fault: Refusal | StaffFailed | None = None


Step = tuple[StaffFlow, tuple[StaffCall | SubmitCall, ...]]


def begin_settling(flow: StaffFlow, decided: Decided, deed: Deed, now_ms: int) -> Step:
    """Ask why `decided` is settled so."""
    moved = _move(flow, Trigger.SETTLE, now_ms)
    return replace(moved, settling=Settling(decided=decided, deed=deed)), ()


def begin_declaration(flow: StaffFlow, decided: Decided, now_ms: int) -> Step:
    """Ask what `decided` needs, unless staff are at another screen."""
    declaring = begin_declaring(decided, now_ms)
    moved = _move(flow, Trigger.DECLARE, now_ms)
    if declaring is None or moved is flow:
        return flow, ()
    return replace(moved, declaring=declaring), ()


def note_decided(flow: StaffFlow, decided: Decided, now_ms: int) -> Step:
    """Return the flow after a code was decided: another person's ends a declaration."""
    if flow.log is not None:
        return _turn_log(flow, note_log(flow.log, decided, now_ms), now_ms)
    if flow.typed is not None:
        return _turn_typing(flow, (note_typing(flow.typed, decided), ()), now_ms)
    if flow.declaring is None:
        return flow, ()
    return _turn(flow, meet_declaring(flow.declaring, decided), now_ms)


def begin_looking(flow: StaffFlow, now_ms: int) -> Step:
    """Look at codes from now on."""
    return _move(flow, Trigger.LOOK, now_ms), ()


def open_log(flow: StaffFlow, today: date, last: Decided | None, now_ms: int) -> Step:
    """Show today's entries; `last` is what the gate decided last, while it can be undone."""
    moved = _move(flow, Trigger.LOG, now_ms)
    if moved is flow:
        return flow, ()
    return _turn_log(moved, begin_log(today, last, now_ms), now_ms)


def begin_manual(flow: StaffFlow, gate: Gate, now: Instant) -> Step:
    """Let a number be typed that no reader reads."""
    moved = _move(flow, Trigger.TYPE, now.monotonic_ms)
    if moved is flow:
        return flow, ()
    return replace(moved, typed=begin_typing(gate, now.wall.year)), ()


def look_at(flow: StaffFlow, payload: Payload, now_ms: int) -> Step:
    """Look at a code that was read."""
    return replace(flow, touched_ms=now_ms), (LookCall(payload=payload),)


def pass_time(flow: StaffFlow, now_ms: int) -> Step:
    """Return the flow after time has run to `now_ms`, and what that asks for."""
    if flow.log is not None:
        flow, calls = _turn_log(flow, elapse_log(flow.log, now_ms), now_ms)
        return elapse(flow, now_ms), calls
    if flow.declaring is None:
        return elapse(flow, now_ms), ()
    turn = elapse_declaring(flow.declaring, flow.touched_ms, now_ms)
    return _turn(flow, turn, now_ms)


def tap(  # noqa: PLR0911 - one for each tap
    flow: StaffFlow, tapped: StaffTap, now_ms: int
) -> Step:
    """Return the flow after somebody did something, and what that asks for."""
    flow = replace(flow, touched_ms=now_ms)
    if flow.declaring is not None:
        return _turn(flow, tap_declaring(flow.declaring, tapped, now_ms), now_ms)
    if flow.typed is not None:
        return _turn_typing(flow, tap_typing(flow.typed, tapped), now_ms)
    if flow.log is not None:
        tapped_log = tap_log(flow.log, tapped)
        return _turn_log(replace(flow, fault=None), tapped_log, now_ms)
    match tapped:
        case StaffPress(act=act):
            return _press(flow, act, now_ms)
        case ReasonTap(reason=reason):
            return _settle(flow, reason)
        case StaffWrite(text=text):
            return _write(flow, text), ()
        case AnswerTap() | PhoneTap() | PhoneSkip():
            return flow, ()  # the declaration has just ended
        case DayTap() | FilterTap() | ScrollTap() | EntryTap() | JudgeTap() | TurnTap():
            return flow, ()  # the log has
        case DigitTap() | ModeTap() | WayTap():
            return flow, ()  # the form has
        case _:
            assert_never(tapped)


def take(  # noqa: PLR0911 - one for each answer
    flow: StaffFlow, answer: StaffAnswer, now_ms: int
) -> Step:
    """Return the flow after the counter answered."""
    if flow.log is not None and not isinstance(answer, NotDone | StaffFailed):
        return _turn_log(flow, take_log(flow.log, answer), now_ms)
    match answer:
        case Completed(completes=entry_id):
            return _end_declaration(flow, entry_id, now_ms), ()
        case LookedAt(looked=looked):
            is_open = flow.state is State.LOOK
            return (replace(flow, looked=looked, fault=None) if is_open else flow), ()
        case Settled() | Corrected() | TakenBack():
            return _move(flow, Trigger.DONE, now_ms), ()
        case NotDone(refusal=refusal):
            return _fail(flow, refusal), ()
        case StaffFailed():
            return _fail(flow, answer), ()
        case Listing() | RowsRead() | EntryRead() | Forgotten() | Judged():
            return flow, ()  # the log has just been left
        case _:
            assert_never(answer)


def elapse(flow: StaffFlow, now_ms: int) -> StaffFlow:
    """Return the flow after time has run to `now_ms`."""
    if find_left_ms(flow, now_ms) == 0:
        return _move(flow, Trigger.LEFT, now_ms)
    return flow


def find_left_ms(flow: StaffFlow, now_ms: int) -> int | None:
    """Return how long the question whether anybody is there stays, None where it is not asked."""
    if flow.declaring is not None:
        return find_warning_ms(flow.declaring, flow.touched_ms, now_ms)
    if flow.state is State.CLOSED or now_ms - flow.touched_ms < ASK_AFTER_MS:
        return None
    return max(0, flow.touched_ms + ASK_AFTER_MS + ASK_FOR_MS - now_ms)


def _turn(flow: StaffFlow, turn: Turn, now_ms: int) -> Step:
    declaring, calls = turn
    if declaring is None:
        return _move(flow, Trigger.DECLARED, now_ms), calls
    fault = None if calls else flow.fault
    return replace(flow, declaring=declaring, fault=fault), calls


def _turn_log(flow: StaffFlow, turn: LogTurn, now_ms: int) -> Step:
    log, calls = turn
    if log is None:
        return _move(flow, Trigger.BACK, now_ms), calls
    return replace(flow, log=log), calls


def _turn_typing(flow: StaffFlow, turn: TypingTurn, now_ms: int) -> Step:
    typed, calls = turn
    if typed is None:
        return _move(flow, Trigger.BACK, now_ms), calls
    return replace(flow, typed=typed), calls


def _end_declaration(flow: StaffFlow, entry_id: UUID, now_ms: int) -> StaffFlow:
    """Leave the declaration of this entry; another one's goes on."""
    declaring = flow.declaring
    if declaring is None or declaring.pending.decided.entry_id != entry_id:
        return flow
    return _move(flow, Trigger.DECLARED, now_ms)


def _press(flow: StaffFlow, act: StaffAct, now_ms: int) -> Step:
    match act:
        case StaffAct.BACK:
            return _move(flow, Trigger.BACK, now_ms), ()
        case StaffAct.STAY:
            return flow, ()
        case StaffAct.CONFIRM:
            return _confirm(flow)
        case _:
            assert_never(act)


def _confirm(flow: StaffFlow) -> Step:
    settling = flow.settling
    if settling is None or not settling.text.strip():
        return flow, ()
    return _settle(flow, settling.text.strip())


def _settle(flow: StaffFlow, reason: str) -> Step:
    settling = flow.settling
    if settling is None or settling.is_asked:
        return flow, ()
    call = SettleCall(decided=settling.decided, deed=settling.deed, reason=reason)
    return replace(flow, settling=replace(settling, is_asked=True), fault=None), (call,)


def _write(flow: StaffFlow, text: str) -> StaffFlow:
    if flow.settling is None:
        return flow
    return replace(flow, settling=replace(flow.settling, text=text))


def _fail(flow: StaffFlow, fault: Refusal | StaffFailed) -> StaffFlow:
    settling = flow.settling and replace(flow.settling, is_asked=False)
    declaring = flow.declaring and replace(flow.declaring, is_asked=False)
    log = flow.log and fail_log(flow.log)
    return replace(flow, fault=fault, settling=settling, declaring=declaring, log=log)


def _move(flow: StaffFlow, trigger: Trigger, now_ms: int) -> StaffFlow:
    """Go where `trigger` leads; a screen that is left holds nothing of anybody."""
    target = TRANSITIONS.get((flow.state, trigger))
    if target is None:
        return flow
    return StaffFlow(state=target, touched_ms=now_ms)
