"""Counter: what staff at a gate do about entries, over the lane that keeps them.

Each call is one transaction, and its answer is given once it is durable. A
counter is used by one thread at a time; it has a lane of its own.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from types import TracebackType
from typing import Self, TypeVar
from uuid import UUID

from kiosk.clock import Instant
from kiosk.credentials.credential import Credential, Understood
from kiosk.decision import LOCAL, Presented, decide
from kiosk.declaration import Declared
from kiosk.lane import Lane, Refusal
from kiosk.logbook import Logbook
from kiosk.payload import Direction, Payload
from kiosk.pending import join_declared
from kiosk.presentation import Decided, Looked, Presentation
from kiosk.protocol.content import Act
from kiosk.storage import entries, presence
from kiosk.storage.connection import Connection
from kiosk.storage.database import Database

_Done = TypeVar("_Done")

UNDONE = "undone at the gate"
WRONG_WAY = "wrong direction"
"""What a void says that staff tapped; a person's own words may stand there as well."""


class Counter:
    """Staff's acts at a gate."""

    def __init__(
        self,
        database: Database,
        lane: Lane,
        *,
        now: Callable[[], Instant],
        on_kept: Callable[[], None],
    ) -> None:
        self._database = database
        self._lane = lane
        self._now = now
        self._on_kept = on_kept
        self.log = Logbook(database)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._lane.__exit__(kind, error, trace)

    def void(self, entry_id: UUID, reason: str = UNDONE) -> UUID | Refusal:
        """Record that the entry does not count."""
        return self._tell(self._lane.void(entry_id, reason))

    def settle(self, entry_id: UUID, act: Act, reason: str) -> UUID | Refusal:
        """Record that staff let a CHECK pass or turned it away, and why."""
        return self._tell(self._lane.settle(entry_id, act, reason))

    def turn_round(self, decided: Decided) -> Presentation | Refusal:
        """Let an entry count in the other direction: a void, and the code once more."""
        other = (
            Direction.OUT if decided.payload.direction is Direction.IN else Direction.IN
        )
        payload = replace(decided.payload, direction=other)
        return self._tell(
            self._lane.write(
                lambda connection: self._replace(connection, decided, payload)
            )
        )

    def declare(self, decided: Decided, declared: Declared | None) -> Decided | Refusal:
        """Decide again with what was declared; None is nobody's answer in time."""
        return self._tell(
            self._lane.write(
                lambda connection: self._complete(connection, decided, declared)
            )
        )

    def look(self, payload: Payload) -> Looked:
        """Return what `payload` is and would come to; nothing is kept."""
        understood = self._lane.understand(payload)
        rules = self._lane.rules
        with self._database.read() as connection:
            presented = Presented(
                credential=understood,
                direction=payload.direction,
                circumstances=self._lane.look_around(connection, understood),
            )
            holder = (
                self._lane.hash_holder(understood)
                if isinstance(understood, Credential)
                else None
            )
            seen = None if holder is None else presence.find(connection, holder)
        decision = decide(presented, rules.policy, rules.roster, seen, self._now().wall)
        since, until = _find_validity(understood)
        return Looked(decision=decision, since=since, until=until)

    def _complete(
        self, connection: Connection, decided: Decided, declared: Declared | None
    ) -> Decided | Refusal:
        """Decide again what nobody has settled, voided or completed meanwhile."""
        later = entries.find_referring(connection, decided.entry_id.bytes)
        acts = {one.act for one in later}
        if acts:
            is_void = Act.VOID in acts
            return Refusal.ALREADY_VOID if is_void else Refusal.ALREADY_SETTLED
        joined = join_declared(decided, declared)
        return self._lane.decide_within(
            connection, decided.payload, joined, self._now()
        )

    def _replace(
        self, connection: Connection, decided: Decided, payload: Payload
    ) -> Presentation | Refusal:
        entry_id = decided.entry_id.bytes
        voided = self._lane.void_within(connection, entry_id, WRONG_WAY)
        if isinstance(voided, Refusal):
            return voided
        understood = self._lane.understand(payload)
        # A counter waits for no second part: the gate's own lane does.
        presentation, _ = self._lane.present_within(connection, payload, understood)
        return presentation

    def _tell(self, done: _Done) -> _Done:
        if not isinstance(done, Refusal):
            self._on_kept()
        return done


def _find_validity(understood: Understood) -> tuple[date | None, date | None]:
    """Return the first and the last day on which a credential is valid."""
    if not isinstance(understood, Credential):
        return None, None
    return (
        understood.valid_from or _find_day(understood.not_before),
        understood.valid_until or _find_day(understood.not_after),
    )


def _find_day(at: datetime | None) -> date | None:
    return None if at is None else at.astimezone(LOCAL).date()
