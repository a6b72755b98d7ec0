"""Staff calls: what staff's screens ask of the counter, and its answers, as values; no Qt."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from kiosk.declaration import Declared
from kiosk.lane import Refusal
from kiosk.payload import Payload
from kiosk.presentation import Decided, Looked, Presentation, Repeated
from kiosk.protocol.content import Act
from kiosk.ui.flow import Completed, Corrected, Deed, Settled, TakenBack
from kiosk.ui.staff.log_calls import (
    JudgeCall,
    Judged,
    LogAnswer,
    LogCall,
    LogDesk,
    ask_log,
)


class StaffDesk(Protocol):
    """What answers staff's screens; `kiosk.counter.Counter` is one."""

    @property
    def log(self) -> LogDesk:
        """Return where kept entries are looked up."""

    def void(self, entry_id: UUID, reason: str = ...) -> UUID | Refusal:
        """Record that an entry does not count, and why."""

    def settle(self, entry_id: UUID, act: Act, reason: str) -> UUID | Refusal:
        """Record that staff let a CHECK pass or turned it away, and why."""

    def turn_round(self, decided: Decided) -> Presentation | Refusal:
        """Let an entry count in the other direction."""

    def declare(self, decided: Decided, declared: Declared | None) -> Decided | Refusal:
        """Decide again with what was declared; None is nobody's answer in time."""

    def look(self, payload: Payload) -> Looked:
        """Return what a code is and would come to; nothing is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidCall:
    """An entry is to count no more."""

    entry_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleCall:
    """A CHECK is to be settled."""

    decided: Decided
    deed: Deed
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnCall:
    """An entry is to count the other way."""

    decided: Decided


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareCall:
    """An entry is to be decided again; `declared` None says that nobody answered."""

    decided: Decided
    declared: Declared | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LookCall:
    """A code is to be looked at."""

    payload: Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedAt:
    """What a code was found to be."""

    looked: Looked


@dataclass(frozen=True, slots=True, kw_only=True)
class NotDone:
    """The counter refused: the entry is void or settled already."""

    refusal: Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffFailed:
    """Nothing could be kept or read."""

    sentence: str


StaffCall = VoidCall | SettleCall | TurnCall | DeclareCall | LookCall | LogCall
Done = Settled | Corrected | TakenBack | Completed
"""What the gate's own screen is told, once it is durable."""
StaffAnswer = Done | LookedAt | NotDone | StaffFailed | LogAnswer

_ACTS = {Deed.ADMITTED: Act.ADMITTED, Deed.TURNED_AWAY: Act.TURNED_AWAY}


def ask(  # noqa: PLR0911 - one for each call
    desk: StaffDesk, call: StaffCall
) -> StaffAnswer:
    """Return the counter's answer to `call`.

    Raises:
        KioskError: nothing can be read or kept.
    """
    match call:
        case VoidCall(entry_id=entry_id):
            voided = desk.void(entry_id)
            if isinstance(voided, Refusal):
                return NotDone(refusal=voided)
            return TakenBack(entry_id=entry_id)
        case SettleCall(decided=decided, deed=deed):
            done = desk.settle(decided.entry_id, _ACTS[deed], call.reason)
            if isinstance(done, Refusal):
                return NotDone(refusal=done)
            return Settled(decided=decided, deed=deed)
        case DeclareCall(decided=decided, declared=declared):
            again = desk.declare(decided, declared)
            if isinstance(again, Refusal):
                return NotDone(refusal=again)
            return Completed(decided=again, completes=decided.entry_id)
        case LookCall(payload=payload):
            return LookedAt(looked=desk.look(payload))
        case TurnCall(decided=decided):
            return _tell_turned(desk.turn_round(decided), decided)
        case JudgeCall():
            return _judge(desk, call)
        case _:
            return ask_log(desk.log, call)


def _judge(desk: StaffDesk, call: JudgeCall) -> Judged | NotDone:
    entry_id, act = call.entry.entry_id, _ACTS.get(call.deed)
    done = (
        desk.void(entry_id, call.reason)
        if act is None
        else desk.settle(entry_id, act, call.reason)
    )
    if isinstance(done, Refusal):
        return NotDone(refusal=done)
    return Judged(entry_id=entry_id, position=call.entry.position, deed=call.deed)


def _tell_turned(turned: Presentation | Refusal, decided: Decided) -> StaffAnswer:
    match turned:
        case Decided():
            return Corrected(decided=turned)
        case Repeated():  # the same code went the other way just now
            return TakenBack(entry_id=decided.entry_id)
        case _:
            return NotDone(refusal=turned)
