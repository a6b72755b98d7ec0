"""Staff taps: what staff do at their screens, as values; no Qt."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.ui.staff.log_taps import LogTap
from kiosk.ui.staff.typing_taps import TypingTap


class StaffAct(StrEnum):
    """A button that says all by itself."""

    BACK = "back"
    STAY = "stay"
    """Somebody is there: the screen is not wiped."""
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffPress:
    """A button was tapped."""

    act: StaffAct


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonTap:
    """Why a CHECK is settled so, by a chip; `reason` is its name."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffWrite:
    """Something was typed into a box."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTap:
    """A declaration's question was answered."""

    is_yes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneTap:
    """A digit of a telephone number was tapped; empty takes the last one away."""

    digit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneSkip:
    """The telephone number is left out."""


DeclarationTap = AnswerTap | PhoneTap | PhoneSkip
StaffTap = StaffPress | ReasonTap | StaffWrite | DeclarationTap | LogTap | TypingTap
