"""Presentation: what one person's act came to.

So far one payload is one presentation; what needs several (a declaration's
answers, a chunked code) will be Pending here until its time-out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kiosk.credentials.credential import Claim
from kiosk.decision import Decision
from kiosk.payload import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A decision whose entry is durable; only now may it be shown.

    `kept` are the claims that the entry keeps, by the policy it was decided by.
    `latency_ms` runs from the payload's last byte to the end of the commit.
    """

    entry_id: UUID
    decision: Decision
    kept: Mapping[Claim, str]
    payload: Payload
    decided_at: datetime
    latency_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """The same payload again within the repeat window: no entry."""

    repeat_of: UUID
    payload: Payload
    at: datetime


Presentation = Decided | Repeated
