"""Retention: which days of the ledger are past their time, and when a purge is due; pure.

docs/decisions/0036 says why. Days are local ones: the content of a day is kept for
as many whole days as the policy says, and destroyed in the night after.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from msgspec import UNSET

from kiosk.decision import LOCAL
from kiosk.policy import DEFAULT_POLICY
from kiosk.protocol import content
from kiosk.protocol import policy as wire
from kiosk.protocol.policy import PolicyDocument

BUILT_IN_DAYS = DEFAULT_POLICY.retention.days

AFTER_CASE = timedelta(days=30)
"""So long after a case was closed its contents stay: whoever closed it by mistake, or
is asked about it, opens a new one within this."""

LOG_DAYS = 1827
"""The audit and the admin log: five years (province/migrations/versions/v0011), and a
day, so that no clock that differs from the database's asks for a row that it still keeps."""

NIGHT_HOUR = 2
"""Fewest kiosks send at this local hour."""

_TRUSTED = "trusted"


class Matter(StrEnum):
    """What a purge counts: rows of one table, and `kept` what a case held back."""

    ENTRIES = "entries"
    CONFLICTS = "conflicts"
    STAYS = "stays"
    ALIASES = "aliases"
    CASES = "cases"
    ACTS = "acts"
    NOTES = "notes"
    KEPT = "kept"


Counts = Counter[Matter]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How many days contents are kept: everywhere, and at the points that have their own."""

    days: int
    own: Mapping[str, int]

    def find_first_kept(self, point_id: str, now: datetime) -> date:
        """Return the first local day of a point whose contents are kept at `now`."""
        return first_kept(self.own.get(point_id, self.days), now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """When an entry says that it was, and what the province knows of that."""

    decided_at_us: int
    received_at_us: int
    is_trusted: bool

    @property
    def at_us(self) -> int:
        """Return when it was, as far as it is believed: never later than it came."""
        if not self.is_trusted:
            return self.received_at_us
        return min(self.decided_at_us, self.received_at_us)


def read_terms(text: bytes | None) -> Terms | str:
    """Return the terms of the policy `text`, None where none was set; or what is wrong."""
    document = PolicyDocument(version=1) if text is None else wire.decode(text)
    if isinstance(document, str):
        return document
    said = document.default.retention_days
    return Terms(
        days=BUILT_IN_DAYS if said is UNSET else said,
        own={
            point_id: rules.retention_days
            for point_id, rules in document.points.items()
            if rules.retention_days is not UNSET
        },
    )


def first_kept(days: int, now: datetime) -> date:
    """Return the first local day that is kept at `now`, `days` whole ones before today."""
    return now.astimezone(LOCAL).date() - timedelta(days=days)


def begin(day: date) -> datetime:
    """Return the moment at which the local `day` begins."""
    return datetime.combine(day, time(), LOCAL)


def find_night(now: datetime) -> datetime:
    """Return when the last night's purge was due."""
    local = now.astimezone(LOCAL)
    tonight = datetime.combine(local.date(), time(NIGHT_HOUR), LOCAL)
    return tonight if tonight <= local else tonight - timedelta(days=1)


def find_next_night(now: datetime) -> datetime:
    """Return when the next night's purge is due."""
    return find_night(now) + timedelta(days=1)


def is_due(last: datetime | None, now: datetime) -> bool:
    """Say whether a night has come since everything was last looked through."""
    return last is not None and last < find_night(now)


def read_told(body: bytes, received_at_us: int) -> Told:
    """Return when the entry in `body` says it was; what says nothing was when it came."""
    facts = content.decode(body)
    return Told(
        decided_at_us=received_at_us if facts is None else facts.decided_at_us,
        received_at_us=received_at_us,
        is_trusted=facts is not None and facts.clock == _TRUSTED,
    )
