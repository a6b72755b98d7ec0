"""Fake log: kept entries in memory, and invented ones to show."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from kiosk.credentials.credential import Claim, Kind, find_number
from kiosk.decision import LOCAL
from kiosk.errors import StorageError
from kiosk.logged import (
    DayCounts,
    Later,
    Listing,
    LogFilter,
    Logged,
    LogQuery,
    Sending,
)
from kiosk.outcome import Outcome
from kiosk.payload import Direction
from kiosk.protocol.content import Act
from kiosk.reason import Reason
from kiosk.search import find_words, fold
from tests.ui.samples import DOCUMENT, NAME, WALL
from tests.ui.visitors import NAMES

TODAY = WALL.astimezone(LOCAL).date()
YESTERDAY = TODAY - timedelta(days=1)


class FakeLog:
    """Knows its entries, the newest first; fails once `is_broken`."""

    def __init__(self, entries: Iterable[Logged] = ()) -> None:
        self.entries = list(entries)
        self.is_broken = False
        self.forgotten = 0
        self.searches: list[LogQuery] = []

    def search(self, query: LogQuery) -> Listing:
        if self.is_broken:
            raise StorageError("Disk I/O error.")
        self.searches.append(query)
        found = [one for one in self.entries if _fits(one, query)]
        days = sorted({_find_day(one) for one in self.entries})
        before = [day for day in days if query.day and day < query.day]
        return Listing(
            query=query,
            positions=tuple(one.position for one in found),
            counts=DayCounts(into=512, out=470, denied=6),
            earlier=before[-1] if before else None,
        )

    def read(self, positions: Sequence[int]) -> tuple[Logged, ...]:
        known = {one.position: one for one in self.entries}
        return tuple(known[at] for at in positions if at in known)

    def find(self, position: int) -> Logged | None:
        found = self.read([position])
        return found[0] if found else None

    def forget(self) -> None:
        self.forgotten += 1


def a_logged(
    position: int = 1,
    outcome: Outcome = Outcome.ALLOW,
    *,
    at: datetime = WALL,
    name: str = NAME,
    direction: Direction = Direction.IN,
    reasons: tuple[Reason, ...] = (),
    sending: Sending = Sending.CONFIRMED,
    refusal: str = "",
    later: tuple[Later, ...] = (),
    is_purged: bool = False,
) -> Logged:
    claims = {Claim.NAME: name, Claim.DOCUMENT: f"{DOCUMENT[:8]}{position:04d}"}
    unread = outcome is Outcome.UNREADABLE or is_purged
    return Logged(
        entry_id=UUID(int=position),
        position=position,
        decided_at=at,
        outcome=outcome,
        direction=direction,
        gate="Cổng A",
        kind=Kind.UNKNOWN if outcome is Outcome.UNREADABLE else Kind.CCCD,
        sending=sending,
        refusal=refusal,
        is_purged=is_purged,
        reasons=reasons,
        claims={} if unread else claims,
        later=later,
    )


def a_later(act: Act, text: str = "", minutes: int = 2) -> Later:
    return Later(act=act, at=WALL + timedelta(minutes=minutes), text=text)


_CASES: dict[int, dict[str, object]] = {
    2: {"outcome": Outcome.CHECK, "reasons": (Reason.ALREADY_INSIDE,)},
    3: {"outcome": Outcome.DENY, "reasons": (Reason.REVOKED,)},
    4: {
        "outcome": Outcome.CHECK,
        "reasons": (Reason.EXPIRED,),
        "later": (a_later(Act.ADMITTED, "Đã xem giấy tờ gốc"),),
    },
    5: {"sending": Sending.REFUSED, "refusal": "conflict"},
    6: {"outcome": Outcome.UNREADABLE, "reasons": (Reason.MALFORMED,)},
    7: {"later": (a_later(Act.VOID, "wrong direction"),)},
}
"""What every eighth entry, counted from the newest, is."""


def some_logged(count: int = 30) -> list[Logged]:
    """Return invented entries, the newest first, some of each kind."""
    made = [_make(number, count) for number in range(count)]
    return made[::-1]


def _make(number: int, count: int) -> Logged:
    case = _CASES.get((count - number) % 8, {})
    unsent = number > count - 5
    changes = {
        "at": WALL - timedelta(seconds=73 * (count - number)),
        "name": " ".join(names[number % len(names)] for names in NAMES),
        "direction": Direction.OUT if number % 3 == 0 else Direction.IN,
        "sending": Sending.STORED if unsent else Sending.CONFIRMED,
    } | case
    return a_logged(number + 1, **changes)  # type: ignore[arg-type]  # one of each kind


def _find_day(entry: Logged) -> date:
    return entry.decided_at.astimezone(LOCAL).date()


def _fits(entry: Logged, query: LogQuery) -> bool:
    text = " " + fold(entry.claims.get(Claim.NAME, ""))
    number = find_number(entry.claims)
    return (
        query.day in {None, _find_day(entry)}
        and _passes(entry, query.filter)
        and all(
            f" {word}" in text or (word.isdigit() and number.endswith(word))
            for word in find_words(query.search)
        )
    )


def _passes(entry: Logged, wanted: LogFilter) -> bool:
    return {
        LogFilter.ALL: True,
        LogFilter.CHECK: entry.outcome == Outcome.CHECK,
        LogFilter.DENY: entry.outcome == Outcome.DENY,
        LogFilter.REFUSED: entry.sending is Sending.REFUSED,
    }[wanted]
