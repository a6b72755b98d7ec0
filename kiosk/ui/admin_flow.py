"""Admin flow: which of the admin's screens is shown, and what it asks for; no Qt.

`tap`, `take` and `elapse` return the flow after an event together with the
calls that a thread makes; their answers are events too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import assert_never

from kiosk.export.fault import ExportFault
from kiosk.export.writing import Progress
from kiosk.storage.pin import LONGEST, Right, Wait, Wrong, is_pin
from kiosk.ui.admin_calls import (
    AdminAnswer,
    AdminCall,
    AdminFailed,
    CheckCall,
    CountCall,
    Counted,
    Ended,
    ExportCall,
    Facts,
    FactsCall,
    LookCall,
    Looked,
    NotExported,
    PinKept,
    Plugged,
    SetCall,
    Span,
    WatchCall,
    What,
)
from kiosk.ui.admin_taps import (
    AdminAct,
    AdminPress,
    AdminTap,
    ChooseSpan,
    ChooseWhat,
    Digit,
)

LOCK_AFTER_MS = 120_000
"""Untouched for this long, it locks itself (screens.md, rule 28)."""
LOOK_EVERY_MS = 1_000
"""How often it looks for sticks, while it waits for one."""


class State(StrEnum):
    """Which of the admin's screens is shown."""

    CLOSED = "closed"
    """The gate's own screen is."""
    OPENING = "opening"
    """It is asked whether there is a PIN."""
    PIN = "pin"
    NEW_PIN = "new_pin"
    REPEAT_PIN = "repeat_pin"
    MENU = "menu"
    CHOOSE = "choose"
    WRITING = "writing"
    PASSPHRASE = "passphrase"  # noqa: S105 - a screen
    """A passphrase is shown, this once."""
    ENDED = "ended"


TRANSITIONS: Mapping[tuple[State, AdminAct], State] = {
    (State.CLOSED, AdminAct.OPEN): State.OPENING,
    (State.OPENING, AdminAct.BACK): State.CLOSED,
    (State.PIN, AdminAct.BACK): State.CLOSED,
    (State.NEW_PIN, AdminAct.BACK): State.CLOSED,
    (State.REPEAT_PIN, AdminAct.BACK): State.NEW_PIN,
    (State.MENU, AdminAct.BACK): State.CLOSED,
    (State.MENU, AdminAct.EXPORT): State.CHOOSE,
    (State.MENU, AdminAct.CHANGE_PIN): State.NEW_PIN,
    (State.CHOOSE, AdminAct.BACK): State.MENU,
    (State.CHOOSE, AdminAct.START): State.WRITING,
    (State.PASSPHRASE, AdminAct.NOTED): State.ENDED,
    (State.ENDED, AdminAct.BACK): State.MENU,
    (State.ENDED, AdminAct.AGAIN): State.CHOOSE,
}
"""Where an act leads; one that is not here leaves the screen."""

_TYPING = {State.PIN, State.NEW_PIN, State.REPEAT_PIN}


class PinNote(StrEnum):
    """What is said about a new PIN."""

    TOO_SHORT = "too_short"
    DIFFERS = "differs"
    CHANGED = "changed"


Result = Ended | NotExported | AdminFailed


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminFlow:
    """What the admin's screens show; times are monotonic milliseconds.

    `first` is a new PIN before it is repeated. `is_asking` while an answer is
    awaited. `result` outlives a lock until it was seen: a passphrase that is
    gone makes its file worthless.
    """

    state: State = State.CLOSED
    touched_ms: int = 0
    digits: str = field(default="", repr=False)
    first: str = field(default="", repr=False)
    note: PinNote | Wrong | AdminFailed | None = None
    wait_until_ms: int = 0
    is_asking: bool = False
    facts: Facts | None = None
    stick: Plugged | ExportFault = ExportFault.NO_STICK
    looked_ms: int = 0
    what: What = What.CSV
    span: Span = Span.TODAY
    rows: int | None = None
    progress: Progress | None = None
    is_cancelling: bool = False
    result: Result | None = None


Step = tuple[AdminFlow, tuple[AdminCall, ...]]


def tap(flow: AdminFlow, tapped: AdminTap, now_ms: int) -> Step:
    """Return the flow after `tapped`, and what is asked."""
    current, calls = elapse(flow, now_ms)
    touched = replace(current, touched_ms=now_ms)
    match tapped:
        case AdminPress(act=act):
            after, more = _press(touched, act, now_ms)
            return after, calls + more
        case Digit(digit=digit):
            return _type(touched, digit, now_ms), calls
        case ChooseWhat(what=what):
            return _choose(replace(touched, what=what))
        case ChooseSpan(span=span):
            return _choose(replace(touched, span=span))
        case _:
            assert_never(tapped)


def take(  # noqa: PLR0911 - one for each answer
    flow: AdminFlow, answer: AdminAnswer, now_ms: int
) -> Step:
    """Return the flow after `answer` came."""
    match answer:
        case Facts():
            return _take_facts(flow, answer), ()
        case Right() | Wrong() | Wait():
            return _take_pin(flow, answer, now_ms)
        case PinKept():
            return _take_kept(flow)
        case Looked(found=found):
            return replace(flow, stick=found), ()
        case Counted(call=call, rows=rows):
            is_ours = (call.what, call.span) == (flow.what, flow.span)
            return (replace(flow, rows=rows) if is_ours else flow), ()
        case Progress():
            return replace(flow, progress=answer), ()
        case Ended() | NotExported():
            return _end(flow, answer, now_ms)
        case AdminFailed():
            return _fail(flow, answer, now_ms)
        case _:
            assert_never(answer)


def elapse(flow: AdminFlow, now_ms: int) -> Step:
    """Return the flow after time has run to `now_ms`: locked, or looking for sticks."""
    left_ms = find_lock_ms(flow, now_ms)
    if left_ms is not None and left_ms <= 0:
        return _close(flow), ()
    if flow.state is State.CHOOSE and now_ms - flow.looked_ms >= LOOK_EVERY_MS:
        return replace(flow, looked_ms=now_ms), (LookCall(),)
    return flow, ()


def find_lock_ms(flow: AdminFlow, now_ms: int) -> int | None:
    """Return how long until it locks itself; None where it does not."""
    if flow.state in {State.CLOSED, State.WRITING}:
        return None
    return max(0, flow.touched_ms + LOCK_AFTER_MS - now_ms)


def find_wait_s(flow: AdminFlow, now_ms: int) -> int:
    """Return how long no PIN is taken."""
    return max(0, -(-(flow.wait_until_ms - now_ms) // 1000))


def draw() -> str:
    """Return the table as a mermaid diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.CLOSED}"]
    lines += [
        f"    {state} --> {target}: {act}"
        for (state, act), target in TRANSITIONS.items()
    ]
    return "\n".join(lines) + "\n"


def _close(flow: AdminFlow) -> AdminFlow:
    return AdminFlow(result=flow.result, wait_until_ms=flow.wait_until_ms)


def _press(flow: AdminFlow, act: AdminAct, now_ms: int) -> Step:
    match act:
        case AdminAct.ERASE:
            return replace(flow, digits=flow.digits[:-1], note=None), ()
        case AdminAct.ENTER:
            return _enter(flow, now_ms)
        case AdminAct.START:
            return _start(flow)
        case AdminAct.CANCEL:
            return replace(flow, is_cancelling=flow.state is State.WRITING), ()
        case _:
            return _go(flow, act, now_ms)


def _go(  # noqa: PLR0911 - one for each screen
    flow: AdminFlow, act: AdminAct, now_ms: int
) -> Step:
    target = TRANSITIONS.get((flow.state, act), flow.state)
    gone = replace(flow, state=target, digits="", note=None)
    match target:
        case flow.state:
            return flow, ()
        case State.CLOSED:
            return _close(gone), ()
        case State.OPENING:
            return replace(gone, is_asking=True), (FactsCall(),)
        case State.NEW_PIN:
            return replace(gone, first=""), ()
        case State.MENU:
            return replace(gone, result=None), (FactsCall(),)
        case State.CHOOSE:
            return _begin_choosing(flow, gone, now_ms)
        case _:
            return gone, ()


def _begin_choosing(before: AdminFlow, gone: AdminFlow, now_ms: int) -> Step:
    """Begin to wait for a stick; the one of a failed export stays the new one."""
    after, calls = _choose(replace(gone, result=None, looked_ms=now_ms))
    if isinstance(before.result, Ended | None):
        return replace(after, stick=ExportFault.NO_STICK), (WatchCall(), *calls)
    return after, (LookCall(), *calls)


def _choose(flow: AdminFlow) -> Step:
    if flow.state is not State.CHOOSE:
        return flow, ()
    call = CountCall(what=flow.what, span=flow.span)
    return replace(flow, rows=None), (call,)


def _start(flow: AdminFlow) -> Step:
    stick = flow.stick
    if flow.state is not State.CHOOSE or not isinstance(stick, Plugged):
        return flow, ()
    call = ExportCall(what=flow.what, span=flow.span, stick=stick)
    started = replace(flow, state=State.WRITING, progress=None, is_cancelling=False)
    return started, (call,)


def _type(flow: AdminFlow, digit: str, now_ms: int) -> AdminFlow:
    is_open = flow.state in _TYPING and not flow.is_asking
    if not is_open or find_wait_s(flow, now_ms) or len(flow.digits) >= LONGEST:
        return flow
    return replace(flow, digits=flow.digits + digit, note=None)


def _enter(flow: AdminFlow, now_ms: int) -> Step:
    if flow.state not in _TYPING or flow.is_asking or find_wait_s(flow, now_ms):
        return flow, ()
    if not is_pin(flow.digits):
        return replace(flow, note=PinNote.TOO_SHORT), ()
    entered = replace(flow, digits="", note=None)
    match flow.state:
        case State.NEW_PIN:
            return replace(entered, state=State.REPEAT_PIN, first=flow.digits), ()
        case State.REPEAT_PIN if flow.digits != flow.first:
            again = replace(entered, state=State.NEW_PIN, first="")
            return replace(again, note=PinNote.DIFFERS), ()
        case State.REPEAT_PIN:
            call = SetCall(pin=flow.digits)
            return replace(entered, first="", is_asking=True), (call,)
        case _:
            return replace(entered, is_asking=True), (CheckCall(pin=flow.digits),)


def _take_facts(flow: AdminFlow, facts: Facts) -> AdminFlow:
    told = replace(flow, facts=facts, is_asking=False)
    if flow.state is not State.OPENING:
        return told
    return replace(told, state=State.PIN if facts.is_pin_set else State.NEW_PIN)


def _take_pin(flow: AdminFlow, answer: Right | Wrong | Wait, now_ms: int) -> Step:
    if flow.state is not State.PIN:
        return flow, ()  # it was closed meanwhile, and stays so
    answered = replace(flow, is_asking=False, digits="", note=None)
    match answer:
        case Right():
            return _let_in(answered)
        case Wrong():
            return replace(answered, note=answer), ()
        case Wait(left_s=left_s):
            return replace(answered, wait_until_ms=now_ms + left_s * 1000), ()
        case _:
            assert_never(answer)


def _let_in(flow: AdminFlow) -> Step:
    if flow.result is None:
        return replace(flow, state=State.MENU), (FactsCall(),)
    return replace(flow, state=_find_end(flow.result)), ()


def _take_kept(flow: AdminFlow) -> Step:
    if flow.state is not State.REPEAT_PIN:
        return flow, ()
    kept = replace(flow, state=State.MENU, is_asking=False, note=PinNote.CHANGED)
    return kept, (FactsCall(),)


def _end(flow: AdminFlow, result: Result, now_ms: int) -> Step:
    ended = replace(flow, result=result, progress=None, is_cancelling=False)
    return replace(ended, state=_find_end(result), touched_ms=now_ms), ()


def _find_end(result: Result) -> State:
    has_passphrase = isinstance(result, Ended) and result.passphrase is not None
    return State.PASSPHRASE if has_passphrase else State.ENDED


def _fail(flow: AdminFlow, failed: AdminFailed, now_ms: int) -> Step:
    if isinstance(failed.call, ExportCall):
        return _end(flow, failed, now_ms)
    if isinstance(failed.call, CountCall | LookCall | WatchCall):
        return flow, ()  # asked again, or told by the export itself
    if flow.state is State.OPENING:
        return replace(flow, note=failed), ()
    return replace(flow, is_asking=False, digits="", first="", note=failed), ()
