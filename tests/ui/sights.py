"""Sights: an invented camera for the window's tests, and what it sees."""

from collections.abc import Callable

import cv2
import msgspec

from kiosk.health import Health
from kiosk.scanner.camera import make_glimpse
from kiosk.scanner.glimpse import Glimpse
from kiosk.scanner.hint import Hint
from kiosk.scanner.sight import Outline, Sight
from kiosk.ui.surroundings import Surroundings
from tests.frames import a_frame
from tests.ui.samples import surroundings

SIZE = (1920, 1080)
OUTLINE: Outline = ((780.0, 360.0), (1140.0, 360.0), (1140.0, 720.0), (780.0, 720.0))


class FakeWatched:
    """A reader that gives a glimpse when it is told to."""

    name = "camera:0"

    def __init__(self) -> None:
        self.show: Callable[[Glimpse], None] | None = None

    def watch(self, show: Callable[[Glimpse], None] | None) -> None:
        self.show = show

    def give(self, glimpse: Glimpse) -> None:
        if self.show is not None:
            self.show(glimpse)


def surroundings_of(hint: Hint, health: Health | None = None) -> Surroundings:
    """Return surroundings in which the camera reads."""
    reading = frozenset({FakeWatched.name})
    around = surroundings(health)
    return msgspec.structs.replace(
        around, camera=FakeWatched.name, hint=hint, reading=reading
    )


def a_glimpse(
    hint: Hint = Hint.NONE, *, outline: Outline | None = OUTLINE, text: str = "MẪU"
) -> Glimpse:
    """Return what a camera sees of a code in the middle, on an invented desk."""
    frame = a_frame(text, SIZE, module_px=12)
    for left in range(0, SIZE[0], 160):  # so that left differs from right
        cv2.line(frame, (left, 0), (left, left // 8), 90, 12)
    return make_glimpse(frame, Sight(outline=outline, hint=hint))
