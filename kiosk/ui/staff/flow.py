"""Staff flow: which of staff's screens is shown, what it holds, what leads where; no Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from kiosk.lane import Refusal
from kiosk.presentation import Decided
from kiosk.ui.flow import Corrected, Deed, Settled, TakenBack
from kiosk.ui.staff.calls import (
    NotDone,
    SettleCall,
    StaffAnswer,
    StaffCall,
    StaffFailed,
)
from kiosk.ui.staff.taps import ReasonTap, StaffAct, StaffPress, StaffTap, StaffWrite

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


class Trigger(StrEnum):
    """What leads from one screen to another."""

    SETTLE = "settle"
    BACK = "back"
    DONE = "done"
    LEFT = "left"
    """Nobody was there any more."""


TRANSITIONS: Mapping[tuple[State, Trigger], State] = {
    (State.CLOSED, Trigger.SETTLE): State.SETTLE,
    (State.SETTLE, Trigger.SETTLE): State.SETTLE,
    (State.SETTLE, Trigger.BACK): State.CLOSED,
    (State.SETTLE, Trigger.DONE): State.CLOSED,
    (State.SETTLE, Trigger.LEFT): State.CLOSED,
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
    fault: Refusal | StaffFailed | None = None


Step = tuple[StaffFlow, tuple[StaffCall, ...]]


def begin_settling(flow: StaffFlow, decided: Decided, deed: Deed, now_ms: int) -> Step:
    """Ask why `decided` is settled so."""
    moved = _move(flow, Trigger.SETTLE, now_ms)
    return replace(moved, settling=Settling(decided=decided, deed=deed)), ()


def tap(flow: StaffFlow, tapped: StaffTap, now_ms: int) -> Step:
    """Return the flow after somebody did something, and what that asks for."""
    flow = replace(flow, touched_ms=now_ms)
    match tapped:
        case StaffPress(act=act):
            return _press(flow, act, now_ms)
        case ReasonTap(reason=reason):
            return _settle(flow, reason)
        case StaffWrite(text=text):
            return _write(flow, text), ()
        case _:
            assert_never(tapped)


def take(flow: StaffFlow, answer: StaffAnswer, now_ms: int) -> Step:
    """Return the flow after the counter answered."""
    match answer:
        case Settled() | Corrected() | TakenBack():
            return _move(flow, Trigger.DONE, now_ms), ()
        case NotDone(refusal=refusal):
            return _fail(flow, refusal), ()
        case StaffFailed():
            return _fail(flow, answer), ()
        case _:
            assert_never(answer)


def elapse(flow: StaffFlow, now_ms: int) -> StaffFlow:
    """Return the flow after time has run to `now_ms`."""
    if find_left_ms(flow, now_ms) == 0:
        return _move(flow, Trigger.LEFT, now_ms)
    return flow


def find_left_ms(flow: StaffFlow, now_ms: int) -> int | None:
    """Return how long the question whether anybody is there stays, None where it is not asked."""
    if flow.state is State.CLOSED or now_ms - flow.touched_ms < ASK_AFTER_MS:
        return None
    return max(0, flow.touched_ms + ASK_AFTER_MS + ASK_FOR_MS - now_ms)


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
    return replace(flow, fault=fault, settling=settling)


def _move(flow: StaffFlow, trigger: Trigger, now_ms: int) -> StaffFlow:
    """Go where `trigger` leads; a screen that is left holds nothing of anybody."""
    target = TRANSITIONS.get((flow.state, trigger))
    if target is None:
        return flow
    return StaffFlow(state=target, touched_ms=now_ms)
