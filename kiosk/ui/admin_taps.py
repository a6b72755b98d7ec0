"""Admin taps: what an admin does at the screen, as values; no Qt."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.ui.admin_calls import Span, What


class AdminAct(StrEnum):
    """A button that says all by itself."""

    OPEN = "open"
    BACK = "back"
    ERASE = "erase"
    """The last digit is taken back."""
    ENTER = "enter"
    EXPORT = "export"
    CHANGE_PIN = "change_pin"
    START = "start"
    CANCEL = "cancel"
    NOTED = "noted"
    """The passphrase was written down."""
    AGAIN = "again"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminPress:
    """A button was tapped."""

    act: AdminAct


@dataclass(frozen=True, slots=True, kw_only=True)
class Digit:
    """A digit of a PIN was tapped or typed."""

    digit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseWhat:
    """A kind of file was chosen."""

    what: What


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseSpan:
    """A period was chosen."""

    span: Span


AdminTap = AdminPress | Digit | ChooseWhat | ChooseSpan
