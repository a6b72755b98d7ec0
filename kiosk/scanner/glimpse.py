"""Glimpse: a small picture of what a camera sees, for the window to show at once.

It is never stored and never logged.
"""

from collections.abc import Callable
from typing import Protocol, runtime_checkable

import msgspec

from kiosk.scanner.hint import Hint

Share = tuple[float, float]
"""Column and row, as shares of the picture's width and height."""

GUIDE: tuple[Share, Share] = ((1 / 3, 5 / 18), (2 / 3, 13 / 18))
"""Where a code is best held: 640x480 in the middle of 1920x1080."""


class Glimpse(msgspec.Struct, frozen=True, kw_only=True):
    """One frame, made small; `pixels` are gray, row by row, nothing between rows.

    `outline` is where a code is seen, read or not.
    """

    width: int
    height: int
    pixels: bytes
    outline: tuple[Share, ...] = ()
    hint: Hint = Hint.NONE


@runtime_checkable
class Watched(Protocol):
    """A reader that shows what it sees, while somebody watches."""

    @property
    def name(self) -> str:
        """Return the reader's name."""

    def watch(self, show: Callable[[Glimpse], None] | None) -> None:
        """Give glimpses to `show`, from the reader's thread; None ends that."""
