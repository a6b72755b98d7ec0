"""Lane: the one writer, which decides and appends in one transaction."""

import hashlib
import hmac
import os
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from types import TracebackType
from typing import Protocol, Self, TypeVar
from uuid import UUID

import msgspec

from kiosk.clock import ClockJudge, ClockState, Instant
from kiosk.credentials.classify import classify
from kiosk.credentials.credential import Credential, Terms, Understood
from kiosk.decision import Circumstances, Decision, Outcome, Presented, decide
from kiosk.entry import (
    NOT_VISITED,
    RANDOM_BYTES,
    Entry,
    Visited,
    record_act,
    record_decision,
)
from kiosk.payload import Direction, Payload
from kiosk.pending import Awaited, Joined, find_asked, find_awaited, is_over, join
from kiosk.presence import Presence, choose_later
from kiosk.presentation import Decided, Presentation, Repeated
from kiosk.protocol.content import Act
from kiosk.rules import Rules as Rules  # noqa: PLC0414 - what a lane is made with
from kiosk.storage import (
    admission,
    entries,
    pass_uses,
    presence,
    recent,
    visits,
)
from kiosk.storage.connection import Connection
from kiosk.storage.database import Database
from kiosk.storage.entries import Head, Kept
from kiosk.storage.writer import Writer

_MICROSECOND = timedelta(microseconds=1)
_T = TypeVar("_T")
_Place = tuple[str, str]
"""A gate and the direction in which it is gone through."""


class Refusal(StrEnum):
    """Why staff's act on an entry is not recorded."""

    UNKNOWN_ENTRY = "unknown_entry"
    ALREADY_VOID = "already_void"
    NOT_A_CHECK = "not_a_check"
    ALREADY_SETTLED = "already_settled"


class Neighbours(Protocol):
    """What other kiosks of the point say of holders; neither call waits."""

    def note(self, holder: str, local: bytes) -> None:
        """Remember that `holder` is called `local` here."""

    def find(self, local: bytes, now: Instant) -> Presence | None:
        """Return where neighbours saw the holder last."""


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
        clock_judge: ClockJudge | None = None,
    ) -> None:
        self._writer = Writer(database)
        self._hash_key = hash_key
        self.rules = rules
        self.neighbours: Neighbours | None = None
        self._now = now
        self._randomness = randomness
        self._clock_judge = clock_judge or ClockJudge()
        self._awaited: dict[_Place, Awaited | None] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._writer.release()

    def present(self, payload: Payload) -> Presentation:
        """Decide `payload` and keep the decision; return it once it is durable."""
        understood = self.understand(payload)
        presentation, awaited = self.write(
            lambda connection: self.present_within(connection, payload, understood)
        )
        self._awaited[_find_place(payload)] = awaited
        match presentation:
            case Repeated():
                return presentation
            case Decided():
                elapsed_ns = time.monotonic_ns() - payload.received_ns
                return msgspec.structs.replace(
                    presentation, latency_ms=elapsed_ns / 1_000_000
                )

    def void(self, entry_id: UUID, reason: str) -> UUID | Refusal:
        """Record that the entry does not count; return the id of the void."""
        return self.write(
            lambda connection: self.void_within(connection, entry_id.bytes, reason)
        )

    def settle(self, entry_id: UUID, act: Act, reason: str = "") -> UUID | Refusal:
        """Record how staff settled a CHECK: `Act.ADMITTED` or `Act.TURNED_AWAY`, and why."""
        return self.write(
            lambda connection: self.settle_within(
                connection, entry_id.bytes, act, reason
            )
        )

    def write(self, act: Callable[[Connection], _T]) -> _T:
        """Run `act` in one writing transaction; it is durable when this returns."""
        return self._writer.write(act)

    def keep(
        self,
        connection: Connection,
        decision: Decision,
        payload: Payload,
        *,
        at: Instant,
        holder: bytes | None,
        visit: Visited = NOT_VISITED,
        completes: bytes = b"",
    ) -> tuple[Entry, Head]:
        """Append what was decided, with all that rests on it; the caller commits."""
        entry = record_decision(
            decision,
            payload,
            self.rules.policy,
            at=at,
            clock=self.judge_clock(at),
            randomness=self._randomness(RANDOM_BYTES),
            visit=visit,
            completes=completes,
        )
        head = entries.append(connection, entry, holder)
        self._writer.note(head)
        if decision.outcome is Outcome.ALLOW:
            admission.admit(connection, entry, holder, visit.leaving)
        return entry, head

    def present_within(
        self, connection: Connection, payload: Payload, understood: Understood
    ) -> tuple[Presentation, Awaited | None]:
        """Decide and keep; return it, and what its gate waits for. The caller commits."""
        at = self._now()
        now_us = _to_us(at.wall)
        place = _find_place(payload)
        awaited = self._find_awaited(place, at)
        key = self.hash_code(payload)
        span_us = (now_us - self.rules.policy.repeat_window // _MICROSECOND, now_us)
        repeat_of = recent.find(connection, key, place, span_us)
        if repeat_of is not None:
            recent.touch(connection, key, place, now_us)
            repeated = Repeated(
                repeat_of=UUID(bytes=repeat_of), payload=payload, at=at.wall
            )
            return repeated, awaited
        joined = join(awaited, understood, self.rules.trust)
        decided = self.decide_within(connection, payload, joined, at)
        entry_id = decided.entry_id.bytes
        recent.put(connection, key, place, entry_id=entry_id, span_us=span_us)
        return decided, find_awaited(
            awaited, joined, decided.decision, entry_id=entry_id, at=at.wall
        )

    def decide_within(
        self, connection: Connection, payload: Payload, joined: Joined, at: Instant
    ) -> Decided:
        """Decide what was joined, and keep it; the caller commits."""
        holder = self.hash_holder(joined.credential)
        decision = self._decide(connection, joined, payload.direction, at, holder)
        entry, _ = self.keep(
            connection,
            decision,
            payload,
            at=at,
            holder=holder,
            visit=_find_visit_left(connection, payload.direction, holder),
            completes=joined.refers,
        )
        self.note_use(connection, entry, joined.credential)
        return Decided(
            entry_id=UUID(bytes=entry.entry_id),
            decision=decision,
            kept=self.rules.policy.keep(decision.claims),
            payload=payload,
            decided_at=at.wall,
            latency_ms=0.0,
            asks=find_asked(joined, decision, self.rules.policy),
        )

    def settle_within(
        self, connection: Connection, entry_id: bytes, act: Act, reason: str = ""
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
        made = self.append_act(connection, act, kept, reason)
        if act is Act.ADMITTED:
            admission.admit_kept(connection, kept)
        return made

    def void_within(
        self, connection: Connection, entry_id: bytes, reason: str
    ) -> UUID | Refusal:
        """Void an entry; the caller commits."""
        kept = entries.find(connection, entry_id)
        if kept is None or kept.act != Act.PRESENTED:
            return Refusal.UNKNOWN_ENTRY
        if admission.is_voided(connection, entry_id):
            return Refusal.ALREADY_VOID
        made = self.append_act(connection, Act.VOID, kept, reason)
        admission.take_back(connection, kept)
        return made

    def append_act(
        self, connection: Connection, act: Act, kept: Kept, text: str
    ) -> UUID:
        """Append what staff, or the night rule, did about `kept`; the caller commits."""
        at = self._now()
        entry = record_act(
            act,
            kept.entry_id,
            text,
            at=at,
            clock=self.judge_clock(at),
            randomness=self._randomness(RANDOM_BYTES),
        )
        self._writer.note(entries.append(connection, entry, kept.holder))
        return UUID(bytes=entry.entry_id)

    def judge_clock(self, at: Instant) -> ClockState:
        """Say how far the wall clock can be believed; no disk and no network is asked."""
        roster = self.rules.roster
        return self._clock_judge.judge(at, None if roster is None else roster.issued_at)

    def understand(self, payload: Payload) -> Understood:
        """Return what `payload` is, by the keys that are believed."""
        return classify(payload, self.rules.trust)

    def look_around(
        self, connection: Connection, credential: Understood
    ) -> Circumstances:
        """Return what is known here besides the code."""
        counted = self._find_counted(credential)
        return Circumstances(
            point=self.rules.point,
            uses=0 if counted is None else pass_uses.count(connection, counted[0]),
            inside=0
            if self.rules.policy.capacity is None
            else admission.count_inside(connection),
            is_watched=self.rules.is_watched(credential),
        )

    def note_use(
        self, connection: Connection, entry: Entry, credential: Understood
    ) -> None:
        """Remember the use of a pass that admits n times; the caller commits."""
        counted, facts = self._find_counted(credential), entry.content
        may_go_in = facts.outcome in (Outcome.ALLOW, Outcome.CHECK)
        if counted is None or facts.direction != Direction.IN or not may_go_in:
            return
        gate_pass, ends_at = counted
        pass_uses.put(
            connection,
            gate_pass,
            entry_id=entry.entry_id,
            is_admitted=facts.outcome == Outcome.ALLOW,
            ends_at_us=_to_us(ends_at),
            now_us=facts.decided_at_us,
        )

    def hash_code(self, payload: Payload) -> bytes:
        """Return the keyed hash by which the same code is known again."""
        return self.hash(_identify(payload))

    def hash_holder(self, credential: Understood) -> bytes | None:
        """Return the keyed hash of whom a credential is about."""
        if isinstance(credential, Credential) and credential.holder is not None:
            holder = self.hash(credential.holder.encode("utf-8"))
            if self.neighbours is not None:
                self.neighbours.note(credential.holder, holder)
            return holder
        return None

    def hash(self, name: bytes) -> bytes:
        """Return the keyed hash of `name`, local to this kiosk."""
        return hash_locally(self._hash_key, name)

    def _find_awaited(self, place: _Place, at: Instant) -> Awaited | None:
        awaited = self._awaited.get(place)
        window = self.rules.policy.completion_window
        over = awaited is None or is_over(awaited, window, at.wall)
        return None if over else awaited

    def _decide(
        self,
        connection: Connection,
        joined: Joined,
        direction: Direction,
        at: Instant,
        holder: bytes | None,
    ) -> Decision:
        around = self.look_around(connection, joined.credential)
        presented = Presented(
            credential=joined.credential,
            direction=direction,
            circumstances=joined.add_to(around),
        )
        return decide(
            presented,
            self.rules.policy,
            self.rules.roster,
            self._find_presence(connection, holder, at),
            at.wall,
        )

    def _find_presence(
        self, connection: Connection, holder: bytes | None, at: Instant
    ) -> Presence | None:
        if holder is None:
            return None
        own = presence.find(connection, holder)
        if self.neighbours is None:
            return own
        return choose_later(own, self.neighbours.find(holder, at))

    def _find_counted(self, credential: Understood) -> tuple[bytes, datetime] | None:
        """Return the keyed hash of a pass whose uses are counted, and when it ends."""
        match credential:
            case Credential(
                terms=Terms(uses=int()) as terms, not_after=datetime() as ends_at
            ):
                return self.hash(terms.pass_id), ends_at
            case _:
                return None


def hash_locally(hash_key: bytes, name: bytes) -> bytes:
    """Return the hash of `name` by the key of one kiosk."""
    return hmac.digest(hash_key, name, hashlib.sha256)[:16]


def _identify(payload: Payload) -> bytes:
    return payload.data if payload.fault is None else payload.fault.value.encode()


def _find_place(payload: Payload) -> _Place:
    return payload.gate, payload.direction.value


def _to_us(at: datetime) -> int:
    return int(at.timestamp() * 1_000_000)


def _find_visit_left(
    connection: Connection, direction: Direction, holder: bytes | None
) -> Visited:
    """Return the visit that somebody at the gate goes out of."""
    if holder is None or direction is Direction.IN:
        return NOT_VISITED
    return Visited(began=visits.find_open_id(connection, holder) or b"")
