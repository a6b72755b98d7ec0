"""Roster: the verified view of keys, lists and point that the province sent."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class RosterState(StrEnum):
    """How old the roster is against its own promise."""

    NONE = "none"
    FRESH = "fresh"
    AGEING = "ageing"
    STALE = "stale"


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """What the province published last, verified through TUF.

    `receipt_keys` are raw Ed25519 public keys (32 bytes) that sign receipts;
    `bundle_recipients` are the age recipients that bundles are sealed to.
    `expires_at` is when the timestamp metadata ends; half of the time to it is
    where ageing starts.
    """

    version: int
    issued_at: datetime
    expires_at: datetime
    receipt_keys: tuple[bytes, ...] = ()
    bundle_recipients: tuple[str, ...] = ()


def grade(roster: Roster | None, now: datetime) -> RosterState:
    """Return how old `roster` is at `now`."""
    if roster is None:
        return RosterState.NONE
    if now >= roster.expires_at:
        return RosterState.STALE
    half = roster.issued_at + (roster.expires_at - roster.issued_at) / 2
    return RosterState.FRESH if now < half else RosterState.AGEING
