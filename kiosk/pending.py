"""Pending: what a gate waits for, so that several codes make one presentation; pure.

Every code is decided and kept at once. What a pass that is bound to a document,
or one part of several, still needs is remembered here for the policy's
`completion_window`; it is lost when the program ends, and the code is presented
again.
"""

import importlib
from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from kiosk.credentials.credential import Claim, Credential, Kind, Part, Understood
from kiosk.credentials.trust import TrustStore
from kiosk.decision import Circumstances, Decision
from kiosk.declaration import (
    Declaration,
    Declared,
    find_reasons,
    is_complete,
    write_answers,
)
from kiosk.outcome import Outcome
from kiosk.policy import Policy
from kiosk.presentation import Asked, Decided
from kiosk.reason import Reason

COMPANIONS = frozenset({Kind.CCCD, Kind.CAN_CUOC, Kind.QD1405, Kind.NUMBER})
"""Kinds that show whose document a pass is bound to."""


class AwaitedCard(msgspec.Struct, frozen=True, kw_only=True):
    """A bound pass that was presented without its holder's document."""

    gate_pass: Credential
    entry_id: bytes
    at: datetime


class AwaitedParts(msgspec.Struct, frozen=True, kw_only=True):
    """Some parts of a credential; `entry_id` is the newest one's."""

    parts: tuple[Part, ...]
    entry_id: bytes
    at: datetime


Awaited = AwaitedCard | AwaitedParts


class Joined(msgspec.Struct, frozen=True, kw_only=True):
    """What is decided of a code together with what was awaited.

    `refers` is the entry that it completes, empty where it stands alone;
    `parts` are those that are here so far, where more are needed. `answered` and
    `gave_up` are of a declaration, as in `Circumstances`.
    """

    credential: Understood
    companion: bool | None = None
    refers: bytes = b""
    parts: tuple[Part, ...] = ()
    answered: tuple[Reason, ...] | None = None
    gave_up: bool = False

    def add_to(self, around: Circumstances) -> Circumstances:
        """Return what is known besides the code, with what was joined to it."""
        return msgspec.structs.replace(
            around,
            companion=self.companion,
            has_declared=self.answered is not None,
            answered=self.answered or (),
            gave_up=self.gave_up,
        )


def is_over(awaited: Awaited, window: timedelta, now: datetime) -> bool:
    """Say whether nothing is waited for any more; a clock set back ends it too."""
    return not timedelta(0) <= now - awaited.at <= window


def join(awaited: Awaited | None, understood: Understood, trust: TrustStore) -> Joined:
    """Return what `understood` is together with what was awaited."""
    if isinstance(understood, Part):
        return _join_part(awaited, understood, trust)
    if isinstance(understood, Credential) and isinstance(awaited, AwaitedCard):
        return _join_card(awaited, understood)
    return Joined(credential=understood)


def find_awaited(
    before: Awaited | None,
    joined: Joined,
    decision: Decision,
    *,
    entry_id: bytes,
    at: datetime,
) -> Awaited | None:
    """Return what is waited for after `joined` was decided and kept.

    A code that has nothing to do with it ends no waiting.
    """
    if joined.parts:
        return AwaitedParts(parts=joined.parts, entry_id=entry_id, at=at)
    credential = joined.credential
    if isinstance(credential, Credential) and _needs_card(decision):
        return AwaitedCard(gate_pass=credential, entry_id=entry_id, at=at)
    return None if joined.refers else before


def find_asked(joined: Joined, decision: Decision, policy: Policy) -> Asked | None:
    """Return what is to be asked, where a declaration is all that is missing."""
    credential, reasons = joined.credential, decision.reasons
    if not isinstance(credential, Credential) or not policy.declaration.asks:
        return None
    if Reason.DECLARATION_NEEDED not in reasons or joined.gave_up:
        return None
    others = (one for one in reasons if one is not Reason.DECLARATION_NEEDED)
    if any(policy.judge(one, decision.kind) is not Outcome.ALLOW for one in others):
        return None
    return Asked(
        declaration=policy.declaration,
        credential=credential,
        window=policy.completion_window,
        companion=joined.companion,
    )


def join_declared(decided: Decided, declared: Declared | None) -> Joined:
    """Return what is decided again of `decided`; None is nobody's answer in time."""
    asks = decided.asks
    if asks is None:
        raise ValueError("nothing was asked of this presentation")
    joined = Joined(
        credential=asks.credential,
        companion=asks.companion,
        refers=decided.entry_id.bytes,
    )
    if declared is None:
        return msgspec.structs.replace(joined, gave_up=True)
    return _answer(joined, asks.credential, asks.declaration, declared)


def join_answers(
    credential: Credential, declaration: Declaration, declared: Declared | None
) -> Joined:
    """Return what is decided of `credential` with what was said to it so far, if all is."""
    joined = Joined(credential=credential)
    if declared is None or not is_complete(declaration, declared):
        return joined
    return _answer(joined, credential, declaration, declared)


def _answer(
    joined: Joined, credential: Credential, declaration: Declaration, declared: Declared
) -> Joined:
    said = {
        Claim.PHONE: declared.phone or "",
        Claim.ANSWERS: write_answers(declaration, declared),
    }
    claims = {name: text for name, text in said.items() if text}
    return msgspec.structs.replace(
        joined,
        credential=msgspec.structs.replace(
            credential, claims={**credential.claims, **claims}
        ),
        answered=find_reasons(declaration, declared),
    )


def _needs_card(decision: Decision) -> bool:
    """Say whether the document is what is missing, and would help."""
    return decision.outcome is Outcome.CHECK and Reason.INCOMPLETE in decision.reasons


def _join_part(awaited: Awaited | None, part: Part, trust: TrustStore) -> Joined:
    before = awaited if isinstance(awaited, AwaitedParts) else None
    if before is None or not _fits(before.parts, part):
        return Joined(credential=part, parts=(part,))
    parts = (*(one for one in before.parts if one != part), part)
    if len(parts) < part.total:
        return Joined(credential=part, refers=before.entry_id, parts=parts)
    shc = importlib.import_module("kiosk.credentials.shc")
    return Joined(credential=shc.combine(parts, trust), refers=before.entry_id)


def _fits(parts: Iterable[Part], part: Part) -> bool:
    """Say whether `part` may be of the same credential as `parts`."""
    return all(
        (one.kind, one.total) == (part.kind, part.total)
        and (one == part or one.number != part.number)
        for one in parts
    )


def _join_card(awaited: AwaitedCard, card: Credential) -> Joined:
    terms, documents = awaited.gate_pass.terms, _list_documents(card)
    if terms is None or not documents:
        return Joined(credential=card)
    gate_pass = importlib.import_module("kiosk.credentials.gate_pass")
    is_same = any(gate_pass.is_bound_to(terms, document) for document in documents)
    merge = _merge if is_same else _contrast
    return Joined(
        credential=merge(awaited.gate_pass, card),
        companion=is_same,
        refers=awaited.entry_id,
    )


def _list_documents(card: Credential) -> list[str]:
    """Return the whole numbers of a card; a masked one compares with nothing."""
    if card.kind not in COMPANIONS:
        return []
    numbers = (card.claims.get(name, "") for name in _DOCUMENTS)
    return [number for number in numbers if number and "*" not in number]


_DOCUMENTS = (Claim.DOCUMENT, Claim.OLD_DOCUMENT)
"""A pass that was bound to a CMND's number goes with the card that names it."""


def _merge(gate_pass: Credential, card: Credential) -> Credential:
    """Return the pass as its holder's: the document says who goes in."""
    return msgspec.structs.replace(
        gate_pass,
        claims={**gate_pass.claims, **_pick(card, (Claim.DOCUMENT,))},
        holder=card.holder,
        warnings=(*gate_pass.warnings, *card.warnings),
    )


def _contrast(gate_pass: Credential, card: Credential) -> Credential:
    """Return the pass under the name of who held it up, and was not its holder."""
    claims = dict(gate_pass.claims)
    claims.pop(Claim.NAME, None)
    return msgspec.structs.replace(
        gate_pass,
        claims={**claims, **_pick(card, (Claim.DOCUMENT, Claim.NAME))},
        holder=card.holder,
    )


def _pick(card: Credential, names: Iterable[Claim]) -> dict[Claim, str]:
    return {name: card.claims[name] for name in names if name in card.claims}
