"""Decision: what the point does with what was presented; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum

from kiosk.credentials.credential import Claim, Credential, Kind, Unreadable
from kiosk.payload import Direction
from kiosk.policy import Policy
from kiosk.presence import Presence
from kiosk.reason import Reason
from kiosk.roster import Roster

LOCAL = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""Days are this zone's (design.md, Meanings); it has had no other offset since 1975."""


class Outcome(StrEnum):
    """The four verdicts."""

    ALLOW = "allow"
    CHECK = "check"
    DENY = "deny"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Presented:
    """What a person held up, and which way they want to go."""

    credential: Credential | Unreadable
    direction: Direction


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
    del roster  # nothing that is accepted so far is signed
    match presented.credential:
        case Unreadable() as unreadable:
            return _unreadable(unreadable)
        case Credential() as credential:
            return _decide_credential(
                credential, presented.direction, policy, presence, now
            )


def _unreadable(unreadable: Unreadable) -> Decision:
    return Decision(
        outcome=Outcome.UNREADABLE,
        kind=unreadable.kind,
        reasons=(unreadable.reason,),
        verified=False,
        claims={},
        holder=None,
    )


def _decide_credential(
    credential: Credential,
    direction: Direction,
    policy: Policy,
    presence: Presence | None,
    now: datetime,
) -> Decision:
    denials = _find_denials(credential, policy)
    doubts = _find_doubts(credential, direction, presence, now)
    return Decision(
        outcome=_pick_outcome(denials, doubts),
        kind=credential.kind,
        reasons=denials + doubts + credential.warnings,
        verified=credential.verified,
        claims=credential.claims,
        holder=credential.holder,
        seen=presence if set(doubts) & _PRESENCE_DOUBTS else None,
    )


_PRESENCE_DOUBTS = {Reason.ALREADY_INSIDE, Reason.NOT_INSIDE}


def _pick_outcome(denials: tuple[Reason, ...], doubts: tuple[Reason, ...]) -> Outcome:
    if denials:
        return Outcome.DENY
    return Outcome.CHECK if doubts else Outcome.ALLOW


def _find_denials(credential: Credential, policy: Policy) -> tuple[Reason, ...]:
    if credential.kind in policy.accepted:
        return ()
    return (Reason.KIND_NOT_ACCEPTED,)


def _find_doubts(
    credential: Credential,
    direction: Direction,
    presence: Presence | None,
    now: datetime,
) -> tuple[Reason, ...]:
    today = now.astimezone(LOCAL).date()
    doubts = [*_find_validity(credential, today)]
    if credential.holder is not None:
        doubts += _find_presence(direction, presence)
    return tuple(doubts)


def _find_validity(credential: Credential, today: date) -> list[Reason]:
    if credential.valid_until is not None and today > credential.valid_until:
        return [Reason.EXPIRED]
    if credential.valid_from is not None and today < credential.valid_from:
        return [Reason.NOT_YET_VALID]
    return []


def _find_presence(direction: Direction, presence: Presence | None) -> list[Reason]:
    inside = presence is not None and presence.is_inside
    match direction:
        case Direction.IN:
            return [Reason.ALREADY_INSIDE] if inside else []
        case Direction.OUT:
            return [] if inside else [Reason.NOT_INSIDE]
