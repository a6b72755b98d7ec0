"""Status: the line at the top of every screen: gate, link, counts, clock."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

import msgspec

from kiosk.decision import LOCAL
from kiosk.disk import LOW_DAYS, DiskState, Room
from kiosk.health import Health, Link
from kiosk.payload import Direction
from kiosk.roster import RosterState
from kiosk.scanner.reader import Gate
from kiosk.ui.drain_words import count, tell_waiting
from kiosk.ui.surroundings import Surroundings
from kiosk.ui.texts import Texts


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


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """A word of the status line with its icon; `stands_out` where it is not usual."""

    icon: Icon
    text: str
    stands_out: bool = False


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """The status line: the gate on the left, the rest on the right."""

    gate: Notice
    notices: tuple[Notice, ...]
    clock: str


def compose_status(
    around: Surroundings, gate: Gate, texts: Texts, wall: datetime
) -> Status:
    """Return the line above a screen, in one language."""
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
    if health.notice:
        yield Notice(icon=Icon.ATTENTION, text=texts.say("notice"), stands_out=True)
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
    if health.copies_held:
        held = texts.say("copies_held", count=count(health.copies_held, texts))
        yield Notice(icon=Icon.ATTENTION, text=held, stands_out=True)
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
