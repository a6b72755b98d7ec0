"""Sight: what one frame of a camera came to."""

from dataclasses import dataclass

from kiosk.scanner.code import Code, Corner
from kiosk.scanner.hint import Hint

__all__ = ["Hint", "Outline", "Sight"]

Outline = tuple[Corner, Corner, Corner, Corner]
"""The corners of a code, in pixels of the frame, going round."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What a frame shows.

    `codes` are to be emitted now: a code still in view is not among them again.
    `outline` is where a code is, read or not, for the preview. `is_idle` tells
    that nothing has moved for a while, so that fewer frames will do.
    """

    codes: tuple[Code, ...] = ()
    hint: Hint = Hint.NONE
    outline: Outline | None = None
    is_idle: bool = False
