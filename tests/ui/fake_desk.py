"""Fake desk: a reception's desk in memory, held to the real one's contract."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from kiosk.clock import Instant
from kiosk.credentials.classify import classify
from kiosk.credentials.credential import Claim, Credential, Unreadable
from kiosk.errors import StorageError
from kiosk.payload import Direction, Payload
from kiosk.reception import (
    MAX_FIELD,
    UNDO_WITHIN,
    AlreadyInside,
    BadgeTaken,
    CheckedIn,
    CheckIn,
    Filled,
    Form,
    FormFault,
    Leaving,
    NotInside,
    NotUnderstood,
    NotUndone,
    Presenting,
    Roll,
    SignedOut,
    SignOut,
    Undoing,
    Undone,
    Visit,
    VisitField,
)
from kiosk.search import fold

FULL = "The disk is full. Free some space."


class FakeDesk:
    """Knows its visits, newest last; fails at every call once `is_broken`."""

    def __init__(self, now: Callable[[], Instant], *visits: Visit) -> None:
        self._now = now
        self.visits = list(visits)
        self.is_broken = False
        self.roll: Roll | None = None
        self._acts: dict[UUID, tuple[Direction, Visit, datetime]] = {}

    def present(self, payload: Payload) -> Presenting:
        text = payload.data.decode()
        for visit in self._open():
            if text == visit.fields.get(VisitField.BADGE):
                return self._leave(visit, Leaving.PRESENTED)
        found = classify(payload)
        if isinstance(found, Unreadable):
            return NotUnderstood(reason=found.reason)
        assert isinstance(found, Credential)  # no sample is a part of one
        document = found.claims.get(Claim.DOCUMENT, "")
        own = [visit for visit in self.visits if _names(visit, document)]
        for visit in own:
            if visit.left_at is None:
                return self._leave(visit, Leaving.PRESENTED)
        form = Form(
            name=found.claims.get(Claim.NAME, ""),
            document=document,
            fields={},
            payload=payload,
        )
        return Filled(form=form, earlier=own[-1] if own else None)

    def check_in(self, form: Form) -> CheckIn:
        fault = _find_fault(form)
        if fault is not None:
            return fault
        for visit in self._open():
            if form.document and _names(visit, form.document):
                return AlreadyInside(visit=visit)
            badge = form.fields.get(VisitField.BADGE)
            if badge and badge == visit.fields.get(VisitField.BADGE):
                return BadgeTaken(visit=visit)
        visit = Visit(
            visit_id=UUID(int=1000 + len(self.visits)),
            claims={Claim.NAME: form.name, Claim.DOCUMENT: form.document},
            fields=form.fields,
            came_at=self._now().wall,
        )
        self.visits.append(visit)
        self._acts[visit.visit_id] = (Direction.IN, visit, visit.came_at)
        return CheckedIn(visit=visit)

    def sign_out(self, visit_id: UUID) -> SignOut:
        for visit in self._open():
            if visit.visit_id == visit_id:
                return self._leave(visit, Leaving.TAPPED)
        return NotInside()

    def undo(self, entry_id: UUID) -> Undoing:
        direction, visit, at = self._acts.pop(
            entry_id, (Direction.IN, None, self._now().wall)
        )
        if visit is None or self._now().wall - at > UNDO_WITHIN:
            return NotUndone()
        others = [one for one in self.visits if one.visit_id != visit.visit_id]
        self.visits = others if direction is Direction.IN else [*others, visit]
        return Undone(visit=visit, direction=direction)

    def call_roll(self, at: datetime) -> Roll:
        if self.roll is None:
            self.roll = Roll(visits=tuple(self._open()), taken_at=at)
        return self.roll

    def keep_seen(self, seen: frozenset[UUID]) -> None:
        self._open()
        if self.roll is not None:
            self.roll = msgspec.structs.replace(self.roll, seen=seen)

    def end_roll(self) -> None:
        self.roll = None

    def find_inside(self, search: str, *, limit: int) -> Sequence[Visit]:
        found = [visit for visit in self._open() if _begins(visit.name, search)]
        return found[:limit]

    def count_inside(self) -> int:
        return len(self._open())

    def find_earlier(self, search: str, *, limit: int) -> Sequence[Visit]:
        newest = {visit.name: visit for visit in self.visits}
        return [visit for visit in newest.values() if _begins(visit.name, search)][
            :limit
        ]

    def find_hosts(self, search: str, *, limit: int) -> Sequence[str]:
        newest_first = reversed(self.visits)
        hosts = [visit.fields.get(VisitField.HOST, "") for visit in newest_first]
        named = dict.fromkeys(host for host in hosts if host)
        return [host for host in named if _begins(host, search)][:limit]

    def find_companies(self, search: str, *, limit: int) -> Sequence[str]:
        newest_first = reversed(self.visits)
        names = [visit.fields.get(VisitField.COMPANY, "") for visit in newest_first]
        named = dict.fromkeys(name for name in names if name)
        return [name for name in named if _begins(name, search)][:limit]

    def _open(self) -> list[Visit]:
        if self.is_broken:
            raise StorageError(FULL)
        return [visit for visit in reversed(self.visits) if visit.left_at is None]

    def _leave(self, visit: Visit, leaving: Leaving) -> SignedOut:
        gone = msgspec.structs.replace(visit, left_at=self._now().wall, leaving=leaving)
        self.visits[self.visits.index(visit)] = gone
        entry_id = uuid4()
        self._acts[entry_id] = (Direction.OUT, visit, self._now().wall)
        return SignedOut(visit=gone, entry_id=entry_id)


def _find_fault(form: Form) -> FormFault | None:
    texts = [form.name, form.document, *form.fields.values()]
    badge = form.fields.get(VisitField.BADGE, "")
    if not form.name.strip():
        return FormFault.NAME_MISSING
    if any(len(text) > MAX_FIELD for text in texts):
        return FormFault.TEXT_TOO_LONG
    if badge and not (badge.isascii() and badge.isdecimal()):
        return FormFault.BADGE_NOT_DIGITS
    return None


def _names(visit: Visit, document: str) -> bool:
    return bool(document) and visit.claims.get(Claim.DOCUMENT) == document


def _begins(text: str, search: str) -> bool:
    wanted = fold(search)
    words = fold(text).split()
    tails = (" ".join(words[first:]) for first in range(len(words)))
    return not wanted or any(tail.startswith(wanted) for tail in tails)
