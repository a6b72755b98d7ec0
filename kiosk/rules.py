"""Rules: what a lane decides by."""

from typing import Protocol

import msgspec

from kiosk.credentials.credential import Claim, Credential, Understood
from kiosk.credentials.trust import NO_TRUST, TrustStore
from kiosk.policy import Policy
from kiosk.roster import Roster

_WATCHED = (Claim.DOCUMENT, Claim.OLD_DOCUMENT)


class WatchList(Protocol):
    """Who is looked for."""

    def contains(self, document: str) -> bool:
        """Say whether the document with this number is looked for."""


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """What the province, and this kiosk's admin, left to decide by.

    `point` is this kiosk's, empty where it is not enrolled. `given` are the
    keys that its admin trusts; a roster's trust holds them already.
    """

    policy: Policy
    roster: Roster | None = None
    point: str = ""
    given: TrustStore = NO_TRUST
    watch: WatchList | None = None

    @property
    def trust(self) -> TrustStore:
        """Return the issuers' keys that are believed."""
        return self.given if self.roster is None else self.roster.trust

    def is_watched(self, credential: Understood) -> bool:
        """Say whether the watch list names a document of `credential`."""
        if self.watch is None or not isinstance(credential, Credential):
            return False
        numbers = (credential.claims.get(claim, "") for claim in _WATCHED)
        return any(self.watch.contains(number) for number in numbers if number)
