"""Logged: a kept entry as staff look it up, and what they ask the log for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from kiosk.credentials.credential import Claim
from kiosk.outcome import Outcome
from kiosk.protocol.content import Act
from kiosk.reason import Reason

LAST = 20
"""So many entries are the last ones, whatever their day."""


class Sending(StrEnum):
    """Where an entry is on its way to the province."""

    STORED = "stored"
    """It is durable here, and waits."""
    CONFIRMED = "confirmed"
    HELD = "held"
    """The province has it, and an officer decides about it."""
    REFUSED = "refused"
    """It needs attention; it stays here."""


class LogFilter(StrEnum):
    """Which entries of a day are listed."""

    ALL = "all"
    CHECK = "check"
    DENY = "deny"
    REFUSED = "refused"
    """By the province."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """What was done about an entry: by staff, or by the night rule."""

    act: Act
    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """An entry of a presentation; `outcome` and `direction` are its columns.

    `claims` are empty once retention destroyed the content (`is_purged`).
    `refusal` is the province's reason, where it refused the entry.
    """

    entry_id: UUID
    position: int
    decided_at: datetime
    outcome: str
    direction: str
    gate: str
    kind: str
    sending: Sending
    refusal: str = ""
    is_verified: bool = False
    is_purged: bool = False
    reasons: tuple[Reason, ...] = ()
    claims: Mapping[Claim, str]
    later: tuple[Later, ...] = ()

    @property
    def acts(self) -> frozenset[Act]:
        """Return what was done about it."""
        return frozenset(one.act for one in self.later)

    @property
    def is_void(self) -> bool:
        """Say whether it counts no more."""
        return Act.VOID in self.acts

    @property
    def is_open(self) -> bool:
        """Say whether it is a CHECK that nobody has settled."""
        return self.outcome == Outcome.CHECK and not self.acts


@dataclass(frozen=True, slots=True, kw_only=True)
class LogQuery:
    """What of the log is wanted: of a day, or of the last entries where it is None."""

    day: date | None
    filter: LogFilter = LogFilter.ALL
    search: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCounts:
    """How many entries of a day admitted somebody, each way, and how many nobody."""

    into: int = 0
    out: int = 0
    denied: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What was found, the newest first, as positions: each is read when it is shown.

    A long day is read bit by bit: until `is_whole`, asking again reads on.
    `earlier` and `later` are the next days with entries. `is_cut` where the day
    has more entries than are read.
    """

    query: LogQuery
    positions: tuple[int, ...]
    counts: DayCounts
    earlier: date | None = None
    later: date | None = None
    is_whole: bool = True
    is_cut: bool = False
