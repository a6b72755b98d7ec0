"""Setup calls: what settings, diagnostics and enrolment ask, and the answers; no Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kiosk.config import Config
from kiosk.config_text import Value
from kiosk.decision import Outcome
from kiosk.scanner.cameras import FoundCamera
from kiosk.sync.fault import FaultClass


class Key(StrEnum):
    """A setting that can be changed at the screen: a key of `Config`."""

    GATE = "gate"
    DIRECTION = "direction"
    LANGUAGE = "language"
    SOUND = "sound"
    TYPING = "typing"
    KEYBOARD = "on_screen_keyboard"
    CAMERA = "camera"
    MIRROR = "camera_mirrored"
    NIGHT = "night_hour"
    DIM = "dim_after_minutes"


class JoinTrouble(StrEnum):
    """Why a code does not enrol this kiosk, where no fault class says it."""

    NOT_A_CODE = "not_a_code"
    MISTYPED = "mistyped"
    UNSAFE_ADDRESS = "unsafe_address"
    OTHER_SERVER = "other_server"
    """The IT person's policy fixes another."""
    OTHER_POINT = "other_point"
    """The kiosk is enrolled already."""
    UNKNOWN_CODE = "unknown_code"
    USED_CODE = "used_code"
    EXPIRED_CODE = "expired_code"
    BAD_REQUEST = "bad_request"
    NOT_BELIEVED = "not_believed"
    """Who answers is not the province that made the code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TuningCall:
    """What are the settings?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCall:
    """Keep this value, for the next start too."""

    key: Key
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckupCall:
    """Is everything of this installation well?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundCall:
    """Let the sound of a verdict be heard."""

    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinCall:
    """Enrol this kiosk with the one-time code."""

    code: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PutOffCall:
    """Ask for no enrolment at the next start."""


SetupRequest = TuningCall | ChangeCall | CheckupCall | SoundCall | JoinCall | PutOffCall


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuned:
    """The settings as they are used; `fixed` says who has fixed which."""

    config: Config
    fixed: Mapping[Key, str]
    gate: str = ""
    """The gate where the settings name none: the province's word."""
    cameras: tuple[FoundCamera, ...] = ()
    needs_restart: bool = False
    """Something was changed that counts from the next start on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A finding in one language; `fix` is empty where all is well."""

    name: str
    detail: str
    fix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckShown:
    """What one check found; `said` by language."""

    is_good: bool
    said: Mapping[str, Said]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedUp:
    """All checks, in their order."""

    checks: tuple[CheckShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sounded:
    """The sound was started."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PutOff:
    """The next start begins with the gate's own screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """The province knows this kiosk; `recovery`, made `at`, is shown once and kept nowhere."""

    kiosk_id: str
    point: str
    gate: str
    province: str
    at: datetime
    recovery: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotJoined:
    """Nothing was kept, and why."""

    why: JoinTrouble | FaultClass


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRead:
    """A reader read an enrolment code."""

    code: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a reader read in a test: nothing of it is kept but what is shown.

    `pace_ms` is a typing reader's time for a key, another's from its last byte
    to here; None where it is not known.
    """

    reader: str
    kind: str
    about: str
    symbology: str
    types: bool
    pace_ms: float | None


SetupAnswer = (
    Tuned | CheckedUp | Sounded | PutOff | Joined | NotJoined | CodeRead | Seen
)
