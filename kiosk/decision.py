"""Decision: what the point does with what was presented; pure."""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone

import msgspec

from kiosk.credentials.credential import (
    Claim,
    Credential,
    Kind,
    Part,
    Understood,
    Unreadable,
)
from kiosk.outcome import Outcome as Outcome  # noqa: PLC0414 - told with every decision
from kiosk.payload import Direction
from kiosk.policy import Hours, Policy
from kiosk.presence import Presence
from kiosk.reason import Reason
from kiosk.roster import Roster, RosterState, grade

LOCAL = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""Days are this zone's (design.md, Meanings); it has had no other offset since 1975."""


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """An outcome with its reasons, and the claims it was made on.

    `seen` is where the holder was last admitted, given where a reason speaks
    of it.
    """

    outcome: Outcome
    kind: Kind
    reasons: tuple[Reason, ...]
    verified: bool
    claims: Mapping[Claim, str]
    holder: str | None
    seen: Presence | None = None


class Circumstances(msgspec.Struct, frozen=True, kw_only=True):
    """What the kiosk knows besides the code; the lane looks it up.

    `point` is this kiosk's, empty where it is not enrolled. `uses` is how often
    the pass was admitted here, `inside` how many people are inside now.
    `has_declared` says that what a point asks was answered, `answered` what the
    answers speak against; `gave_up` that nobody answered in time.
    `companion` is the verdict on the document that a bound pass was presented
    with: None where none was presented yet, else whether it is the one.
    """

    point: str = ""
    uses: int = 0
    inside: int = 0
    is_watched: bool = False
    has_declared: bool = False
    answered: tuple[Reason, ...] = ()
    gave_up: bool = False
    companion: bool | None = None


NOTHING_KNOWN = Circumstances()


@dataclass(frozen=True, slots=True, kw_only=True)
class Presented:
    """What a person held up, and which way they want to go."""

    credential: Understood
    direction: Direction
    circumstances: Circumstances = field(default=NOTHING_KNOWN)


def decide(
    presented: Presented,
    policy: Policy,
    roster: Roster | None,
    presence: Presence | None,
    now: datetime,
) -> Decision:
    """Decide what to do with `presented`.

    `presence` is the holder's own, None where they were never admitted; `now`
    is aware. No outcome depends on a network, and an unsigned code is never
    verified.
    """
    credential = presented.credential
    if isinstance(credential, Unreadable):
        return _unreadable(credential)
    if isinstance(credential, Part):
        return _ask_for_more(credential, policy)
    findings = (
        *_find_kind(credential, policy),
        *credential.faults,
        *_find_trust(credential, roster, now),
        *_find_validity(credential, now),
        *_find_rules(credential, policy, now),
        *_find_terms(credential, presented, policy),
        *_find_place(presented, policy, now),
        *_find_presence(credential, presented.direction, presence),
    )
    return _judge(credential, policy, findings, presence)


def _unreadable(unreadable: Unreadable) -> Decision:
    return Decision(
        outcome=Outcome.UNREADABLE,
        kind=unreadable.kind,
        reasons=(unreadable.reason,),
        verified=False,
        claims={},
        holder=None,
    )


def _ask_for_more(part: Part, policy: Policy) -> Decision:
    """Decide a part by itself: what it says is told with the last one."""
    return Decision(
        outcome=policy.judge(part.reason, part.kind),
        kind=part.kind,
        reasons=(part.reason,),
        verified=False,
        claims={},
        holder=None,
    )


def _judge(
    credential: Credential,
    policy: Policy,
    findings: tuple[Reason, ...],
    presence: Presence | None,
) -> Decision:
    outcomes = {reason: policy.judge(reason, credential.kind) for reason in findings}
    if presence is not None and presence.is_heard:
        doubts = outcomes.keys() & _PRESENCE_DOUBTS
        outcomes |= {doubt: _soften(outcomes[doubt]) for doubt in doubts}
    # A denial's reasons come first: staff read one line.
    ranked = sorted(outcomes, key=lambda reason: _RANKS.index(outcomes[reason]))
    return Decision(
        outcome=outcomes[ranked[0]] if ranked else Outcome.ALLOW,
        kind=credential.kind,
        reasons=(*ranked, *credential.warnings),
        verified=credential.verified,
        claims=credential.claims,
        holder=credential.holder,
        seen=presence if outcomes.keys() & _PRESENCE_DOUBTS else None,
    )


def _soften(outcome: Outcome) -> Outcome:
    """Return what a reason comes to that rests on a neighbour's word: no denial."""
    return Outcome.CHECK if outcome is Outcome.DENY else outcome


_RANKS = (Outcome.DENY, Outcome.CHECK, Outcome.ALLOW)
_PRESENCE_DOUBTS = {Reason.ALREADY_INSIDE, Reason.NOT_INSIDE}


def _find_kind(credential: Credential, policy: Policy) -> list[Reason]:
    if credential.kind in policy.accepted:
        return []
    if credential.kind not in policy.checked:
        return [Reason.KIND_NOT_ACCEPTED]
    # A number says so itself.
    typed = credential.kind is Kind.NUMBER
    return [Reason.NUMBER_ONLY if typed else Reason.KIND_TO_CHECK]


def _find_trust(
    credential: Credential, roster: Roster | None, now: datetime
) -> list[Reason]:
    if not credential.verified:
        return []
    if roster is None:
        return []  # the key came from a file that was given by hand
    found = []
    if grade(roster, now) is RosterState.STALE:
        found.append(Reason.STALE_ROSTER)
    if roster.is_revoked(credential):
        found.append(Reason.REVOKED)
    return found


def _find_validity(credential: Credential, now: datetime) -> list[Reason]:
    today = now.astimezone(LOCAL).date()
    if _is_over(credential, today, now):
        return [Reason.EXPIRED]
    if _is_early(credential, today, now):
        return [Reason.NOT_YET_VALID]
    return []


def _is_over(credential: Credential, today: date, now: datetime) -> bool:
    if credential.valid_until is not None and today > credential.valid_until:
        return True
    return credential.not_after is not None and now > credential.not_after


def _is_early(credential: Credential, today: date, now: datetime) -> bool:
    if credential.valid_from is not None and today < credential.valid_from:
        return True
    return credential.not_before is not None and now < credential.not_before


def _find_rules(credential: Credential, policy: Policy, now: datetime) -> list[Reason]:
    """Find whether a health certificate fails one of the policy's rules."""
    if credential.certificate is None or not policy.rules:
        return []
    certlogic = importlib.import_module("kiosk.credentials.certlogic")
    failing = certlogic.find_failing(policy.rules, credential.certificate, now)
    return [Reason.RULE_FAILED] if failing else []


def _find_terms(
    credential: Credential, presented: Presented, policy: Policy
) -> list[Reason]:
    terms, around = credential.terms, presented.circumstances
    if terms is None:
        return []
    found = []
    if terms.points and around.point not in terms.points:
        found.append(Reason.WRONG_POINT)
    if terms.uses is not None and around.uses >= terms.uses and _goes_in(presented):
        found.append(Reason.PASS_USED_UP)
    if around.companion is False:
        found.append(Reason.OTHER_DOCUMENT)
    elif terms.bound_to and policy.binds_passes and around.companion is None:
        found.append(Reason.INCOMPLETE)
    return found


def _goes_in(presented: Presented) -> bool:
    return presented.direction is Direction.IN


def _find_place(presented: Presented, policy: Policy, now: datetime) -> list[Reason]:
    """Find what speaks against anybody's going in; nobody is kept from going out."""
    around = presented.circumstances
    found = [Reason.WATCH_LISTED] if around.is_watched else []
    if not _goes_in(presented):
        return found
    if policy.needs_declaration and not around.has_declared:
        found.append(Reason.DECLARATION_NEEDED)
    found.extend(around.answered)
    if around.gave_up:
        found.append(Reason.INCOMPLETE)
    if policy.capacity is not None and around.inside >= policy.capacity:
        found.append(Reason.CAPACITY_REACHED)
    if policy.opening_hours and not _is_open(policy.opening_hours, now):
        found.append(Reason.OUTSIDE_HOURS)
    return found


def _is_open(opening_hours: tuple[Hours, ...], now: datetime) -> bool:
    local = now.astimezone(LOCAL)
    return any(_covers(hours, local) for hours in opening_hours)


def _covers(hours: Hours, local: datetime) -> bool:
    minute, days_on = local.time(), (local.weekday() - hours.weekday) % 7
    if hours.since == hours.until:
        return days_on == 0
    if hours.since < hours.until:
        return days_on == 0 and hours.since <= minute < hours.until
    # The night belongs to the day on which it began.
    begun = days_on == 0 and minute >= hours.since
    return begun or (days_on == 1 and minute < hours.until)


def _find_presence(
    credential: Credential, direction: Direction, presence: Presence | None
) -> list[Reason]:
    if credential.holder is None:
        return []
    inside = presence is not None and presence.is_inside
    if direction is Direction.IN:
        return [Reason.ALREADY_INSIDE] if inside else []
    return [] if inside else [Reason.NOT_INSIDE]
