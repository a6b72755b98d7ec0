"""Sending calls: what the page about sending asks of the data folder, and its answer; no Qt."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.storage.attention import Cause
from kiosk.sync.fault import FaultClass

MOST_STUCK = 300
"""So many entries that need attention are listed; fifty pages nobody turns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """An entry that needs attention: `number` is a document's, masked, empty for none.

    `word` is what the province itself called the reason.
    """

    entry_id: bytes
    decided_at: datetime
    kind: str
    number: str
    cause: Cause
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How sending goes: what waits, what stands in its way, and what needs attention.

    `left_s` is how long until the next attempt, 0 where nothing is waited for.
    `confirmed_at` is when the province last confirmed a batch. `put_back` counts
    the entries that this call put back to be sent again, None where none was asked.
    """

    pending: int
    fault: FaultClass
    faults: int
    left_s: float
    confirmed_at: datetime | None
    attention: int
    stuck: tuple[Stuck, ...]
    put_back: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingCall:
    """How does sending go?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendNowCall:
    """Wait no longer, and try what stands in the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResendCall:
    """Send one entry that needs attention again, or all of them."""

    entry_id: bytes | None = None


SendingRequest = SendingCall | SendNowCall | ResendCall
