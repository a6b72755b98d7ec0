"""Admin calls: what the admin's screens ask of the data folder, and its answers; no Qt."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Protocol, assert_never

from kiosk.export.fault import ExportFault
from kiosk.export.writing import Progress
from kiosk.storage.pin import PinAnswer


class What(StrEnum):
    """What is written: `kiosk.export.job.ExportKind`, which takes 0.2 s to import."""

    CSV = "csv"
    XLSX = "xlsx"
    ZIP = "zip"
    BUNDLE = "bundle"


class Span(StrEnum):
    """Which entries: local days up to now, or all."""

    TODAY = "today"
    WEEK = "week"
    """Today and the six days before."""
    MONTH = "month"
    """From the first of this month on."""
    ALL = "all"
    """Everything that is kept; of a bundle, everything that is not settled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the admin's screens show of this kiosk."""

    is_pin_set: bool
    is_enrolled: bool
    point_name: str
    kiosk_id: str
    entries: int
    unsent: int
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plugged:
    """The one stick that came since the export's screen was opened."""

    folder: Path
    name: str
    free_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A verified export; `ejected` as in `kiosk.export.job.Exported`.

    `first_day` is None where it has no beginning.
    """

    what: What
    span: Span
    first_day: date | None
    last_day: date
    name: str
    rows: int
    unsent: int
    sha256: str
    ejected: bool | None
    passphrase: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Watching:
    """Who is told how far an export is, and who may end it."""

    on_progress: Callable[[Progress], None]
    is_cancelled: Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsCall:
    """How is the kiosk?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckCall:
    """Is this the PIN?"""

    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCall:
    """Make this the PIN."""

    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchCall:
    """Note which sticks are there already: they are not offered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookCall:
    """Is there a new stick?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountCall:
    """How many entries would that be?"""

    what: What
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportCall:
    """Write to the stick, verify and eject it."""

    what: What
    span: Span
    stick: Plugged


AdminCall = (
    FactsCall | CheckCall | SetCall | WatchCall | LookCall | CountCall | ExportCall
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PinKept:
    """The new PIN counts from now on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What is plugged in, or why there is nothing to write to."""

    found: Plugged | ExportFault


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """So many entries."""

    call: CountCall
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotExported:
    """There is no export, and nothing on the stick that looks whole."""

    fault: ExportFault


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminFailed:
    """The data folder did not answer; `sentence` says why, for the log."""

    call: AdminCall
    sentence: str


AdminAnswer = (
    Facts
    | PinAnswer
    | PinKept
    | Looked
    | Counted
    | Progress
    | Ended
    | NotExported
    | AdminFailed
)


class Admin(Protocol):
    """What the admin's screens need of the data folder; used by one thread."""

    def read_facts(self) -> Facts:
        """Return how the kiosk is."""

    def check_pin(self, pin: str) -> PinAnswer:
        """Say whether `pin` is the PIN."""

    def set_pin(self, pin: str) -> None:
        """Make `pin` the PIN."""

    def watch_sticks(self) -> None:
        """Note which sticks are there already."""

    def find_stick(self) -> Plugged | ExportFault:
        """Return the one stick that came since, or why there is none."""

    def count(self, call: CountCall) -> int:
        """Return how many entries an export would hold."""

    def export(self, call: ExportCall, watching: Watching) -> Ended | ExportFault:
        """Write, verify, eject."""


def ask(  # noqa: PLR0911 - one for each call
    admin: Admin, call: AdminCall, watching: Watching
) -> AdminAnswer:
    """Return what `admin` answers to `call`; may take as long as a slow stick."""
    match call:
        case FactsCall():
            return admin.read_facts()
        case CheckCall(pin=pin):
            return admin.check_pin(pin)
        case SetCall(pin=pin):
            admin.set_pin(pin)
            return PinKept()
        case WatchCall():
            admin.watch_sticks()
            return Looked(found=admin.find_stick())
        case LookCall():
            return Looked(found=admin.find_stick())
        case CountCall():
            return Counted(call=call, rows=admin.count(call))
        case ExportCall():
            ended = admin.export(call, watching)
            return NotExported(fault=ended) if isinstance(ended, ExportFault) else ended
        case _:
            assert_never(call)
