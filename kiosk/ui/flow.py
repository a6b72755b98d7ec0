"""Flow: which screen is shown, for how long, and what may replace it; no Qt.

`TRANSITIONS` says where each trigger leads from each state; `advance` and
`elapse` apply it to a `Flow`, with the time as an argument.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from kiosk.decision import Outcome
from kiosk.health import InOrder, OutOfOrder
from kiosk.presentation import Decided, Repeated

ALLOW_SHOWN_MS = 3_000
OTHERS_SHOWN_MS = 8_000
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
    HOLD_ENDED = "hold_ended"
    TIME_ENDED = "time_ended"
    BROKE = "broke"
    MENDED = "mended"
    """Entries can be kept again."""


TRANSITIONS: dict[tuple[State, Trigger], State] = {
    (State.IDLE, Trigger.DECIDED_TO_GO_ON): State.VERDICT,
    (State.IDLE, Trigger.DECIDED_TO_STOP): State.VERDICT_HELD,
    (State.IDLE, Trigger.REPEATED): State.IDLE,
    (State.IDLE, Trigger.HOLD_ENDED): State.IDLE,
    (State.IDLE, Trigger.TIME_ENDED): State.IDLE,
    (State.IDLE, Trigger.BROKE): State.OUT_OF_ORDER,
    (State.IDLE, Trigger.MENDED): State.IDLE,
    (State.VERDICT, Trigger.DECIDED_TO_GO_ON): State.VERDICT,
    (State.VERDICT, Trigger.DECIDED_TO_STOP): State.VERDICT_HELD,
    (State.VERDICT, Trigger.REPEATED): State.VERDICT,
    (State.VERDICT, Trigger.HOLD_ENDED): State.VERDICT,
    (State.VERDICT, Trigger.TIME_ENDED): State.IDLE,
    (State.VERDICT, Trigger.BROKE): State.OUT_OF_ORDER,
    (State.VERDICT, Trigger.MENDED): State.VERDICT,
    # A decision here waits for the hold to end.
    (State.VERDICT_HELD, Trigger.DECIDED_TO_GO_ON): State.VERDICT_HELD,
    (State.VERDICT_HELD, Trigger.DECIDED_TO_STOP): State.VERDICT_HELD,
    (State.VERDICT_HELD, Trigger.REPEATED): State.VERDICT_HELD,
    (State.VERDICT_HELD, Trigger.HOLD_ENDED): State.VERDICT,
    (State.VERDICT_HELD, Trigger.TIME_ENDED): State.IDLE,
    (State.VERDICT_HELD, Trigger.BROKE): State.OUT_OF_ORDER,
    (State.VERDICT_HELD, Trigger.MENDED): State.VERDICT_HELD,
    # A decision is durable, so entries are kept again (a disk was freed). After
    # a bug the window ends by itself.
    (State.OUT_OF_ORDER, Trigger.DECIDED_TO_GO_ON): State.VERDICT,
    (State.OUT_OF_ORDER, Trigger.DECIDED_TO_STOP): State.VERDICT_HELD,
    (State.OUT_OF_ORDER, Trigger.REPEATED): State.OUT_OF_ORDER,
    (State.OUT_OF_ORDER, Trigger.HOLD_ENDED): State.OUT_OF_ORDER,
    (State.OUT_OF_ORDER, Trigger.TIME_ENDED): State.OUT_OF_ORDER,
    (State.OUT_OF_ORDER, Trigger.BROKE): State.OUT_OF_ORDER,
    (State.OUT_OF_ORDER, Trigger.MENDED): State.IDLE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """What is on the screen since `since_ms`, and the one decision that waits.

    `shown` is set in both verdict states, `fault` in OUT_OF_ORDER; times are
    monotonic milliseconds.
    """

    state: State = State.IDLE
    since_ms: int = 0
    shown: Decided | None = None
    waiting: Decided | None = None
    fault: OutOfOrder | None = None


FlowEvent = Decided | Repeated | OutOfOrder | InOrder


def advance(flow: Flow, event: FlowEvent, now_ms: int) -> Flow:
    """Return the flow after `event`."""
    flow = elapse(flow, now_ms)
    match event:
        case Decided():
            return _show(flow, event, now_ms)
        case Repeated():
            return flow
        case OutOfOrder():
            return _break(flow, event, now_ms)
        case InOrder():
            return _mend(flow, now_ms)
        case _:
            assert_never(event)


def elapse(flow: Flow, now_ms: int) -> Flow:
    """Return the flow after time has run to `now_ms`."""
    if flow.shown is None or now_ms < _find_end_ms(flow, flow.shown):
        return flow
    if flow.waiting is not None:
        return _show(_fall(flow, Trigger.HOLD_ENDED), flow.waiting, now_ms)
    if now_ms - flow.since_ms >= shown_ms(flow.shown):
        return Flow(state=TRANSITIONS[flow.state, Trigger.TIME_ENDED], since_ms=now_ms)
    return _fall(flow, Trigger.HOLD_ENDED)


def find_deadline_ms(flow: Flow) -> int | None:
    """Return when `elapse` next changes `flow`; None where it never does."""
    return None if flow.shown is None else _find_end_ms(flow, flow.shown)


def shown_ms(decided: Decided) -> int:
    """Return how long a verdict is shown if nothing replaces it."""
    if decided.decision.outcome is Outcome.ALLOW:
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
            return Flow(state=target, since_ms=now_ms, shown=decided)
        case State.VERDICT_HELD:
            return _wait(flow, decided)
        case _:
            assert_never(flow.state)


def _break(flow: Flow, fault: OutOfOrder, now_ms: int) -> Flow:
    target = TRANSITIONS[flow.state, Trigger.BROKE]
    if flow.state is target:
        return flow  # the first fault is the cause
    return Flow(state=target, since_ms=now_ms, fault=fault)


def _mend(flow: Flow, now_ms: int) -> Flow:
    target = TRANSITIONS[flow.state, Trigger.MENDED]
    return flow if flow.state is target else Flow(state=target, since_ms=now_ms)


def _wait(flow: Flow, decided: Decided) -> Flow:
    # One deep: the newest waits, but a green never pushes out a stop.
    if flow.waiting is not None and not _stops(decided) and _stops(flow.waiting):
        return flow
    return Flow(
        state=flow.state, since_ms=flow.since_ms, shown=flow.shown, waiting=decided
    )


def _find_end_ms(flow: Flow, shown: Decided) -> int:
    held = flow.state is State.VERDICT_HELD
    return flow.since_ms + (HELD_MS if held else shown_ms(shown))


def _fall(flow: Flow, trigger: Trigger) -> Flow:
    target = TRANSITIONS[flow.state, trigger]
    return Flow(state=target, since_ms=flow.since_ms, shown=flow.shown)


def _name_trigger(decided: Decided) -> Trigger:
    return Trigger.DECIDED_TO_STOP if _stops(decided) else Trigger.DECIDED_TO_GO_ON


def _stops(decided: Decided) -> bool:
    return decided.decision.outcome in {Outcome.CHECK, Outcome.DENY}
