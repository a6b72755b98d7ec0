"""Admin state: which of the admin's screens is shown, what it shows, and what leads where; no Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from kiosk.export.fault import ExportFault
from kiosk.export.writing import Progress
from kiosk.storage.pin import Wrong
from kiosk.ui.admin_calls import (
    AdminCall,
    AdminFailed,
    Ended,
    Facts,
    FoundCode,
    Judged,
    NotExported,
    PictureFile,
    PictureTrouble,
    Plugged,
    Span,
    What,
)
from kiosk.ui.admin_taps import AdminAct
from kiosk.ui.lessons import Teaching
from kiosk.ui.paper_calls import PrintRecovery
from kiosk.ui.sending_calls import Sending
from kiosk.ui.setup.state import Setup

LOCK_AFTER_MS = 120_000
"""Untouched for this long, it locks itself (screens.md, rule 28)."""


class State(StrEnum):
    """Which of the admin's screens is shown."""

    CLOSED = "closed"
    """The gate's own screen is."""
    OPENING = "opening"
    """It is asked whether there is a PIN."""
    PIN = "pin"
    FORGOTTEN = "forgotten"
    """The recovery passphrase is asked for, in place of the PIN."""
    NEW_PIN = "new_pin"
    REPEAT_PIN = "repeat_pin"
    MENU = "menu"
    CHOOSE = "choose"
    WRITING = "writing"
    PASSPHRASE = "passphrase"  # noqa: S105 - a screen
    """A passphrase is shown, this once."""
    ENDED = "ended"
    PICTURES = "pictures"
    """A picture is chosen, dropped or pasted."""
    CODES = "codes"
    """What was found in it is shown, to be presented."""
    TEACHING = "teaching"
    """A reader is taught; what it reads is no presentation meanwhile."""
    SENDING = "sending"
    """What waits for the province, what stands in its way, what needs attention."""
    WELCOME = "welcome"
    """An enrolment code is asked for; the first run begins here."""
    TYPE_CODE = "type_code"
    JOINED = "joined"
    RECOVERY = "recovery"
    """The recovery passphrase is shown, this once."""
    SETTINGS = "settings"
    NAME_GATE = "name_gate"
    CHECKUP = "checkup"
    """Is everything of this installation well?"""
    TRY_READERS = "try_readers"
    """What readers read is shown, and no presentation."""
    TRY_SOUNDS = "try_sounds"


TRANSITIONS: Mapping[tuple[State, AdminAct], State] = {
    (State.CLOSED, AdminAct.OPEN): State.OPENING,
    (State.OPENING, AdminAct.BACK): State.CLOSED,
    (State.PIN, AdminAct.BACK): State.CLOSED,
    (State.PIN, AdminAct.FORGOT): State.FORGOTTEN,
    (State.FORGOTTEN, AdminAct.BACK): State.PIN,
    (State.NEW_PIN, AdminAct.BACK): State.CLOSED,
    (State.REPEAT_PIN, AdminAct.BACK): State.NEW_PIN,
    (State.MENU, AdminAct.BACK): State.CLOSED,
    (State.MENU, AdminAct.EXPORT): State.CHOOSE,
    (State.MENU, AdminAct.PICTURES): State.PICTURES,
    (State.MENU, AdminAct.CHANGE_PIN): State.NEW_PIN,
    (State.MENU, AdminAct.TEACH): State.TEACHING,
    (State.TEACHING, AdminAct.BACK): State.MENU,
    (State.MENU, AdminAct.SENDING): State.SENDING,
    (State.SENDING, AdminAct.BACK): State.MENU,
    (State.SENDING, AdminAct.EXPORT): State.CHOOSE,
    (State.CHOOSE, AdminAct.BACK): State.MENU,
    (State.CHOOSE, AdminAct.START): State.WRITING,
    (State.PASSPHRASE, AdminAct.NOTED): State.ENDED,
    (State.ENDED, AdminAct.BACK): State.MENU,
    (State.ENDED, AdminAct.AGAIN): State.CHOOSE,
    (State.PICTURES, AdminAct.BACK): State.MENU,
    (State.CODES, AdminAct.BACK): State.PICTURES,
    (State.MENU, AdminAct.ENROL): State.WELCOME,
    (State.WELCOME, AdminAct.BACK): State.MENU,
    (State.WELCOME, AdminAct.OPEN): State.OPENING,
    (State.WELCOME, AdminAct.TYPE_CODE): State.TYPE_CODE,
    (State.TYPE_CODE, AdminAct.BACK): State.WELCOME,
    (State.JOINED, AdminAct.NEXT): State.RECOVERY,
    (State.RECOVERY, AdminAct.NOTED): State.SETTINGS,
    (State.MENU, AdminAct.SETTINGS): State.SETTINGS,
    (State.SETTINGS, AdminAct.BACK): State.MENU,
    (State.SETTINGS, AdminAct.NAME_GATE): State.NAME_GATE,
    (State.NAME_GATE, AdminAct.BACK): State.SETTINGS,
    (State.MENU, AdminAct.CHECKUP): State.CHECKUP,
    (State.CHECKUP, AdminAct.BACK): State.MENU,
    (State.CHECKUP, AdminAct.TRY_READERS): State.TRY_READERS,
    (State.TRY_READERS, AdminAct.BACK): State.CHECKUP,
    (State.CHECKUP, AdminAct.TRY_SOUNDS): State.TRY_SOUNDS,
    (State.TRY_SOUNDS, AdminAct.BACK): State.CHECKUP,
    (State.TRY_READERS, AdminAct.FINISH): State.CLOSED,
    (State.WELCOME, AdminAct.PUT_OFF): State.CLOSED,
    (State.SETTINGS, AdminAct.RESTART): State.CLOSED,
    (
        State.SETTINGS,
        AdminAct.NEXT,
    ): State.TRY_READERS,  # by a new PIN, where there is none
}
"""Where an act leads; one that is not here leaves the screen."""


class PinNote(StrEnum):
    """What is said about a new PIN, or the passphrase in place of a forgotten one."""

    TOO_SHORT = "too_short"
    DIFFERS = "differs"
    CHANGED = "changed"
    NOT_WHOLE = "not_whole"
    NOT_THIS = "not_this"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """A picture on its way to the gate; `page` is of the files, or of the codes.

    `folder` is the stick whose `files` are listed, `name` the picture that is
    read or was. `presented` is the code that the gate has, `judged` what it
    made of it.
    """

    folder: Path | None = None
    files: tuple[PictureFile, ...] | None = None
    page: int = 0
    name: str = ""
    is_reading: bool = False
    trouble: PictureTrouble | None = None
    codes: tuple[FoundCode, ...] = ()
    presented: FoundCode | None = None
    judged: Judged | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingView:
    """How sending goes, as it is shown; `chosen` is the entry whose reason is told.

    `put_back` counts what was put back to be sent again, None where nothing was.
    """

    found: Sending | None = None
    page: int = 0
    chosen: bytes | None = None
    put_back: int | None = None


Result = Ended | NotExported | AdminFailed


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminFlow:
    """What the admin's screens show; times are monotonic milliseconds.

    `first` is a new PIN before it is repeated; `is_recovered` where the
    passphrase gave leave to set it. `is_asking` while an answer is awaited.
    `result` outlives a lock until it was seen: a passphrase that is gone makes
    its file worthless.
    """

    state: State = State.CLOSED
    touched_ms: int = 0
    digits: str = field(default="", repr=False)
    first: str = field(default="", repr=False)
    letters: str = field(default="", repr=False)
    is_recovered: bool = False
    note: PinNote | Wrong | AdminFailed | None = None
    wait_until_ms: int = 0
    is_asking: bool = False
    facts: Facts | None = None
    stick: Plugged | ExportFault = ExportFault.NO_STICK
    looked_ms: int = 0
    what: What = What.CSV
    span: Span = Span.TODAY
    rows: int | None = None
    progress: Progress | None = None
    is_cancelling: bool = False
    result: Result | None = None
    pictures: Pictures = Pictures()
    teaching: Teaching = field(default_factory=Teaching)
    sending: SendingView = SendingView()
    setup: Setup = field(default_factory=Setup)


Call = AdminCall | PrintRecovery
"""What is asked of the data folder, or of the printer."""
Step = tuple[AdminFlow, tuple[Call, ...]]


def close(flow: AdminFlow) -> AdminFlow:
    """Return the flow with the gate's own screen shown, and little kept."""
    setup = Setup(needs_restart=flow.setup.needs_restart)
    return AdminFlow(result=flow.result, wait_until_ms=flow.wait_until_ms, setup=setup)


def find_end(result: Result) -> State:
    """Return the screen on which an export's end is shown first."""
    has_passphrase = isinstance(result, Ended) and result.passphrase is not None
    return State.PASSPHRASE if has_passphrase else State.ENDED


def find_lock_ms(flow: AdminFlow, now_ms: int) -> int | None:
    """Return how long until it locks itself; None where it does not."""
    if flow.state in {State.CLOSED, State.WRITING, State.JOINED, State.RECOVERY}:
        return None
    if flow.setup.has_steps and flow.state in {State.WELCOME, State.TYPE_CODE}:
        return None  # the first run waits for who installs
    return max(0, flow.touched_ms + LOCK_AFTER_MS - now_ms)


def find_wait_s(flow: AdminFlow, now_ms: int) -> int:
    """Return how long no PIN is taken."""
    return max(0, -(-(flow.wait_until_ms - now_ms) // 1000))


def draw() -> str:
    """Return the table as a mermaid diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.CLOSED}"]
    lines += [
        f"    {state} --> {target}: {act}"
        for (state, act), target in TRANSITIONS.items()
    ]
    return "\n".join(lines) + "\n"
