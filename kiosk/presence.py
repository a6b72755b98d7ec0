"""Presence: where a holder was last admitted, as this kiosk knows it."""

from datetime import datetime

import msgspec

from kiosk.payload import Direction


class Presence(msgspec.Struct, frozen=True, kw_only=True):
    """The last admitted entry of a holder at this point.

    `is_heard` where a neighbour says so: never a reason to deny.
    """

    direction: Direction
    gate: str
    at: datetime
    is_heard: bool = False

    @property
    def is_inside(self) -> bool:
        """Say whether the holder came in and has not gone out since."""
        return self.direction is Direction.IN


def choose_later(one: Presence | None, other: Presence | None) -> Presence | None:
    """Return the presence that rests on the later admission; `one` at the same moment."""
    if one is None or other is None:
        return one or other
    return other if other.at > one.at else one
