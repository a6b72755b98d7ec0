"""Patient: what the doctor sees of a disk, a port and a database, as values."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kiosk.clock import ClockState
from kiosk.roster import Roster
from kiosk.scanner.teaching import Profile
from kiosk.storage.settings import Enrolment


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """The disk below the data folder; `fsync_ms` is the slowest of some."""

    free_bytes: int
    fsync_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What the database says, read and not written."""

    enrolment: Enrolment | None
    roster: Roster | None
    clock: ClockState
    chain: str
    entries: int
    pending: int
    refused: int
    profiles: Sequence[Profile] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unopened:
    """There is no database yet (`is_new`), or it can't be read and `sentence` says why."""

    is_new: bool
    sentence: str = ""


class Port(StrEnum):
    """Whether this user may read from a serial port."""

    OPEN = "open"
    MISSING = "missing"
    DENIED = "denied"
