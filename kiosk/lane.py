"""Lane: the one writer, which decides and appends in one transaction."""

import hashlib
import hmac
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from types import TracebackType
from typing import Self, TypeVar
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from kiosk.clock import ClockState, Instant
from kiosk.credentials.classify import classify
from kiosk.credentials.credential import Credential, Unreadable
from kiosk.decision import Decision, Outcome, Presented, decide
from kiosk.entry import (
    NOT_VISITED,
    RANDOM_BYTES,
    Entry,
    Visited,
    record_act,
    record_decision,
)
from kiosk.payload import Direction, Payload
from kiosk.policy import Policy
from kiosk.presentation import Decided, Presentation, Repeated
from kiosk.protocol.content import Act
from kiosk.reception import Leaving
from kiosk.roster import Roster
from kiosk.storage import entries, presence, recent, visits
from kiosk.storage.database import Database, make_storage_error
from kiosk.storage.entries import Head, Kept

LOOK_BACK = 100
"""How many presentations of one holder a void looks through for the admission before."""

_MICROSECOND = timedelta(microseconds=1)
_T = TypeVar("_T")


class Refusal(StrEnum):
    """Why staff's act on an entry is not recorded."""

    UNKNOWN_ENTRY = "unknown_entry"
    ALREADY_VOID = "already_void"
    NOT_A_CHECK = "not_a_check"
    ALREADY_SETTLED = "already_settled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What the lane decides by."""

    policy: Policy
    roster: Roster | None = None
    clock_state: ClockState = ClockState.UNKNOWN


class Lane:
    """Decides presentations and keeps them, one at a time.

    Readers of all gates feed one lane. `present` returns only after the entry
    is durable; a StorageError means that nothing was decided.
    """

    def __init__(
        self,
        database: Database,
        hash_key: bytes,
        rules: Rules,
        *,
        now: Callable[[], Instant],
        randomness: Callable[[int], bytes] = os.urandom,
    ) -> None:
        self._database = database
        self._hash_key = hash_key
        self.rules = rules
        self._now = now
        self._randomness = randomness
        self._connection: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._release()

    def present(self, payload: Payload) -> Presentation:
        """Decide `payload` and keep the decision; return it once it is durable."""
        credential = classify(payload)
        key = self.hash_code(payload)
        holder = self.hash_holder(credential)
        presented = Presented(credential=credential, direction=payload.direction)
        presentation = self.write(
            lambda connection: self._present(
                connection, payload, presented, key=key, holder=holder
            )
        )
        match presentation:
            case Repeated():
                return presentation
            case Decided():
                elapsed_ns = time.monotonic_ns() - payload.received_ns
                return replace(presentation, latency_ms=elapsed_ns / 1_000_000)

    def void(self, entry_id: UUID, reason: str) -> UUID | Refusal:
        """Record that the entry does not count; return the id of the void."""
        return self.write(
            lambda connection: self.void_within(connection, entry_id.bytes, reason)
        )

    def settle(self, entry_id: UUID, act: Act) -> UUID | Refusal:
        """Record how staff settled a CHECK: `Act.ADMITTED` or `Act.TURNED_AWAY`."""
        return self.write(
            lambda connection: self.settle_within(connection, entry_id.bytes, act)
        )

    def write(self, act: Callable[[Connection], _T]) -> _T:
        """Run `act` in one writing transaction; it is durable when this returns."""
        try:
            if self._connection is None:
                self._connection = self._database.hold()
            with self._connection.begin():
                return act(self._connection)
        except DatabaseError as error:
            self._release()
            raise make_storage_error(self._database.path, error) from error

    def keep(
        self,
        connection: Connection,
        decision: Decision,
        payload: Payload,
        *,
        at: Instant,
        holder: bytes | None,
        visit: Visited = NOT_VISITED,
    ) -> tuple[Entry, Head]:
        """Append what was decided, with all that rests on it; the caller commits."""
        entry = record_decision(
            decision,
            payload,
            self.rules.policy,
            at=at,
            clock=self.rules.clock_state,
            randomness=self._randomness(RANDOM_BYTES),
            visit=visit,
        )
        head = entries.append(connection, entry, holder)
        if decision.outcome is Outcome.ALLOW:
            _admit(connection, entry, holder)
            _end_visit(connection, entry, visit.leaving)
        return entry, head

    def settle_within(
        self, connection: Connection, entry_id: bytes, act: Act
    ) -> UUID | Refusal:
        """Settle a CHECK as staff do; the caller commits."""
        kept = entries.find(connection, entry_id)
        if kept is None or kept.act != Act.PRESENTED:
            return Refusal.UNKNOWN_ENTRY
        if kept.outcome != Outcome.CHECK:
            return Refusal.NOT_A_CHECK
        acts = {later.act for later in entries.find_referring(connection, entry_id)}
        if Act.VOID in acts:
            return Refusal.ALREADY_VOID
        if acts:
            return Refusal.ALREADY_SETTLED
        made = self.append_act(connection, act, kept, "")
        if act is Act.ADMITTED:
            _admit_kept(connection, kept)
        return made

    def void_within(
        self, connection: Connection, entry_id: bytes, reason: str
    ) -> UUID | Refusal:
        """Void an entry; the caller commits."""
        kept = entries.find(connection, entry_id)
        if kept is None or kept.act != Act.PRESENTED:
            return Refusal.UNKNOWN_ENTRY
        if _is_voided(connection, entry_id):
            return Refusal.ALREADY_VOID
        made = self.append_act(connection, Act.VOID, kept, reason)
        _forget_admission(connection, kept)
        visits.drop(connection, entry_id)
        return made

    def append_act(
        self, connection: Connection, act: Act, kept: Kept, text: str
    ) -> UUID:
        """Append what staff, or the night rule, did about `kept`; the caller commits."""
        entry = record_act(
            act,
            kept.entry_id,
            text,
            at=self._now(),
            clock=self.rules.clock_state,
            randomness=self._randomness(RANDOM_BYTES),
        )
        entries.append(connection, entry, kept.holder)
        return UUID(bytes=entry.entry_id)

    def hash_code(self, payload: Payload) -> bytes:
        """Return the keyed hash by which the same code is known again."""
        return self.hash(_identify(payload))

    def hash_holder(self, credential: Credential | Unreadable) -> bytes | None:
        """Return the keyed hash of whom a credential is about."""
        if isinstance(credential, Credential) and credential.holder is not None:
            return self.hash(credential.holder.encode("utf-8"))
        return None

    def hash(self, name: bytes) -> bytes:
        """Return the keyed hash of `name`, local to this kiosk."""
        return hmac.digest(self._hash_key, name, hashlib.sha256)[:16]

    def _present(
        self,
        connection: Connection,
        payload: Payload,
        presented: Presented,
        *,
        key: bytes,
        holder: bytes | None,
    ) -> Presentation:
        at = self._now()
        now_us = _to_us(at)
        place = (payload.gate, payload.direction.value)
        span_us = (now_us - self.rules.policy.repeat_window // _MICROSECOND, now_us)
        repeat_of = recent.find(connection, key, place, span_us)
        if repeat_of is not None:
            recent.touch(connection, key, place, now_us)
            return Repeated(
                repeat_of=UUID(bytes=repeat_of), payload=payload, at=at.wall
            )
        decision = decide(
            presented,
            self.rules.policy,
            self.rules.roster,
            presence.find(connection, holder) if holder is not None else None,
            at.wall,
        )
        visit = _find_visit_left(connection, presented.direction, holder)
        entry, _ = self.keep(
            connection, decision, payload, at=at, holder=holder, visit=visit
        )
        recent.put(connection, key, place, entry_id=entry.entry_id, span_us=span_us)
        return Decided(
            entry_id=UUID(bytes=entry.entry_id),
            decision=decision,
            payload=payload,
            decided_at=at.wall,
            latency_ms=0.0,
        )

    def _release(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _identify(payload: Payload) -> bytes:
    return payload.data if payload.fault is None else payload.fault.value.encode()


def _to_us(at: Instant) -> int:
    return int(at.wall.timestamp() * 1_000_000)


def _admit(connection: Connection, entry: Entry, holder: bytes | None) -> None:
    facts = entry.content
    if holder is not None:
        presence.put(
            connection,
            holder,
            entry_id=entry.entry_id,
            direction=facts.direction,
            gate=facts.gate,
            at_us=facts.decided_at_us,
        )


def _admit_kept(connection: Connection, kept: Kept) -> None:
    if _is_admitted_later(connection, kept):
        return
    presence.put_kept(connection, kept)
    if kept.refers is not None:
        visits.end(
            connection,
            kept.refers,
            at_us=kept.decided_at_us,
            leaving=Leaving.PRESENTED,
            out_id=kept.entry_id,
        )


def _end_visit(connection: Connection, entry: Entry, leaving: Leaving) -> None:
    if entry.content.refers:
        visits.end(
            connection,
            entry.content.refers,
            at_us=entry.content.decided_at_us,
            leaving=leaving,
            out_id=entry.entry_id,
        )


def _find_visit_left(
    connection: Connection, direction: Direction, holder: bytes | None
) -> Visited:
    """Return the visit that somebody at the gate goes out of."""
    if holder is None or direction is Direction.IN:
        return NOT_VISITED
    return Visited(began=visits.find_open_id(connection, holder) or b"")


def _is_voided(connection: Connection, entry_id: bytes) -> bool:
    later = entries.find_referring(connection, entry_id)
    return any(kept.act == Act.VOID for kept in later)


def _is_closed(connection: Connection, entry_id: bytes) -> bool:
    later = entries.find_referring(connection, entry_id)
    return any(kept.act == Act.CLOSED for kept in later)


def _is_admitted_later(connection: Connection, kept: Kept) -> bool:
    if kept.holder is None:
        return False
    rests_on = presence.read_entry_id(connection, kept.holder)
    later = entries.find(connection, rests_on) if rests_on is not None else None
    return later is not None and later.position > kept.position


def _forget_admission(connection: Connection, kept: Kept) -> None:
    """Let presence rest on the holder's admission before `kept`, where it rested on it.

    The visit that `kept` ended goes on with it; one that the night rule closed
    is nobody's presence.
    """
    if kept.holder is None:
        visits.reopen(connection, kept.entry_id)
        return
    if presence.read_entry_id(connection, kept.holder) != kept.entry_id:
        return
    visits.reopen(connection, kept.entry_id)
    presence.drop(connection, kept.holder)
    earlier = entries.find_of_holder(connection, kept.holder, limit=LOOK_BACK)
    admitted = (one for one in earlier if _counts_as_admitted(connection, one))
    last = next(admitted, None)
    if last is not None and not _is_closed(connection, last.entry_id):
        presence.put_kept(connection, last)


def _counts_as_admitted(connection: Connection, kept: Kept) -> bool:
    acts = {later.act for later in entries.find_referring(connection, kept.entry_id)}
    if Act.VOID in acts:
        return False
    return kept.outcome == Outcome.ALLOW or Act.ADMITTED in acts
