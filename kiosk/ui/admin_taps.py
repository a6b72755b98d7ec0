"""Admin taps: what an admin does at the screen, as values; no Qt."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from kiosk.config_text import Value
from kiosk.decision import Outcome
from kiosk.ui.admin_calls import FoundCode, Span, What
from kiosk.ui.setup.calls import Key


class AdminAct(StrEnum):
    """A button that says all by itself."""

    OPEN = "open"
    BACK = "back"
    ERASE = "erase"
    """The last digit or letter is taken back."""
    ENTER = "enter"
    FORGOT = "forgot"
    """The PIN was forgotten."""
    EXPORT = "export"
    PICTURES = "pictures"
    """Codes are to be read from a picture."""
    PASTE = "paste"
    """A picture is to be taken from the clipboard; there was none if the flow sees this."""
    EARLIER = "earlier"
    LATER = "later"
    """The page before, or after."""
    CHANGE_PIN = "change_pin"
    TEACH = "teach"
    """A reader is to be taught."""
    SKIP = "skip"
    """The reader can't read this test code."""
    FIX = "fix"
    """What is to be changed in the reader?"""
    SELF_TEST = "self_test"
    START = "start"
    CANCEL = "cancel"
    NOTED = "noted"
    """The passphrase was written down."""
    PRINT = "print"
    """The recovery passphrase is wanted on paper."""
    AGAIN = "again"
    SENDING = "sending"
    """How does sending go?"""
    SEND_NOW = "send_now"
    RESEND = "resend"
    """The entry that is chosen is to be sent again; all where none is."""
    ENROL = "enrol"
    TYPE_CODE = "type_code"
    PUT_OFF = "put_off"
    """Not now: the kiosk works without the province."""
    NEXT = "next"
    SETTINGS = "settings"
    NAME_GATE = "name_gate"
    RESTART = "restart"
    CHECKUP = "checkup"
    CHECK_AGAIN = "check_again"
    TRY_READERS = "try_readers"
    TRY_SOUNDS = "try_sounds"
    FINISH = "finish"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminPress:
    """A button was tapped."""

    act: AdminAct


@dataclass(frozen=True, slots=True, kw_only=True)
class Digit:
    """A digit of a PIN was tapped or typed."""

    digit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter of the recovery passphrase was tapped or typed."""

    letter: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bring:
    """A picture was chosen, dropped or pasted: its file, or its bytes."""

    source: Path | bytes = field(repr=False)
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """A code of the picture is to be presented at the gate."""

    code: FoundCode


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseWhat:
    """A kind of file was chosen."""

    what: What


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseSpan:
    """A period was chosen."""

    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseStuck:
    """An entry that needs attention was chosen."""

    entry_id: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A setting's value was chosen."""

    key: Key
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Hear:
    """The sound of a verdict is to be heard."""

    outcome: Outcome


AdminTap = (
    AdminPress
    | Digit
    | Letter
    | Bring
    | Present
    | ChooseWhat
    | ChooseSpan
    | ChooseStuck
    | Change
    | Hear
)
