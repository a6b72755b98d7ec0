"""Roll call: who was inside when the alarm rang, and who has been seen since; no Qt."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from kiosk.credentials.credential import Claim
from kiosk.payload import Payload
from kiosk.reception import Visit, VisitField
from kiosk.search import fold

_FOUND_BY = (VisitField.HOST, VisitField.COMPANY, VisitField.BADGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class RollCall:
    """Everybody inside at `taken_at`, in the order of the list, and who was seen."""

    visits: tuple[Visit, ...]
    taken_at: datetime
    seen: frozenset[UUID] = frozenset()
    only_unseen: bool = False
    search: str = ""

    @property
    def unseen_count(self) -> int:
        """Return how many have not been seen."""
        return len(self.visits) - len(self.seen)

    def list_shown(self) -> tuple[Visit, ...]:
        """Return who is in the list as it is filtered."""
        shown: Iterable[Visit] = self.visits
        if self.only_unseen:
            shown = (visit for visit in shown if visit.visit_id not in self.seen)
        if self.search.strip():
            shown = (visit for visit in shown if fits(_describe(visit), self.search))
        return tuple(shown)

    def tick(self, visit_id: UUID) -> "RollCall":
        """Return the roll call with this visitor seen; not seen, if seen before."""
        return replace(self, seen=self.seen ^ {visit_id})

    def see(self, visit_id: UUID) -> "RollCall":
        """Return the roll call with this visitor seen, however often."""
        return replace(self, seen=self.seen | {visit_id})

    def find(self, payload: Payload) -> Visit | None:
        """Return whose badge or card was presented."""
        text = payload.data.decode(errors="replace").strip()
        number = text.split("|", maxsplit=1)[0]
        if not number:
            return None
        worn = (visit for visit in self.visits if _answers_to(visit, number))
        return next(worn, None)


def begin(
    visits: Iterable[Visit], taken_at: datetime, seen: frozenset[UUID] = frozenset()
) -> RollCall:
    """Return a roll call in which `seen` were seen so far."""
    rows = tuple(sorted(visits, key=order_of))
    listed = {visit.visit_id for visit in rows}
    return RollCall(visits=rows, taken_at=taken_at, seen=seen & listed)


def order_of(visit: Visit) -> tuple[str, ...]:
    """Return where a visitor stands in a list: by given name, which comes last."""
    return tuple(reversed(fold(visit.name).split()))


def fits(text: str, search: str) -> bool:
    """Say whether every word of `search` begins a word of `text`."""
    words = fold(text).split()
    return all(
        any(word.startswith(wanted) for word in words)
        for wanted in fold(search).split()
    )


def _answers_to(visit: Visit, number: str) -> bool:
    badge = visit.fields.get(VisitField.BADGE)
    return number in {badge, visit.claims.get(Claim.DOCUMENT)}


def _describe(visit: Visit) -> str:
    return " ".join([visit.name, *(visit.fields.get(name, "") for name in _FOUND_BY)])
