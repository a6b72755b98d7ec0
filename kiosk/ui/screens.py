"""Screens: what is shown, as values; pure, no Qt.

A `Screen` holds every text in two languages, the first of which is written
large. Only a decided ALLOW is green: nothing else yields `ScreenKind.ALLOW`.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import assert_never

import msgspec

from kiosk.credentials.credential import Claim, find_number, mask
from kiosk.decision import LOCAL, Decision, Outcome
from kiosk.disk import DiskState, Room
from kiosk.health import OutOfOrder
from kiosk.presentation import Decided
from kiosk.reason import Reason
from kiosk.scanner.hint import Hint
from kiosk.scanner.reader import Gate
from kiosk.ui.buttons import Button
from kiosk.ui.codes import CODES
from kiosk.ui.drain_words import hide_drain
from kiosk.ui.flow import Deed, Flow, State
from kiosk.ui.gate_buttons import Languages, list_buttons
from kiosk.ui.status import Icon, Status, compose_status
from kiosk.ui.surroundings import Surroundings


class ScreenKind(StrEnum):
    """Which screen it is; each has its own colour, icon, border and sound."""

    IDLE = "idle"
    ALLOW = "allow"
    CHECK = "check"
    DENY = "deny"
    UNREADABLE = "unreadable"
    OUT_OF_ORDER = "out_of_order"


class Border(StrEnum):
    """The pattern around the screen, readable without colour."""

    NONE = "none"
    DASHED = "dashed"
    STRIPES = "stripes"
    DOTTED = "dotted"
    SOLID = "solid"


LOOKS: Mapping[ScreenKind, tuple[Icon, Border]] = {
    ScreenKind.IDLE: (Icon.QR, Border.NONE),
    ScreenKind.ALLOW: (Icon.TICK, Border.NONE),
    ScreenKind.CHECK: (Icon.TRIANGLE, Border.DASHED),
    ScreenKind.DENY: (Icon.OCTAGON, Border.STRIPES),
    ScreenKind.UNREADABLE: (Icon.QUESTION, Border.DOTTED),
    ScreenKind.OUT_OF_ORDER: (Icon.WRENCH, Border.SOLID),
}

_PLATE_SHOWN = 12

_PRESENCE = {Reason.ALREADY_INSIDE, Reason.NOT_INSIDE}


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """The same text in the language written large and the one under it."""

    first: str = ""
    second: str = ""


class Screen(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that one screen shows, and nothing about how."""

    kind: ScreenKind
    headline: Pair
    status: Status
    name: str = ""
    number: str = ""
    basis: Pair = Pair()
    reason: Pair = Pair()
    seen: Pair = Pair()
    next_step: Pair = Pair()
    code: str = ""
    buttons: tuple[Button, ...] = ()
    """What staff can tap below it."""
    has_preview: bool = False
    """What the camera sees stands in the icon's place."""

    @property
    def icon(self) -> Icon:
        """Return the silhouette of this kind."""
        return LOOKS[self.kind][0]

    @property
    def border(self) -> Border:
        """Return the border of this kind."""
        return LOOKS[self.kind][1]


def compose_screen(
    flow: Flow, around: Surroundings, languages: Languages, wall: datetime
) -> Screen:
    """Return the screen of `flow` at the aware time `wall`."""
    match flow:
        case Flow(state=State.OUT_OF_ORDER, fault=OutOfOrder() as fault):
            return _compose_fault(fault, around, languages, wall)
        case Flow(state=State.VERDICT | State.VERDICT_HELD, shown=Decided() as shown):
            verdict = _compose_verdict(shown, around, languages, wall)
            if flow.deed is not None:
                verdict = _tell_deed(verdict, flow.deed, shown, languages)
            return msgspec.structs.replace(
                verdict, buttons=list_buttons(flow, around, languages)
            )
        case _:
            return _compose_idle(flow, around, languages, wall)


def list_texts(screen: Screen) -> Iterator[str]:
    """Yield every text on `screen` that is not empty."""
    pairs = (
        screen.headline,
        screen.basis,
        screen.reason,
        screen.seen,
        screen.next_step,
    )
    notices = (screen.status.gate, *screen.status.notices)
    texts = [text for pair in pairs for text in (pair.first, pair.second)]
    texts += [notice.text for notice in notices]
    texts += [screen.name, screen.number, screen.code, screen.status.clock]
    return (text for text in texts if text)


def _compose_idle(
    flow: Flow, around: Surroundings, languages: Languages, wall: datetime
) -> Screen:
    has_preview = around.camera in around.reading
    headline = "idle.headline_camera" if has_preview else "idle.headline"
    return Screen(
        kind=ScreenKind.IDLE,
        headline=_say(languages, headline),
        next_step=_say(languages, _pick_advice(flow, around)),
        has_preview=has_preview,
        name=around.health.point_name if around.health else around.title,
        buttons=list_buttons(flow, around, languages),
        status=compose_status(around, around.gate, languages[0], wall),
    )


def _pick_advice(flow: Flow, around: Surroundings) -> str:
    if flow.deed is not None:
        return f"deed.{flow.deed}"
    room = around.health.room if around.health else Room()
    if room.state in {DiskState.CRITICAL, DiskState.RESERVE}:
        return f"idle.disk_{room.state}"
    if around.camera in around.reading and around.hint is not Hint.NONE:
        return f"hint.{around.hint}"
    lost = around.missing and not around.reading
    return "idle.no_reader" if lost else "idle.next"


def _compose_fault(
    fault: OutOfOrder, around: Surroundings, languages: Languages, wall: datetime
) -> Screen:
    return Screen(
        kind=ScreenKind.OUT_OF_ORDER,
        headline=_say(languages, "out_of_order.headline"),
        reason=_explain_fault(fault, languages),
        next_step=_say(languages, "out_of_order.next"),
        code=fault.code,
        status=compose_status(around, around.gate, languages[0], wall),
    )


def _explain_fault(fault: OutOfOrder, languages: Languages) -> Pair:
    """Say what staff can understand of a fault; its own sentence is for the log."""
    key = f"fault.{fault.code}"
    if all(key in texts.phrases for texts in languages):
        return _say(languages, key)
    return Pair(first=fault.sentence)


def _compose_verdict(
    shown: Decided, around: Surroundings, languages: Languages, wall: datetime
) -> Screen:
    decision = shown.decision
    around = msgspec.structs.replace(around, health=hide_drain(around.health))
    kind = _pick_kind(decision.outcome)
    gate = Gate(name=shown.payload.gate, direction=shown.payload.direction)
    reason = decision.reasons[0] if decision.reasons else None
    return Screen(
        kind=kind,
        headline=_say(languages, f"{kind}.{gate.direction}"),
        name=decision.claims.get(Claim.NAME, ""),
        number=show_number(decision.claims),
        basis=_tell_basis(decision, languages),
        reason=_both(*(texts.explain(reason) for texts in languages))
        if reason
        else Pair(),
        seen=_tell_seen(decision, languages, wall),
        next_step=_both(*(texts.advise(reason) for texts in languages))
        if reason
        else Pair(),
        code=CODES[reason] if reason else "",
        status=compose_status(around, gate, languages[0], wall),
    )


def _tell_deed(
    verdict: Screen, deed: Deed, shown: Decided, languages: Languages
) -> Screen:
    """Return the verdict after staff settled it: their word, and no advice any more."""
    kind = ScreenKind.ALLOW if deed is Deed.ADMITTED else ScreenKind.DENY
    headline = f"{kind}.{shown.payload.direction}"
    return msgspec.structs.replace(
        verdict,
        kind=kind,
        headline=_say(languages, headline),
        reason=_say(languages, f"deed.{deed}"),
        seen=Pair(),
        next_step=Pair(),
        code="",
    )


def _pick_kind(outcome: Outcome) -> ScreenKind:
    match outcome:
        case Outcome.ALLOW:
            return ScreenKind.ALLOW
        case Outcome.CHECK:
            return ScreenKind.CHECK
        case Outcome.DENY:
            return ScreenKind.DENY
        case Outcome.UNREADABLE:
            return ScreenKind.UNREADABLE
        case _:
            assert_never(outcome)


def show_number(claims: Mapping[Claim, str]) -> str:
    """Return the number that is shown, and the plate that staff look for."""
    number = find_number(claims)
    masked = "•••• " + mask(number).lstrip("•") if number else ""
    plate = claims.get(Claim.PLATE, "")[:_PLATE_SHOWN]
    return " · ".join(filter(None, (masked, plate)))


def _tell_basis(decision: Decision, languages: Languages) -> Pair:
    if decision.outcome is Outcome.UNREADABLE:
        return Pair()
    # A code without a signature was read, and never counts as verified.
    basis = "basis.verified" if decision.verified else "basis.read"
    return _both(
        *(
            f"{texts.say(f'kind.{decision.kind}')} · {texts.say(basis)}"
            for texts in languages
        )
    )


def _tell_seen(decision: Decision, languages: Languages, wall: datetime) -> Pair:
    if not _PRESENCE.intersection(decision.reasons):
        return Pair()
    seen = decision.seen
    if seen is None:  # never admitted here, which the reason says already
        return Pair()
    return _say(
        languages,
        f"seen.{seen.direction}",
        time=_tell_time(seen.at, wall),
        gate=seen.gate,
    )


def _tell_time(at: datetime, wall: datetime) -> str:
    local = at.astimezone(LOCAL)
    if local.date() == wall.astimezone(LOCAL).date():
        return f"{local:%H:%M}"
    return f"{local:%H:%M %d/%m/%Y}"


def _say(languages: Languages, key: str, **values: str) -> Pair:
    return _both(*(texts.say(key, **values) for texts in languages))


def _both(first: str, second: str) -> Pair:
    return Pair(first=first, second=second)
