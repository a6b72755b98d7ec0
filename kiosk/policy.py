"""Policy: the point's rules, as a pure value."""

from dataclasses import dataclass
from datetime import timedelta

from kiosk.credentials.credential import Claim, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The rules a point decides by."""

    accepted: frozenset[Kind] = frozenset(
        {Kind.CCCD, Kind.CAN_CUOC, Kind.QD1405, Kind.BHYT, Kind.MANUAL}
    )
    repeat_window: timedelta = timedelta(seconds=3)
    kept: frozenset[Claim] = frozenset(
        {
            Claim.DOCUMENT,
            Claim.NAME,
            Claim.BIRTH_DATE,
            Claim.SEX,
            Claim.PHONE,
            Claim.QID,
        }
    )
    """Claims that an entry keeps; the rest is dropped (design.md, Least data)."""


DEFAULT_POLICY = Policy()
