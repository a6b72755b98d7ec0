"""Roster: the verified view of keys, lists and point that the province sent."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import msgspec

from kiosk.credentials.credential import Credential
from kiosk.credentials.trust import NO_TRUST, TrustStore
from kiosk.protocol import status_list
from kiosk.protocol.revocation import RevokedHashes


class RosterState(StrEnum):
    """How old the roster is against its own promise."""

    NONE = "none"
    FRESH = "fresh"
    AGEING = "ageing"
    STALE = "stale"


class Revoked(Protocol):
    """A list of revoked certificates; a dict is one."""

    def get(self, name: bytes, /) -> int | None:
        """Return the second before which `name` is revoked, 0 for ever, None for not."""


class Roster(msgspec.Struct, frozen=True, kw_only=True):
    """What the province published last, verified through TUF.

    `receipt_keys` are raw Ed25519 public keys (32 bytes) that sign receipts;
    `bundle_recipients` are the age recipients that bundles are sealed to.
    `expires_at` is when the timestamp metadata ends; half of the time to it is
    where ageing starts. `trust` are the issuers' keys, `status_lists` the bits
    of our own passes by list (protocol/status_list.py). `revoked` are the hashes
    of third parties' certificates, each with the second since 1970 before which
    it was issued where only older ones are meant, else 0. `watch` is the hash
    (hex) that the watch list starts from.
    """

    version: int
    issued_at: datetime
    expires_at: datetime
    receipt_keys: tuple[bytes, ...] = ()
    bundle_recipients: tuple[str, ...] = ()
    trust: TrustStore = NO_TRUST
    status_lists: Mapping[int, bytes] = msgspec.field(default_factory=dict)
    revoked: Revoked = msgspec.field(default_factory=RevokedHashes)
    watch: str = ""

    def is_revoked(self, credential: Credential) -> bool:
        """Say whether a list of this roster revokes `credential`."""
        if any(self._revokes(name, credential) for name in credential.revocation):
            return True
        terms = credential.terms
        if terms is None:
            return False
        bits = self.status_lists.get(terms.list_id, b"")
        return status_list.is_set(bits, terms.index)

    def _revokes(self, name: bytes, credential: Credential) -> bool:
        before = self.revoked.get(name)
        if before is None or credential.not_before is None:
            return before is not None
        return before == 0 or credential.not_before.timestamp() < before


def grade(roster: Roster | None, now: datetime) -> RosterState:
    """Return how old `roster` is at `now`."""
    if roster is None:
        return RosterState.NONE
    if now >= roster.expires_at:
        return RosterState.STALE
    half = roster.issued_at + (roster.expires_at - roster.issued_at) / 2
    return RosterState.FRESH if now < half else RosterState.AGEING
