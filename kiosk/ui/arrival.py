"""Arrival: how the screens behind the gate come to a window that is ready without them."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from kiosk.clock import Instant
from kiosk.payload import Payload
from kiosk.ui.doorway import Doorway
from kiosk.ui.gate_buttons import Languages
from kiosk.ui.later import LaterThread
from kiosk.ui.posts import Posts
from kiosk.ui.window import KioskWindow

if TYPE_CHECKING:  # they lend their types; they are loaded once a code can be read
    from kiosk.ui.behind import Behind, Open


class Gatehouse(msgspec.Struct, frozen=True, kw_only=True):
    """What stands before the screens behind have come."""

    window: KioskWindow
    doorway: Doorway
    languages: Languages
    now: Callable[[], Instant]
    submit: Callable[[Payload], None]


class Arrival(QObject):
    """Loads what `posts` need, builds it in the GUI thread, and starts it."""

    settled = Signal()
    """Nothing more is loaded."""

    def __init__(
        self,
        posts: Posts | None,
        gatehouse: Gatehouse,
        wire: "Callable[[Behind], None]",
    ) -> None:
        super().__init__()
        self._gatehouse = gatehouse
        self._wire = wire
        self._behind: Behind | None = None
        self._is_over = False
        self._thread: LaterThread | None = None
        if posts is not None:
            self._thread = LaterThread(posts.load)
            self._thread.loaded.connect(self.on_loaded)

    @Slot()
    def on_ready(self) -> None:
        """Load, now that a code can be read."""
        if self._thread is None:
            self.settled.emit()
        else:
            self._thread.start()

    @Slot(object)
    def on_loaded(self, opens: "Open") -> None:
        """Build the screens, and let them stand over the gate's."""
        if self._is_over:
            return
        at = self._gatehouse
        behind = opens(at.languages, at.now, at.submit)
        self._behind = behind
        self._wire(behind)
        at.doorway.lead(behind.lead(at.submit))
        at.window.join(behind)
        behind.start()
        self.settled.emit()

    def finish(self) -> None:
        """End what came, or let nothing come any more."""
        self._is_over = True
        if self._thread is not None:
            self._thread.finish()
        if self._behind is not None:
            self._behind.finish()
