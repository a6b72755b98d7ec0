"""Health: what the status line tells about the kiosk, as pure values."""

from dataclasses import dataclass
from enum import StrEnum

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


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfOrder:
    """An entry can't be kept, so nothing is decided; `sentence` says why and what to do."""

    code: str
    sentence: str
