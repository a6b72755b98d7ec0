"""Policy: the point's rules, as a pure value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any

from kiosk.credentials.credential import Claim, Kind
from kiosk.declaration import NOTHING_ASKED, Declaration
from kiosk.outcome import Outcome
from kiosk.reason import Reason

FINDINGS: Mapping[Reason, Outcome] = {
    Reason.ALREADY_INSIDE: Outcome.CHECK,
    Reason.NOT_INSIDE: Outcome.CHECK,
    Reason.EXPIRED: Outcome.CHECK,
    Reason.NOT_YET_VALID: Outcome.CHECK,
    Reason.UNKNOWN_ISSUER: Outcome.CHECK,
    Reason.WRONG_KEY_USAGE: Outcome.CHECK,
    Reason.WRONG_SCHEMA: Outcome.CHECK,
    Reason.RULE_FAILED: Outcome.CHECK,
    Reason.STALE_ROSTER: Outcome.CHECK,
    Reason.INCOMPLETE: Outcome.CHECK,
    Reason.DECLARATION_NEEDED: Outcome.CHECK,
    Reason.NUMBER_ONLY: Outcome.CHECK,
    Reason.WATCH_LISTED: Outcome.CHECK,
    Reason.CAPACITY_REACHED: Outcome.CHECK,
    Reason.OUTSIDE_HOURS: Outcome.CHECK,
    Reason.KIND_TO_CHECK: Outcome.CHECK,
    Reason.ANSWER_TO_CHECK: Outcome.CHECK,
    Reason.KIND_NOT_ACCEPTED: Outcome.DENY,
    Reason.BROKEN_SIGNATURE: Outcome.DENY,
    Reason.UNSIGNED: Outcome.DENY,
    Reason.WRONG_ALGORITHM: Outcome.DENY,
    Reason.REVOKED: Outcome.DENY,
    Reason.WRONG_POINT: Outcome.DENY,
    Reason.PASS_USED_UP: Outcome.DENY,
    Reason.OTHER_DOCUMENT: Outcome.DENY,
    Reason.ANSWER_NOT_ACCEPTED: Outcome.DENY,
}
"""What each finding makes of a presentation where the policy does not say."""

NEVER_ALLOWED = frozenset(
    {
        Reason.BROKEN_SIGNATURE,
        Reason.UNSIGNED,
        Reason.WRONG_ALGORITHM,
        Reason.REVOKED,
        Reason.OTHER_DOCUMENT,
    }
)
"""Findings that no policy may turn into an ALLOW."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When a point is open on one day of the week, in Asia/Ho_Chi_Minh.

    `weekday` counts from 0 on Monday; `until` before `since` ends the next day,
    and both the same are the whole day.
    """

    weekday: int
    since: time
    until: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The rules a point decides by.

    Kinds of `accepted` are allowed, those of `checked` need a look by staff,
    all others are denied. `findings` takes the place of `FINDINGS` where it
    says something. `opening_hours` empty is always open; `capacity` None is
    without limit. `rules` are CertLogic rules for health certificates, as JSON.
    """

    version: int = 0
    accepted: frozenset[Kind] = frozenset(
        {
            Kind.CCCD,
            Kind.CAN_CUOC,
            Kind.QD1405,
            Kind.BHYT,
            Kind.DCC,
            Kind.CLAIM169,
            Kind.NZCP,
            Kind.PASS,
            Kind.BADGE,
            Kind.MANUAL,
        }
    )
    checked: frozenset[Kind] = frozenset({Kind.NUMBER})
    findings: Mapping[Reason, Outcome] = field(default_factory=dict)
    binds_passes: bool = True
    """A pass that is bound to a document is admitted with that document only."""
    needs_declaration: bool = False
    declaration: Declaration = NOTHING_ASKED
    """What the kiosk itself asks where one is needed; without it, staff do."""
    capacity: int | None = None
    opening_hours: tuple[Hours, ...] = ()
    repeat_window: timedelta = timedelta(seconds=3)
    completion_window: timedelta = timedelta(seconds=20)
    """How long a presentation that needs more is waited for (Presentation)."""
    kept: frozenset[Claim] = frozenset(
        {
            Claim.DOCUMENT,
            Claim.NAME,
            Claim.BIRTH_DATE,
            Claim.SEX,
            Claim.PHONE,
            Claim.QID,
            Claim.ISSUER,
            Claim.PASS,
            Claim.PLATE,
            Claim.REPAIR,
            Claim.ANSWERS,
        }
    )
    """Claims that an entry keeps; the rest is dropped (design.md, Least data)."""
    retention: timedelta = timedelta(days=30)
    """How long contents are kept that the province has."""
    unsettled_retention: timedelta = timedelta(days=365)
    """The legal end of what it lacks: until then an alarm, from then on a purge too."""
    # Any: CertLogic's JSON.
    rules: tuple[Mapping[str, Any], ...] = ()

    def keep(self, claims: Mapping[Claim, str]) -> dict[Claim, str]:
        """Return those of `claims` that an entry keeps."""
        return {claim: said for claim, said in claims.items() if claim in self.kept}

    def takes(self, kind: Kind) -> bool:
        """Say whether a code of `kind` is one that may let a person pass here."""
        return kind in self.accepted or kind in self.checked

    def judge(self, reason: Reason, kind: Kind) -> Outcome:
        """Return what a finding makes of a presentation of `kind`."""
        if reason in self.findings:
            return self.findings[reason]
        if kind in _PASSES and reason in (Reason.EXPIRED, Reason.NOT_YET_VALID):
            return Outcome.DENY
        return FINDINGS.get(reason, Outcome.ALLOW)


_PASSES = (Kind.PASS, Kind.BADGE)

DEFAULT_POLICY = Policy()
