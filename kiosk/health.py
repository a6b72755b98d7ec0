"""Health: what the status line tells about the kiosk, as pure values."""

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.disk import Room
from kiosk.drain import Drain
from kiosk.roster import RosterState


class Link(StrEnum):
    """Whether the province answered last time."""

    UNKNOWN = "unknown"
    ONLINE = "online"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
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
    room: Room = field(default_factory=Room)
    """How long the disk lasts."""
    overdue: int = 0
    """Entries past their retention that the province lacks."""
    copies_held: int = 0
    """Copies of the database past their retention that may hold what nobody else has."""
    notice: str = ""
    """What the province tells this point's staff."""
    drain: Drain | None = None
    """How far sending is, while it goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfOrder:
    """An entry can't be kept, so nothing is decided; `sentence` says why and what to do."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InOrder:
    """Entries can be kept again, after an OutOfOrder."""
