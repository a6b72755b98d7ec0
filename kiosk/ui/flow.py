"""Flow: which screen is shown, for how long, and what may replace it; no Qt.

`TRANSITIONS` says where each trigger leads from each state; `advance` and
`elapse` apply it to a `Flow`, with the time as an argument.
"""

from enum import StrEnum
from typing import assert_never
from uuid import UUID

import msgspec

from kiosk.decision import Outcome
from kiosk.health import InOrder, OutOfOrder
from kiosk.presentation import Decided, Repeated

ALLOW_SHOWN_MS = 3_000
OTHERS_SHOWN_MS = 8_000
UNDO_MS = 10_000
"""How long the last verdict can be taken back with one tap; after that, in the log."""
TOLD_MS = 3_000
"""How long the idle screen says what was done about an entry."""
HELD_MS = 2_000
"""A CHECK or DENY stays this long whatever comes (screens.md, rule 15)."""


class State(StrEnum):
    """What the screen is doing."""

    IDLE = "idle"
    VERDICT = "verdict"
    """A verdict that the next one replaces at once."""
    VERDICT_HELD = "verdict_held"
    """A CHECK or DENY in its first two seconds."""
    OUT_OF_ORDER = "out_of_order"


class Trigger(StrEnum):
    """What can happen to the screen."""

    DECIDED_TO_GO_ON = "decided_to_go_on"
    """ALLOW or UNREADABLE."""
    DECIDED_TO_STOP = "decided_to_stop"
    """CHECK or DENY."""
    REPEATED = "repeated"
    SETTLED = "settled"
    """Staff settled a CHECK."""
    CORRECTED = "corrected"
    """Staff turned an entry round: the new one takes its place at once."""
    TAKEN_BACK = "taken_back"
    """Staff made an entry void."""
    COMPLETED = "completed"
    """What asked for a declaration was decided again: it makes room for that."""
    HOLD_ENDED = "hold_ended"
    TIME_ENDED = "time_ended"
    BROKE = "broke"
    MENDED = "mended"
    """Entries can be kept again."""


TRANSITIONS: dict[tuple[State, Trigger], State] = {
    (State.IDLE, Trigger.DECIDED_TO_GO_ON): State.VERDICT,
    (State.IDLE, Trigger.DECIDED_TO_STOP): State.VERDICT_HELD,
    (State.IDLE, Trigger.REPEATED): State.IDLE,
    (State.IDLE, Trigger.SETTLED): State.VERDICT,
    (State.IDLE, Trigger.CORRECTED): State.VERDICT,
    (State.IDLE, Trigger.TAKEN_BACK): State.IDLE,
    (State.IDLE, Trigger.COMPLETED): State.IDLE,
    (State.IDLE, Trigger.HOLD_ENDED): State.IDLE,
    (State.IDLE, Trigger.TIME_ENDED): State.IDLE,
    (State.IDLE, Trigger.BROKE): State.OUT_OF_ORDER,
    (State.IDLE, Trigger.MENDED): State.IDLE,
    (State.VERDICT, Trigger.DECIDED_TO_GO_ON): State.VERDICT,
    (State.VERDICT, Trigger.DECIDED_TO_STOP): State.VERDICT_HELD,
    (State.VERDICT, Trigger.REPEATED): State.VERDICT,
    (State.VERDICT, Trigger.SETTLED): State.VERDICT,
    (State.VERDICT, Trigger.CORRECTED): State.VERDICT,
    (State.VERDICT, Trigger.TAKEN_BACK): State.IDLE,
    (State.VERDICT, Trigger.COMPLETED): State.IDLE,
    (State.VERDICT, Trigger.HOLD_ENDED): State.VERDICT,
    (State.VERDICT, Trigger.TIME_ENDED): State.IDLE,
    (State.VERDICT, Trigger.BROKE): State.OUT_OF_ORDER,
    (State.VERDICT, Trigger.MENDED): State.VERDICT,
    # A decision here waits for the hold to end.
    (State.VERDICT_HELD, Trigger.DECIDED_TO_GO_ON): State.VERDICT_HELD,
    (State.VERDICT_HELD, Trigger.DECIDED_TO_STOP): State.VERDICT_HELD,
    (State.VERDICT_HELD, Trigger.REPEATED): State.VERDICT_HELD,
    (State.VERDICT_HELD, Trigger.SETTLED): State.VERDICT,
    (State.VERDICT_HELD, Trigger.CORRECTED): State.VERDICT,
    (State.VERDICT_HELD, Trigger.TAKEN_BACK): State.IDLE,
    (State.VERDICT_HELD, Trigger.COMPLETED): State.IDLE,
    (State.VERDICT_HELD, Trigger.HOLD_ENDED): State.VERDICT,
    (State.VERDICT_HELD, Trigger.TIME_ENDED): State.IDLE,
    (State.VERDICT_HELD, Trigger.BROKE): State.OUT_OF_ORDER,
    (State.VERDICT_HELD, Trigger.MENDED): State.VERDICT_HELD,
    # A decision is durable, so entries are kept again (a disk was freed). After
    # a bug the window ends by itself.
    (State.OUT_OF_ORDER, Trigger.DECIDED_TO_GO_ON): State.VERDICT,
    (State.OUT_OF_ORDER, Trigger.DECIDED_TO_STOP): State.VERDICT_HELD,
    (State.OUT_OF_ORDER, Trigger.REPEATED): State.OUT_OF_ORDER,
    (State.OUT_OF_ORDER, Trigger.SETTLED): State.VERDICT,
    (State.OUT_OF_ORDER, Trigger.CORRECTED): State.VERDICT,
    (State.OUT_OF_ORDER, Trigger.TAKEN_BACK): State.IDLE,
    (State.OUT_OF_ORDER, Trigger.COMPLETED): State.IDLE,
    (State.OUT_OF_ORDER, Trigger.HOLD_ENDED): State.OUT_OF_ORDER,
    (State.OUT_OF_ORDER, Trigger.TIME_ENDED): State.OUT_OF_ORDER,
    (State.OUT_OF_ORDER, Trigger.BROKE): State.OUT_OF_ORDER,
    (State.OUT_OF_ORDER, Trigger.MENDED): State.IDLE,
}


class Deed(StrEnum):
    """What staff did about an entry."""

    ADMITTED = "admitted"
    TURNED_AWAY = "turned_away"
    TAKEN_BACK = "taken_back"


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """Staff settled a CHECK, and that is durable."""

    decided: Decided
    deed: Deed


class Corrected(msgspec.Struct, frozen=True, kw_only=True):
    """An entry is void, and `decided` stands in its place."""

    decided: Decided


class TakenBack(msgspec.Struct, frozen=True, kw_only=True):
    """An entry is void."""

    entry_id: UUID


class Completed(msgspec.Struct, frozen=True, kw_only=True):
    """The entry `completes` asked for a declaration, and `decided` came of it."""

    decided: Decided
    completes: UUID


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """What is on the screen since `since_ms`, and the one decision that waits.

    `shown` is set in both verdict states, `fault` in OUT_OF_ORDER; times are
    monotonic milliseconds. `deed` is what staff did about what is shown, or
    just did while the screen is idle. `last` is what can still be taken back,
    decided at `last_ms`.
    """

    state: State = State.IDLE
    since_ms: int = 0
    shown: Decided | None = None
    waiting: Decided | None = None
    fault: OutOfOrder | None = None
    deed: Deed | None = None
    last: Decided | None = None
    last_ms: int = 0


FlowEvent = (
    Decided
    | Repeated
    | Settled
    | Corrected
    | TakenBack
    | Completed
    | OutOfOrder
    | InOrder
)


def advance(  # noqa: PLR0911 - one for each event
    flow: Flow, event: FlowEvent, now_ms: int
) -> Flow:
    """Return the flow after `event`."""
    flow = elapse(flow, now_ms)
    match event:
        case Decided():
            return _show(flow, event, now_ms)
        case Repeated():
            return flow
        case Settled():
            return _settle(flow, event, now_ms)
        case Corrected(decided=decided):
            state = TRANSITIONS[flow.state, Trigger.CORRECTED]
            return _begin(flow, state, decided, now_ms)
        case TakenBack():
            return _take_back(flow, event.entry_id, now_ms)
        case Completed():
            return _complete(flow, event, now_ms)
        case OutOfOrder():
            return _break(flow, event, now_ms)
        case InOrder():
            return _mend(flow, now_ms)
        case _:
            assert_never(event)


def elapse(flow: Flow, now_ms: int) -> Flow:
    """Return the flow after time has run to `now_ms`."""
    if flow.last is not None and now_ms - flow.last_ms >= UNDO_MS:
        flow = msgspec.structs.replace(flow, last=None)
    if flow.shown is None:
        told = flow.deed is not None and now_ms - flow.since_ms >= TOLD_MS
        return msgspec.structs.replace(flow, deed=None) if told else flow
    if now_ms < _find_end_ms(flow):
        return flow
    if flow.waiting is not None:
        return _show(_fall(flow, Trigger.HOLD_ENDED), flow.waiting, now_ms)
    if now_ms - flow.since_ms >= shown_ms(flow):
        return _rest(flow, Trigger.TIME_ENDED, now_ms)
    return _fall(flow, Trigger.HOLD_ENDED)


def find_deadline_ms(flow: Flow) -> int | None:
    """Return when `elapse` next changes `flow`; None where it never does."""
    ends = []
    if flow.shown is not None:
        ends.append(_find_end_ms(flow))
    elif flow.deed is not None:
        ends.append(flow.since_ms + TOLD_MS)
    if flow.last is not None:
        ends.append(flow.last_ms + UNDO_MS)
    return min(ends, default=None)


def shown_ms(flow: Flow) -> int:
    """Return how long the verdict is shown if nothing replaces it."""
    shown = flow.shown
    if flow.deed is not None:
        return ALLOW_SHOWN_MS
    if shown is not None and shown.decision.outcome is Outcome.ALLOW:
        return ALLOW_SHOWN_MS
    return OTHERS_SHOWN_MS


def draw() -> str:
    """Return the table as a mermaid diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.IDLE}"]
    lines += [
        f"    {state} --> {target}: {trigger}"
        for (state, trigger), target in TRANSITIONS.items()
        if state is not target
    ]
    return "\n".join(lines) + "\n"


def _show(flow: Flow, decided: Decided, now_ms: int) -> Flow:
    target = TRANSITIONS[flow.state, _name_trigger(decided)]
    match flow.state:
        case State.IDLE | State.VERDICT | State.OUT_OF_ORDER:
            return _begin(flow, target, decided, now_ms)
        case State.VERDICT_HELD:
            return _wait(flow, decided)
        case _:
            assert_never(flow.state)


def _begin(flow: Flow, state: State, decided: Decided, now_ms: int) -> Flow:
    """Show `decided`; what was unreadable leaves the entry before it to be taken back."""
    shown = Flow(state=state, since_ms=now_ms, shown=decided)
    if decided.decision.outcome is Outcome.UNREADABLE:
        return msgspec.structs.replace(shown, last=flow.last, last_ms=flow.last_ms)
    return msgspec.structs.replace(shown, last=decided, last_ms=now_ms)


def _settle(flow: Flow, settled: Settled, now_ms: int) -> Flow:
    """Show what became of a CHECK, unless somebody else stands there by now."""
    shown = flow.shown
    if shown is not None and shown.entry_id != settled.decided.entry_id:
        return flow
    state = TRANSITIONS[flow.state, Trigger.SETTLED]
    return Flow(state=state, since_ms=now_ms, shown=settled.decided, deed=settled.deed)


def _take_back(flow: Flow, entry_id: UUID, now_ms: int) -> Flow:
    """Show that an entry counts no more, unless somebody else stands there by now."""
    last = None if flow.last and flow.last.entry_id == entry_id else flow.last
    if flow.shown is not None and flow.shown.entry_id != entry_id:
        return msgspec.structs.replace(flow, last=last)
    state = TRANSITIONS[flow.state, Trigger.TAKEN_BACK]
    return Flow(
        state=state,
        since_ms=now_ms,
        deed=Deed.TAKEN_BACK,
        last=last,
        last_ms=flow.last_ms,
    )


def _complete(flow: Flow, completed: Completed, now_ms: int) -> Flow:
    """Show what came of a declaration, unless somebody else stands there by now."""
    shown = flow.shown
    is_other = shown is not None and shown.entry_id != completed.completes
    if is_other or flow.waiting is not None:
        return flow
    cleared = _rest(flow, Trigger.COMPLETED, now_ms)
    return _show(cleared, completed.decided, now_ms)


def _break(flow: Flow, fault: OutOfOrder, now_ms: int) -> Flow:
    target = TRANSITIONS[flow.state, Trigger.BROKE]
    if flow.state is target:
        return flow  # the first fault is the cause
    return Flow(state=target, since_ms=now_ms, fault=fault)


def _mend(flow: Flow, now_ms: int) -> Flow:
    target = TRANSITIONS[flow.state, Trigger.MENDED]
    return flow if flow.state is target else Flow(state=target, since_ms=now_ms)


def _rest(flow: Flow, trigger: Trigger, now_ms: int) -> Flow:
    return Flow(
        state=TRANSITIONS[flow.state, trigger],
        since_ms=now_ms,
        last=flow.last,
        last_ms=flow.last_ms,
    )


def _wait(flow: Flow, decided: Decided) -> Flow:
    # One deep: the newest waits, but a green never pushes out a stop.
    if flow.waiting is not None and not _stops(decided) and _stops(flow.waiting):
        return flow
    return msgspec.structs.replace(flow, waiting=decided)


def _find_end_ms(flow: Flow) -> int:
    held = flow.state is State.VERDICT_HELD
    return flow.since_ms + (HELD_MS if held else shown_ms(flow))


def _fall(flow: Flow, trigger: Trigger) -> Flow:
    return msgspec.structs.replace(
        flow, state=TRANSITIONS[flow.state, trigger], waiting=None
    )


def _name_trigger(decided: Decided) -> Trigger:
    return Trigger.DECIDED_TO_STOP if _stops(decided) else Trigger.DECIDED_TO_GO_ON


def _stops(decided: Decided) -> bool:
    return decided.decision.outcome in {Outcome.CHECK, Outcome.DENY}
