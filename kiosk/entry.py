"""Entry: the recorded fact."""

from collections.abc import Mapping

import msgspec

from kiosk.clock import ClockState, Instant
from kiosk.decision import Decision, Outcome
from kiosk.payload import Payload
from kiosk.policy import Policy
from kiosk.protocol import chain, content
from kiosk.protocol.content import Act, Content
from kiosk.protocol.identifiers import make_uuid7
from kiosk.reception import Leaving

RANDOM_BYTES = 10 + chain.SALT_BYTES
"""Random bytes that a new entry takes: 10 for its id, the rest is its salt."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that is kept: its id, what it says, and the salt of its commitment."""

    entry_id: bytes
    content: Content
    encoded: bytes
    salt: bytes

    @property
    def commitment(self) -> bytes:
        """Return what the chain holds of this entry, 32 bytes."""
        return chain.commit(self.salt, self.encoded)


class Visited(msgspec.Struct, frozen=True, kw_only=True):
    """What an entry says of a visit.

    `began` is the entry in that an entry out ends, `leaving` how; `fields` are
    what reception wrote down in an entry in.
    """

    began: bytes = b""
    leaving: Leaving = Leaving.PRESENTED
    fields: Mapping[str, str] = msgspec.field(default_factory=dict)


NOT_VISITED = Visited()


def record_decision(
    decision: Decision,
    payload: Payload,
    policy: Policy,
    *,
    at: Instant,
    clock: ClockState,
    randomness: bytes,
    visit: Visited = NOT_VISITED,
    completes: bytes = b"",
) -> Entry:
    """Return the entry of a decided presentation.

    Keeps the claims that `policy` names and never the payload itself. It refers
    to the visit that it ends, else to the entry that it `completes`.
    """
    kept = {claim.value: value for claim, value in policy.keep(decision.claims).items()}
    facts = _make_blank(Act.PRESENTED, at, clock)
    return _seal(
        msgspec.structs.replace(
            facts,
            direction=payload.direction.value,
            gate=payload.gate,
            outcome=decision.outcome.value,
            kind=decision.kind.value,
            verified=decision.verified,
            reasons=tuple(reason.value for reason in decision.reasons),
            claims=kept,
            refers=visit.began or completes,
            text=Leaving.TAPPED.value if visit.leaving is Leaving.TAPPED else "",
            visit=dict(visit.fields),
        ),
        randomness,
    )


def record_act(
    act: Act,
    refers: bytes,
    text: str,
    *,
    at: Instant,
    clock: ClockState,
    randomness: bytes,
) -> Entry:
    """Return the entry of what staff did about the entry `refers`."""
    facts = _make_blank(act, at, clock)
    return _seal(msgspec.structs.replace(facts, refers=refers, text=text), randomness)


def is_admitted(entry: Content) -> bool:
    """Say whether a presented entry admits its holder without a settlement."""
    return entry.act == Act.PRESENTED and entry.outcome == Outcome.ALLOW


def _make_blank(act: Act, at: Instant, clock: ClockState) -> Content:
    return Content(
        version=content.CONTENT_VERSION,
        act=act.value,
        decided_at_us=int(at.wall.timestamp() * 1_000_000),
        monotonic_ms=at.monotonic_ms,
        boot=at.boot,
        clock=clock.value,
        direction="",
        gate="",
        outcome="",
        kind="",
        verified=False,
        reasons=(),
        claims={},
        refers=b"",
        text="",
    )


def _seal(facts: Content, randomness: bytes) -> Entry:
    return Entry(
        entry_id=make_uuid7(facts.decided_at_us // 1000, randomness[:10]),
        content=facts,
        encoded=content.encode(facts),
        salt=randomness[10:RANDOM_BYTES],
    )
