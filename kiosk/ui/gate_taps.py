"""Gate taps: what staff tap on the gate's own screens, as values; no Qt."""

from enum import StrEnum
from uuid import UUID

import msgspec


class GateAct(StrEnum):
    """A button of the gate's screens."""

    TYPE = "type"
    """A number is typed by hand."""
    LOG = "log"
    LOOK = "look"
    """Codes are looked at and not recorded."""
    DESK = "desk"
    LANGUAGE = "language"
    ADMIT = "admit"
    TURN_AWAY = "turn_away"
    OTHER_WAY = "other_way"
    """The direction was wrong: the entry is void, and the same code counts the other way."""
    UNDO = "undo"


class GateTap(msgspec.Struct, frozen=True, kw_only=True):
    """A button was tapped; `entry_id` is the entry it is about, where it is about one."""

    act: GateAct
    entry_id: UUID | None = None
