"""Taps: what a receptionist does at the screen, as values; no Qt."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from kiosk.reception import Visit
from kiosk.ui.desk_calls import Answer, PresentCall
from kiosk.ui.draft import Box
from kiosk.ui.paper_calls import PaperAnswer
from kiosk.ui.staff.taps import DeclarationTap


class Act(StrEnum):
    """A button that says all by itself."""

    OPEN = "open"
    BACK = "back"
    CLEAR = "clear"
    CONFIRM = "confirm"
    LIST = "list"
    ROLL_CALL = "roll_call"
    STAY = "stay"
    """Somebody is there: the screen is not wiped."""
    ONLY_UNSEEN = "only_unseen"
    PRINT_ROLL = "print_roll"
    END = "end"
    """Asks first; `END_SURE` ends the roll call, `GO_ON` goes on with it."""
    END_SURE = "end_sure"
    GO_ON = "go_on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button was tapped."""

    act: Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """Something was typed into a box."""

    box: Box
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose:
    """A chip was tapped; the same chip again empties its box."""

    box: Box
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchWrite:
    """Something was typed into the search of the list or the roll call."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatTap:
    """The offer of an earlier visit was taken."""

    visit: Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOutTap:
    """A visit is to end."""

    visit: Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprintTap:
    """A badge is wanted again."""

    visit: Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoTap:
    """A check-in or sign-out is to be taken back; `entry_id` keeps it."""

    entry_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TickTap:
    """A visitor has been seen at the assembly point, or not after all."""

    visit: Visit


Tap = (
    Press
    | Write
    | Choose
    | SearchWrite
    | RepeatTap
    | SignOutTap
    | ReprintTap
    | UndoTap
    | TickTap
    | DeclarationTap
)
Event = Tap | PresentCall | Answer | PaperAnswer
