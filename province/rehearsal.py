"""Rehearsal: what a kiosk would decide of a code under two policies; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files

from kiosk.credentials.classify import classify
from kiosk.credentials.trust import TrustStore
from kiosk.decision import Circumstances, Decision, Presented, decide
from kiosk.outcome import Outcome
from kiosk.payload import MAX_FRAME_BYTES, Direction, Payload, ReadFault
from kiosk.policy import Policy
from kiosk.reason import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What is held up; `name` is empty, or the text's key by which a page calls it."""

    name: str
    payload: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Where and when: the point, how many are inside there, whose keys are believed."""

    now: datetime
    trust: TrustStore
    point: str = ""
    inside: int = 0
    direction: Direction = Direction.IN


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """A code with what is decided of it, by the policy in use and by the draft."""

    name: str
    kind: str
    before: Outcome
    before_reasons: tuple[Reason, ...]
    after: Outcome
    after_reasons: tuple[Reason, ...]

    @property
    def is_changed(self) -> bool:
        """Say whether the draft decides otherwise, or for other reasons."""
        return (self.before, self.before_reasons) != (self.after, self.after_reasons)


def list_samples() -> tuple[Code, ...]:
    """Return the invented codes that come with the product, in their file's order."""
    text = (files("assets") / "samples" / "codes.tsv").read_text("utf-8")
    payloads = (line.partition("\t")[2] for line in text.splitlines() if line)
    return tuple(
        Code(name=f"rules_sample_{number}", payload=payload)
        for number, payload in enumerate(payloads, start=1)
    )


def rehearse(
    codes: Sequence[Code], before: Policy, after: Policy, scene: Scene
) -> tuple[Rehearsed, ...]:
    """Return what becomes of `codes` under both policies."""
    return tuple(_rehearse(code, before, after, scene) for code in codes)


def _rehearse(code: Code, before: Policy, after: Policy, scene: Scene) -> Rehearsed:
    old, new = (_decide(code.payload, policy, scene) for policy in (before, after))
    return Rehearsed(
        name=code.name,
        kind=new.kind.value,
        before=old.outcome,
        before_reasons=old.reasons,
        after=new.outcome,
        after_reasons=new.reasons,
    )


def _decide(text: str, policy: Policy, scene: Scene) -> Decision:
    data = text.encode("utf-8", "surrogatepass")
    too_long = len(data) > MAX_FRAME_BYTES
    payload = Payload(
        data=b"" if too_long else data,
        symbology="",
        reader="rehearsal",
        gate="",
        direction=scene.direction,
        received_ns=0,
        fault=ReadFault.TOO_LONG if too_long else None,
    )
    presented = Presented(
        credential=classify(payload, scene.trust),
        direction=scene.direction,
        circumstances=Circumstances(point=scene.point, inside=scene.inside),
    )
    return decide(presented, policy, None, None, scene.now)
