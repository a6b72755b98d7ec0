"""Patient: what the doctor sees of a disk, a port and a database, as values."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.clock import ClockState
from kiosk.disk import Room
from kiosk.roster import Roster
from kiosk.scanner.teaching import Profile
from kiosk.storage.backup_record import Record
from kiosk.storage.opening import KeySource
from kiosk.storage.settings import Enrolment
from kiosk.storage.slots import SlotKind


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
    backup: Record = field(default_factory=Record)
    room: Room = field(default_factory=Room)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotsSeen:
    """The kinds of the key's slots, and which opens now; None where none does."""

    kinds: Sequence[SlotKind]
    source: KeySource | None
