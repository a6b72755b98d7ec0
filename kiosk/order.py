"""Order: whether entries can be kept; a fault is told once, and tried again until it ends."""

import logging
from collections.abc import Callable
from datetime import datetime

from kiosk.errors import StorageCause, StorageError
from kiosk.health import InOrder, OutOfOrder
from kiosk.storage.database import Database
from kiosk.storage.room import prove_writing

log = logging.getLogger(__name__)

CANT_KEEP = "E-500"
BUG = "E-900"
FAULT_CODES = {
    StorageCause.OTHER: CANT_KEEP,
    StorageCause.FULL: "E-501",
    StorageCause.READ_ONLY: "E-502",
    StorageCause.FAILING: "E-503",
    StorageCause.GONE: "E-504",
    StorageCause.DAMAGED: "E-505",
}
_FOR_GOOD = {BUG, FAULT_CODES[StorageCause.DAMAGED]}


class Order:
    """The fault that stands, None while all is well; used from any thread."""

    def __init__(self, tell: Callable[[OutOfOrder | InOrder], None]) -> None:
        self._tell = tell
        self.fault: OutOfOrder | None = None

    def fail(self, code: str, sentence: str) -> None:
        """Tell a fault once, however many payloads meet it."""
        fault = OutOfOrder(code=code, sentence=sentence)
        if fault != self.fault:
            self.fault = fault
            self._tell(fault)

    def fail_to_keep(self, error: StorageError) -> None:
        """Tell why no entry can be kept."""
        self.fail(FAULT_CODES[error.cause], str(error))

    def note_kept(self) -> None:
        """Take it that an entry was kept; after a bug somebody else ends."""
        fault, self.fault = self.fault, None
        if fault is not None and fault.code != BUG:
            self._tell(InOrder())

    def try_again(self, database: Database, wall: datetime) -> bool:
        """Say whether a fault has ended just now: the screen says so before anybody presents."""
        if self.fault is None or self.fault.code in _FOR_GOOD:
            return False
        try:
            if not prove_writing(database, wall):
                return False
        except StorageError as error:
            self.fail_to_keep(error)
            return False
        log.info("in order again")
        self.fault = None
        self._tell(InOrder())
        return True
