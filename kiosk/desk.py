"""Desk: what a reception does with visits, over the lane that keeps entries.

Each call is one transaction, and its answer is given once it is durable. A desk
is used by one thread at a time; it has a lane, and so a connection, of its own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self
from uuid import UUID

import msgspec

from kiosk.alarm import call_roll
from kiosk.clock import Instant
from kiosk.credentials.credential import Claim, Credential, Kind, Understood
from kiosk.decision import Decision, Outcome, Presented, decide
from kiosk.entry import Visited
from kiosk.guest import clean, fill_form, find_fault, let_out, read_badge, understand
from kiosk.lane import Lane
from kiosk.night import close_due
from kiosk.payload import Direction, Payload
from kiosk.pending import Joined, find_asked, join_answers
from kiosk.policy import Policy
from kiosk.protocol.content import Act
from kiosk.reason import Reason
from kiosk.reception import (
    Asks,
    CheckedIn,
    CheckIn,
    Filled,
    Form,
    Leaving,
    NotInside,
    NotUnderstood,
    Presenting,
    ReadAgain,
    Roll,
    SignedOut,
    SignOut,
    TurnedAway,
    Undoing,
    Undone,
    Visit,
    VisitField,
)
from kiosk.search import fold
from kiosk.storage import companies, entries, hosts, inside, roll, visit_lists, visits
from kiosk.storage.connection import Connection
from kiosk.storage.database import Database
from kiosk.storage.visits import Visitor
from kiosk.undo import undo


@dataclass(frozen=True, slots=True, kw_only=True)
class _Guest:
    """A form that was understood: what is decided of it and whose visit it begins."""

    form: Form
    credential: Credential
    visitor: Visitor
    payload: Payload


class Reception:
    """The desk of a point (`kiosk.reception.Desk`)."""

    def __init__(
        self,
        database: Database,
        lane: Lane,
        *,
        now: Callable[[], Instant],
        gate: str,
        on_kept: Callable[[], None],
    ) -> None:
        self._database = database
        self._lane = lane
        self._now = now
        self._gate = gate
        self._on_kept = on_kept
        self._last: tuple[bytes, datetime] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._lane.__exit__(kind, error, trace)

    def present(self, payload: Payload) -> Presenting:
        """Sign out whose open visit this is (their code or badge), else fill a form."""
        code = self._lane.hash_code(payload)
        answer = ReadAgain() if self._is_repeat(code) else self._answer(payload)
        if not isinstance(answer, NotUnderstood):
            self._last = (code, self._now().wall)
        return answer

    def check_in(self, form: Form) -> CheckIn:
        """Begin a visit; the answer is given once its entry is durable."""
        cleaned = clean(form)
        fault = find_fault(cleaned)
        if fault is not None:
            return fault
        guest = self._understand(cleaned)
        answer = self._lane.write(lambda connection: self._check_in(connection, guest))
        if guest.visitor.code is not None:
            self._last = (guest.visitor.code, self._now().wall)
        if isinstance(answer, CheckedIn | TurnedAway):
            self._on_kept()
        return answer

    def sign_out(self, visit_id: UUID) -> SignOut:
        """End a visit by a tap."""
        answer = self._lane.write(
            lambda connection: self._sign_out(connection, visit_id.bytes)
        )
        if isinstance(answer, SignedOut):
            self._on_kept()
        return answer

    def close_visits(self, before: datetime) -> int:
        """End the open visits that began before `before`; nobody was seen to leave."""
        closed = 0
        for some in close_due(self._database, self._lane, before, self._now):
            self._on_kept()
            closed += some
        return closed

    def undo(self, entry_id: UUID) -> Undoing:
        """Void the check-in or sign-out that the entry `entry_id` keeps, within `UNDO_WITHIN`."""
        now = self._now().wall
        answer = self._lane.write(
            lambda connection: undo(connection, self._lane, entry_id.bytes, now=now)
        )
        if isinstance(answer, Undone):
            self._last = None  # the same code may be meant again at once
            self._on_kept()
        return answer

    def call_roll(self, at: datetime) -> Roll:
        """Return the roll call that goes on, or begin one at `at`."""
        return call_roll(self._database, self._lane, at)

    def keep_seen(self, seen: frozenset[UUID]) -> None:
        """Keep who has been seen, so that a restart loses no tick."""
        self._lane.write(lambda connection: roll.keep_seen(connection, seen))

    def end_roll(self) -> None:
        """Forget the roll call."""
        self._lane.write(roll.drop)

    def find_inside(self, search: str, *, limit: int) -> Sequence[Visit]:
        """Return who is inside, newest first; accents and case do not matter in `search`."""
        with self._database.read() as connection:
            return visit_lists.list_inside(connection, search, limit=limit)

    def count_inside(self) -> int:
        """Return how many are inside."""
        with self._database.read() as connection:
            return visits.count_inside(connection)

    def find_earlier(self, search: str, *, limit: int) -> Sequence[Visit]:
        """Return the newest visit of each returning visitor, found by any word of the name."""
        with self._database.read() as connection:
            return visit_lists.list_earlier(connection, search, limit=limit)

    def find_hosts(self, search: str, *, limit: int) -> Sequence[str]:
        """Return hosts, those visited last first; any word of the name may begin like `search`."""
        with self._database.read() as connection:
            return hosts.find(connection, search, limit=limit)

    def find_companies(self, search: str, *, limit: int) -> Sequence[str]:
        """Return companies of recent visitors, newest first; any word may begin like `search`."""
        with self._database.read() as connection:
            return companies.find(connection, search, limit=limit)

    @property
    def _policy(self) -> Policy:
        """Return the point's policy; who has no code is written down anywhere."""
        policy = self._lane.rules.policy
        return replace(policy, accepted=policy.accepted | {Kind.MANUAL})

    def _is_repeat(self, code: bytes) -> bool:
        """Say whether `code` was answered just now; the window slides (decision 0004)."""
        if self._last is None or self._last[0] != code:
            return False
        elapsed = self._now().wall - self._last[1]
        return timedelta(0) <= elapsed <= self._lane.rules.policy.repeat_window

    def _answer(self, payload: Payload) -> Presenting:
        credential = self._lane.understand(payload)
        signed_out = self._lane.write(
            lambda connection: self._sign_out_presented(connection, payload, credential)
        )
        if signed_out is not None:
            self._on_kept()
            return signed_out
        if not isinstance(credential, Credential):
            return NotUnderstood(reason=credential.reason)
        return self._fill(payload, credential)

    def _fill(self, payload: Payload, credential: Credential) -> Filled | NotUnderstood:
        """Fill a form by a code, unless the point denies who shows it."""
        holder = self._lane.hash_holder(credential)
        with self._database.read() as connection:
            earlier = visit_lists.find_newest(connection, holder) if holder else None
            decision = self._decide(
                connection, Joined(credential=credential), self._now()
            )
        if decision.outcome is Outcome.DENY:
            return NotUnderstood(reason=decision.reasons[0])
        return Filled(
            form=fill_form(payload, credential),
            earlier=earlier,
            reasons=decision.reasons,
        )

    def _understand(self, form: Form) -> _Guest:
        credential = understand(form, self._policy, self._lane.rules.trust)
        holder = self._lane.hash_holder(credential)
        payload = form.payload
        return _Guest(
            form=form,
            credential=credential,
            visitor=Visitor(
                person=self._name_person(holder, form.name),
                holder=holder,
                code=None if payload is None else self._lane.hash_code(payload),
                badge=form.fields.get(VisitField.BADGE, ""),
                name=form.name,
            ),
            payload=replace(payload or self._make_payload(), direction=Direction.IN),
        )

    def _name_person(self, holder: bytes | None, name: str) -> bytes:
        """Return who returns: by document, or without one by name."""
        return holder or self._lane.hash(f"name:{fold(name)}".encode())

    def _make_payload(self, direction: Direction = Direction.IN) -> Payload:
        return Payload(
            data=b"",
            symbology="",
            reader="desk",
            gate=self._gate,
            direction=direction,
            received_ns=0,
        )

    def _decide(self, connection: Connection, joined: Joined, at: Instant) -> Decision:
        around = self._lane.look_around(connection, joined.credential)
        presented = Presented(
            credential=joined.credential,
            direction=Direction.IN,
            circumstances=joined.add_to(around),
        )
        return decide(presented, self._policy, self._lane.rules.roster, None, at.wall)

    def _check_in(self, connection: Connection, guest: _Guest) -> CheckIn:
        taken = inside.find_obstacle(connection, guest.visitor)
        if taken is not None:
            return taken
        at, policy = self._now(), self._policy
        joined = join_answers(guest.credential, policy.declaration, guest.form.declared)
        decision = self._decide(connection, joined, at)
        asked = find_asked(joined, decision, policy)
        if asked is not None:
            return Asks(declaration=asked.declaration)
        if Reason.ANSWER_NOT_ACCEPTED in decision.reasons:
            self._lane.keep(
                connection, decision, guest.payload, at=at, holder=guest.visitor.holder
            )
            return TurnedAway(reason=Reason.ANSWER_NOT_ACCEPTED)
        entry, head = self._lane.keep(
            connection,
            decision,
            guest.payload,
            at=at,
            holder=guest.visitor.holder,
            visit=Visited(fields={k.value: v for k, v in guest.form.fields.items()}),
        )
        self._lane.note_use(connection, entry, guest.credential)
        visits.begin(
            connection,
            guest.visitor,
            position=head.position,
            visit_id=entry.entry_id,
            came_at_us=entry.content.decided_at_us,
        )
        if decision.outcome is Outcome.CHECK:
            # Reception saw the reasons with the form, and let the visitor in.
            self._lane.settle_within(connection, entry.entry_id, Act.ADMITTED)
        host = guest.form.fields.get(VisitField.HOST)
        if host is not None:
            hosts.visit(connection, host, position=head.position)
        return CheckedIn(
            visit=Visit(
                visit_id=UUID(bytes=entry.entry_id),
                claims={Claim(k): v for k, v in entry.content.claims.items()},
                fields=guest.form.fields,
                came_at=at.wall,
            )
        )

    def _sign_out_presented(
        self,
        connection: Connection,
        payload: Payload,
        credential: Understood,
    ) -> SignedOut | None:
        visit = self._find_open(connection, payload, credential)
        if visit is None:
            return None
        decision = None
        if isinstance(credential, Credential):
            decision = let_out(
                credential.kind,
                credential.claims,
                verified=credential.verified,
                reasons=credential.warnings,
            )
        return self._leave(
            connection,
            visit,
            replace(payload, direction=Direction.OUT),
            decision,
            leaving=Leaving.PRESENTED,
        )

    def _find_open(
        self,
        connection: Connection,
        payload: Payload,
        credential: Understood,
    ) -> Visit | None:
        badge = read_badge(payload)
        if badge is not None:
            return visit_lists.find_open_by_badge(connection, badge)
        holder = self._lane.hash_holder(credential)
        visit = (
            visit_lists.find_open_by_holder(connection, holder)
            if holder is not None
            else None
        )
        return visit or visit_lists.find_open_by_code(
            connection, self._lane.hash_code(payload)
        )

    def _sign_out(self, connection: Connection, visit_id: bytes) -> SignOut:
        visit = visit_lists.find(connection, visit_id) or inside.find_admission(
            connection, visit_id
        )
        if visit is None or visit.left_at is not None:
            return NotInside()
        return self._leave(
            connection,
            visit,
            self._make_payload(Direction.OUT),
            None,
            leaving=Leaving.TAPPED,
        )

    def _leave(
        self,
        connection: Connection,
        visit: Visit,
        payload: Payload,
        decision: Decision | None,
        *,
        leaving: Leaving,
    ) -> SignedOut:
        """Append the entry out; without a `decision` it claims what the entry in did."""
        began = visit.visit_id.bytes
        kept = entries.read(connection, began)
        at = self._now()
        entry, _ = self._lane.keep(
            connection,
            decision or let_out(Kind(kept.kind), visit.claims),
            payload,
            at=at,
            holder=kept.holder,
            visit=Visited(began=began, leaving=leaving),
        )
        return SignedOut(
            visit=msgspec.structs.replace(visit, left_at=at.wall, leaving=leaving),
            entry_id=UUID(bytes=entry.entry_id),
        )
