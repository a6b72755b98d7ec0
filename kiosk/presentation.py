"""Presentation: one person's act at a gate: decided at once, or pending until it is answered; pure.

Every payload is decided and kept at once. Where its decision asks for nothing
but a declaration, and somebody can be asked, the act is `Pending`: `TRANSITIONS`
says what ends that. The parts of a code, and a pass that is followed by its
card, are joined by `kiosk.pending`.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

import msgspec

from kiosk.credentials.credential import Claim, Credential
from kiosk.decision import Decision
from kiosk.declaration import Declaration, Declared, is_complete
from kiosk.payload import Payload


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a person is asked before they are decided again.

    `credential` and `companion` are what was decided, which a card may have
    completed; `window` is how long nobody needs to answer.
    """

    declaration: Declaration
    credential: Credential
    window: timedelta
    companion: bool | None = None


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """A decision whose entry is durable; only now may it be shown.

    `kept` are the claims that the entry keeps, by the policy it was decided by.
    `latency_ms` runs from the payload's last byte to the end of the commit.
    `asks` is set where answers may change it.
    """

    entry_id: UUID
    decision: Decision
    kept: Mapping[Claim, str]
    payload: Payload
    decided_at: datetime
    latency_ms: float
    asks: Asked | None = None


class Repeated(msgspec.Struct, frozen=True, kw_only=True):
    """The same payload again within the repeat window: no entry."""

    repeat_of: UUID
    payload: Payload
    at: datetime


Presentation = Decided | Repeated


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """What a code is and what would be decided of it; nothing is kept.

    `since` and `until` are the ends of its validity, None where it names none.
    """

    decision: Decision
    since: date | None = None
    until: date | None = None


class State(StrEnum):
    """How far an act is that asks for answers."""

    PENDING = "pending"
    ANSWERED = "answered"
    """It is decided again, with what was declared."""
    INCOMPLETE = "incomplete"
    """It is decided again as a CHECK `incomplete`."""


class Trigger(StrEnum):
    """What can happen to such an act."""

    ANSWERED_SOME = "answered_some"
    ANSWERED_ALL = "answered_all"
    SAME_PERSON = "same_person"
    """The same holder's code was read again."""
    OTHER_PERSON = "other_person"
    DECLINED = "declined"
    """Somebody went back: nothing is declared."""
    TIME_ENDED = "time_ended"


TRANSITIONS: Mapping[tuple[State, Trigger], State] = {
    (State.PENDING, Trigger.ANSWERED_SOME): State.PENDING,
    (State.PENDING, Trigger.ANSWERED_ALL): State.ANSWERED,
    (State.PENDING, Trigger.SAME_PERSON): State.PENDING,
    (State.PENDING, Trigger.OTHER_PERSON): State.INCOMPLETE,
    (State.PENDING, Trigger.DECLINED): State.INCOMPLETE,
    (State.PENDING, Trigger.TIME_ENDED): State.INCOMPLETE,
    # What is decided again stays so.
    (State.ANSWERED, Trigger.ANSWERED_SOME): State.ANSWERED,
    (State.ANSWERED, Trigger.ANSWERED_ALL): State.ANSWERED,
    (State.ANSWERED, Trigger.SAME_PERSON): State.ANSWERED,
    (State.ANSWERED, Trigger.OTHER_PERSON): State.ANSWERED,
    (State.ANSWERED, Trigger.DECLINED): State.ANSWERED,
    (State.ANSWERED, Trigger.TIME_ENDED): State.ANSWERED,
    (State.INCOMPLETE, Trigger.ANSWERED_SOME): State.INCOMPLETE,
    (State.INCOMPLETE, Trigger.ANSWERED_ALL): State.INCOMPLETE,
    (State.INCOMPLETE, Trigger.SAME_PERSON): State.INCOMPLETE,
    (State.INCOMPLETE, Trigger.OTHER_PERSON): State.INCOMPLETE,
    (State.INCOMPLETE, Trigger.DECLINED): State.INCOMPLETE,
    (State.INCOMPLETE, Trigger.TIME_ENDED): State.INCOMPLETE,
}


class Pending(msgspec.Struct, frozen=True, kw_only=True):
    """An act that waits for answers, or has just ended to."""

    decided: Decided
    asked: Asked
    declared: Declared = msgspec.field(default_factory=Declared)
    state: State = State.PENDING


def begin(decided: Decided) -> Pending | None:
    """Return what is waited for, None where the decision asks for nothing."""
    if decided.asks is None:
        return None
    return Pending(decided=decided, asked=decided.asks)


def answer(pending: Pending, declared: Declared) -> Pending:
    """Return the act after somebody answered: `declared` is all that was said so far."""
    if pending.state is not State.PENDING:
        return pending
    is_all = is_complete(pending.asked.declaration, declared)
    trigger = Trigger.ANSWERED_ALL if is_all else Trigger.ANSWERED_SOME
    return _move(msgspec.structs.replace(pending, declared=declared), trigger)


def meet(pending: Pending, decided: Decided) -> Pending:
    """Return the act after another code was decided at its gate.

    The same person's newer entry takes the older one's place, with the answers
    that were given.
    """
    if not _is_same(pending.decided, decided):
        return _move(pending, Trigger.OTHER_PERSON)
    asks, held = decided.asks, _move(pending, Trigger.SAME_PERSON)
    if asks is None or held.state is not State.PENDING:
        return _move(held, Trigger.OTHER_PERSON)
    return msgspec.structs.replace(held, decided=decided, asked=asks)


def decline(pending: Pending) -> Pending:
    """Return the act after somebody went back."""
    return _move(pending, Trigger.DECLINED)


def elapse(pending: Pending, touched_ms: int, now_ms: int) -> Pending:
    """Return the act at `now_ms`, where somebody last did something at `touched_ms`."""
    if find_left_ms(pending, touched_ms, now_ms) > 0:
        return pending
    return _move(pending, Trigger.TIME_ENDED)


def find_left_ms(pending: Pending, touched_ms: int, now_ms: int) -> int:
    """Return how long answers are still waited for."""
    window_ms = pending.asked.window // timedelta(milliseconds=1)
    return max(0, touched_ms + window_ms - now_ms)


def _move(pending: Pending, trigger: Trigger) -> Pending:
    return msgspec.structs.replace(pending, state=TRANSITIONS[pending.state, trigger])


def _is_same(one: Decided, other: Decided) -> bool:
    """Say whether both are one person's: the same holder, or the very same code."""
    if one.payload.direction is not other.payload.direction:
        return False
    if one.payload.data == other.payload.data:
        return True
    return one.decision.holder is not None and (
        one.decision.holder == other.decision.holder
    )
