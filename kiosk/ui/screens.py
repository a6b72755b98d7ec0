"""Screens: what is shown, as values; pure, no Qt.

A `Screen` holds every text in two languages, the first of which is written
large. Only a decided ALLOW is green: nothing else yields `ScreenKind.ALLOW`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from kiosk.credentials.credential import Claim, mask
from kiosk.decision import LOCAL, Decision, Outcome
from kiosk.disk import LOW_DAYS, DiskState, Room
from kiosk.health import Health, Link, OutOfOrder
from kiosk.payload import Direction
from kiosk.presentation import Decided
from kiosk.reason import Reason
from kiosk.roster import RosterState
from kiosk.scanner.hint import Hint
from kiosk.scanner.reader import Gate
from kiosk.ui.codes import CODES
from kiosk.ui.drain_words import count, hide_drain, tell_waiting
from kiosk.ui.flow import Flow, State
from kiosk.ui.texts import Texts


class ScreenKind(StrEnum):
    """Which screen it is; each has its own colour, icon, border and sound."""

    IDLE = "idle"
    ALLOW = "allow"
    CHECK = "check"
    DENY = "deny"
    UNREADABLE = "unreadable"
    OUT_OF_ORDER = "out_of_order"


class Icon(StrEnum):
    """A picture's file name in `assets/icons`, without its ending."""

    QR = "idle"
    TICK = "verdict-allow"
    TRIANGLE = "verdict-check"
    OCTAGON = "verdict-deny"
    QUESTION = "verdict-unreadable"
    WRENCH = "wrench"
    CLOUD = "cloud"
    CLOUD_OFF = "cloud-off"
    UNSENT = "cloud-upload"
    ATTENTION = "triangle-alert"
    UNPLUGGED = "unplug"
    WAY_IN = "log-in"
    WAY_OUT = "log-out"
    NEXT = "arrow-right"


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

_NUMBERS = (Claim.DOCUMENT, Claim.INSURANCE_NUMBER, Claim.QID, Claim.PHONE)
"""Whose last four are shown, the first that is there."""

_PLATE_SHOWN = 12

_PRESENCE = {Reason.ALREADY_INSIDE, Reason.NOT_INSIDE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The same text in the language written large and the one under it."""

    first: str = ""
    second: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A word of the status line with its icon; `stands_out` where it is not usual."""

    icon: Icon
    text: str
    stands_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The status line: the gate on the left, the rest on the right."""

    gate: Notice
    notices: tuple[Notice, ...]
    clock: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
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
    action: Pair = Pair()
    """What a button on the idle screen leads to; empty where there is none."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a screen tells beside the flow; `missing` names lost readers.

    `has_desk` where a reception's screens stand behind the idle one. `camera`
    is the reader that is previewed, `hint` what would help it to read.
    """

    gate: Gate
    title: str
    health: Health | None = None
    reading: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    has_desk: bool = False
    camera: str = ""
    hint: Hint = Hint.NONE


Languages = tuple[Texts, Texts]
"""The language written large, and the one under it."""


def compose_screen(
    flow: Flow, around: Surroundings, languages: Languages, wall: datetime
) -> Screen:
    """Return the screen of `flow` at the aware time `wall`."""
    match flow:
        case Flow(state=State.OUT_OF_ORDER, fault=OutOfOrder() as fault):
            return _compose_fault(fault, around, languages, wall)
        case Flow(state=State.VERDICT | State.VERDICT_HELD, shown=Decided() as shown):
            return _compose_verdict(shown, around, languages, wall)
        case _:
            return _compose_idle(around, languages, wall)


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


def _compose_idle(around: Surroundings, languages: Languages, wall: datetime) -> Screen:
    has_preview = around.camera in around.reading
    headline = "idle.headline_camera" if has_preview else "idle.headline"
    return Screen(
        kind=ScreenKind.IDLE,
        headline=_say(languages, headline),
        next_step=_say(languages, _pick_advice(around)),
        has_preview=has_preview,
        name=around.health.point_name if around.health else around.title,
        action=_say(languages, "desk.open") if around.has_desk else Pair(),
        status=_compose_status(around, around.gate, languages, wall),
    )


def _pick_advice(around: Surroundings) -> str:
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
        status=_compose_status(around, around.gate, languages, wall),
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
    around = replace(around, health=hide_drain(around.health))
    kind = _pick_kind(decision.outcome)
    gate = Gate(name=shown.payload.gate, direction=shown.payload.direction)
    reason = decision.reasons[0] if decision.reasons else None
    return Screen(
        kind=kind,
        headline=_say(languages, f"{kind}.{gate.direction}"),
        name=decision.claims.get(Claim.NAME, ""),
        number=_find_number(decision.claims),
        basis=_tell_basis(decision, languages),
        reason=_both(*(texts.explain(reason) for texts in languages))
        if reason
        else Pair(),
        seen=_tell_seen(decision, languages, wall),
        next_step=_both(*(texts.advise(reason) for texts in languages))
        if reason
        else Pair(),
        code=CODES[reason] if reason else "",
        status=_compose_status(around, gate, languages, wall),
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


def _find_number(claims: Mapping[Claim, str]) -> str:
    """Return the number that is shown, and the plate that staff look for."""
    number = next((claims[name] for name in _NUMBERS if claims.get(name)), "")
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


def _compose_status(
    around: Surroundings, gate: Gate, languages: Languages, wall: datetime
) -> Status:
    texts = languages[0]
    way = Icon.WAY_IN if gate.direction is Direction.IN else Icon.WAY_OUT
    name = f"{gate.name} · {texts.say(f'direction.{gate.direction}')}"
    return Status(
        gate=Notice(icon=way, text=name),
        notices=tuple(_list_notices(around, texts)),
        clock=f"{wall.astimezone(LOCAL):%H:%M}",
    )


def _list_notices(around: Surroundings, texts: Texts) -> Iterator[Notice]:
    if around.missing:
        yield Notice(
            icon=Icon.UNPLUGGED, text=texts.say("reader.missing"), stands_out=True
        )
    link = around.health.link if around.health else Link.UNKNOWN
    icon = Icon.CLOUD if link is Link.ONLINE else Icon.CLOUD_OFF
    # Offline is normal: a quiet amber word, never an alarm (screens.md, detail 5).
    offline = link is Link.OFFLINE
    yield Notice(icon=icon, text=texts.say(f"link.{link}"), stands_out=offline)
    if around.health is not None:
        yield from _list_counts(around.health, texts)


def _list_counts(health: Health, texts: Texts) -> Iterator[Notice]:
    yield Notice(icon=Icon.UNSENT, text=tell_waiting(health, texts))
    if health.refused:
        refused = texts.say("refused", count=count(health.refused, texts))
        yield Notice(icon=Icon.ATTENTION, text=refused, stands_out=True)
    if health.is_damaged:
        yield Notice(icon=Icon.ATTENTION, text=texts.say("damaged"), stands_out=True)
    if health.lost:
        gone = texts.say("lost", count=count(health.lost, texts))
        yield Notice(icon=Icon.ATTENTION, text=gone, stands_out=True)
    if health.room.state is not DiskState.OK:
        yield _tell_room(health.room, texts)
    if health.overdue:
        overdue = texts.say("overdue", count=count(health.overdue, texts))
        yield Notice(icon=Icon.ATTENTION, text=overdue, stands_out=True)
    if health.roster_state in {RosterState.AGEING, RosterState.STALE}:
        yield Notice(
            icon=Icon.ATTENTION,
            text=texts.say(f"roster.{health.roster_state}"),
            stands_out=health.roster_state is RosterState.STALE,
        )


def _tell_room(room: Room, texts: Texts) -> Notice:
    """Say how many days the disk lasts, where the days are what is short."""
    is_soon = room.days is not None and room.days <= LOW_DAYS
    is_counted = is_soon and room.state is not DiskState.RESERVE
    key = "disk.days" if is_counted else f"disk.{room.state}"
    return Notice(
        icon=Icon.ATTENTION,
        text=texts.say(key, days=f"{room.days}"),
        stands_out=room.state is not DiskState.LOW,
    )


def _say(languages: Languages, key: str, **values: str) -> Pair:
    return _both(*(texts.say(key, **values) for texts in languages))


def _both(first: str, second: str) -> Pair:
    return Pair(first=first, second=second)
