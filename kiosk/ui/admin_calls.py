"""Admin calls: what the admin's screens ask of the data folder, and its answers; no Qt."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from kiosk.credentials.credential import Kind
from kiosk.decision import Outcome
from kiosk.export.fault import ExportFault
from kiosk.export.writing import Progress
from kiosk.payload import Direction
from kiosk.retention import Countdown
from kiosk.scanner.teaching import Heard, Profile
from kiosk.storage.pin import PinAnswer
from kiosk.ui.sending_calls import Sending, SendingRequest
from kiosk.ui.setup.calls import SetupAnswer, SetupRequest


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
    UNSENT = "unsent"
    """Whatever its day, what the province has not confirmed."""
    ALL = "all"
    """Everything that is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the admin's screens show of this kiosk."""

    is_pin_set: bool
    is_enrolled: bool
    has_passphrase: bool
    """Whether the recovery passphrase opens this kiosk."""
    point_name: str
    kiosk_id: str
    entries: int
    unsent: int
    version: str
    countdown: Countdown | None = None


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


class PictureTrouble(StrEnum):
    """Why a picture gave no code."""

    NO_CODE = "no_code"
    NOT_A_PICTURE = "not_a_picture"
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"
    LOCKED = "locked"
    """A PDF that wants a password."""
    GONE = "gone"
    """The file can't be read: the stick was pulled out, for one."""
    NOTHING_PASTED = "nothing_pasted"


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFile:
    """A file on the stick that may be a picture; `name` is its path there."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCode:
    """A code in a picture; `about` says whose or what it is, masked."""

    data: bytes = field(repr=False)
    symbology: str
    kind: Kind
    about: str


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
    """Make this the PIN; `forgotten` where the passphrase was asked for, not the old one."""

    pin: str = field(repr=False)
    forgotten: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoverCall:
    """Is this the recovery passphrase?"""

    passphrase: str = field(repr=False)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCall:
    """Which pictures are on the stick?"""

    folder: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCall:
    """Which codes are in this picture, a file or its bytes?"""

    source: Path | bytes = field(repr=False)
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentCall:
    """Present this code at the gate."""

    code: FoundCode


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepProfileCall:
    """Keep what was taught about a reader."""

    profile: Profile


AdminCall = (
    FactsCall
    | CheckCall
    | SetCall
    | RecoverCall
    | WatchCall
    | LookCall
    | CountCall
    | ExportCall
    | ListCall
    | ReadCall
    | PresentCall
    | KeepProfileCall
    | SendingRequest
    | SetupRequest
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PinKept:
    """The new PIN counts from now on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """Whether the passphrase was the right one."""

    is_right: bool


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
class Listed:
    """The pictures of `folder`, the newest first."""

    folder: Path
    files: tuple[PictureFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureRead:
    """The codes of the picture `name`, or why there are none."""

    name: str
    found: tuple[FoundCode, ...] | PictureTrouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """The gate has the code; what it decides is told as `Judged`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What the gate decided about a code; None for one that it just had."""

    outcome: Outcome | None
    direction: Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileKept:
    """The profile is kept; readers use it from the next start on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminFailed:
    """The data folder did not answer; `sentence` says why, for the log."""

    call: AdminCall
    sentence: str


AdminAnswer = (
    Facts
    | PinAnswer
    | PinKept
    | Recovered
    | Looked
    | Counted
    | Progress
    | Ended
    | NotExported
    | Listed
    | PictureRead
    | Handed
    | Judged
    | Heard
    | ProfileKept
    | Sending
    | SetupAnswer
    | AdminFailed
)


class Admin(Protocol):
    """What the admin's screens need of the data folder; used by one thread."""

    def read_facts(self) -> Facts:
        """Return how the kiosk is."""

    def check_pin(self, pin: str) -> PinAnswer:
        """Say whether `pin` is the PIN."""

    def set_pin(self, pin: str, *, forgotten: bool) -> None:
        """Make `pin` the PIN."""

    def is_passphrase(self, passphrase: str) -> bool:
        """Say whether it is the recovery passphrase."""

    def watch_sticks(self) -> None:
        """Note which sticks are there already."""

    def find_stick(self) -> Plugged | ExportFault:
        """Return the one stick that came since, or why there is none."""

    def count(self, call: CountCall) -> int:
        """Return how many entries an export would hold."""

    def export(self, call: ExportCall, watching: Watching) -> Ended | ExportFault:
        """Write, verify, eject."""

    def list_pictures(self, folder: Path) -> tuple[PictureFile, ...]:
        """Return the pictures below `folder`, the newest first."""

    def read_picture(
        self, source: Path | bytes
    ) -> tuple[FoundCode, ...] | PictureTrouble:
        """Return the codes of a picture."""

    def present(self, code: FoundCode) -> None:
        """Present `code` at the gate."""

    def keep_profile(self, profile: Profile) -> None:
        """Keep what was taught about a reader."""

    def send(self, call: SendingRequest) -> Sending:
        """Do what `call` says, and return how sending goes then."""

    def set_up(self, call: SetupRequest) -> SetupAnswer:
        """Do what `call` says of enrolment, settings and diagnostics."""
