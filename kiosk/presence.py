"""Presence: where a holder was last admitted, as this kiosk knows it."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.payload import Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """The last admitted entry of a holder at this point."""

    direction: Direction
    gate: str
    at: datetime

    @property
    def is_inside(self) -> bool:
        """Say whether the holder came in and has not gone out since."""
        return self.direction is Direction.IN
