"""Health: what the status line tells about the kiosk, as pure values."""

from enum import StrEnum

import msgspec

from kiosk.disk import Room
from kiosk.drain import Drain
from kiosk.roster import RosterState


class Link(StrEnum):
    """Whether the province answered last time."""

    UNKNOWN = "unknown"
    ONLINE = "online"
    OFFLINE = "offline"


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """How the kiosk is: `pending` are entries the province has not confirmed, `refused` need a person."""

    link: Link
    pending: int
    refused: int
    roster_state: RosterState
    point_name: str
    is_damaged: bool = False
    """Damage was found in the database; the next start mends it."""
    lost: int = 0
    """Entries that a damaged disk took, found in the last days."""
    room: Room = msgspec.field(default_factory=Room)
    """How long the disk lasts."""
    overdue: int = 0
    """Entries past their retention that the province lacks."""
    copies_held: int = 0
    """Copies of the database past their retention that may hold what nobody else has."""
    notice: str = ""
    """What the province tells this point's staff."""
    drain: Drain | None = None
    """How far sending is, while it goes on."""


class OutOfOrder(msgspec.Struct, frozen=True, kw_only=True):
    """An entry can't be kept, so nothing is decided; `sentence` says why and what to do."""

    code: str
    sentence: str


class InOrder(msgspec.Struct, frozen=True, kw_only=True):
    """Entries can be kept again, after an OutOfOrder."""
