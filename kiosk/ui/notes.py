"""Notes: what reception tells about the last act, and what may be done about it; no Qt."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from kiosk.reason import Reason
from kiosk.reception import FormFault, Visit
from kiosk.ui.draft import Box, Draft


class NoteKind(StrEnum):
    """What is told."""

    CHECKED_IN = "checked_in"
    PRINTED = "printed"
    FILED = "filed"
    """The badge stands in a PDF file."""
    NOT_PRINTED = "not_printed"
    SIGNED_OUT = "signed_out"
    ALREADY_INSIDE = "already_inside"
    BADGE_TAKEN = "badge_taken"
    NOT_INSIDE = "not_inside"
    NAME_MISSING = "name_missing"
    TEXT_TOO_LONG = "text_too_long"
    BADGE_NOT_DIGITS = "badge_not_digits"
    NOT_UNDERSTOOD = "not_understood"
    LOOK_AT = "look_at"
    """The code was read, and something about it wants a look."""
    DESK_FAILED = "desk_failed"
    SEEN = "seen"
    NOT_ON_LIST = "not_on_list"
    UNDONE_IN = "undone_in"
    UNDONE_OUT = "undone_out"
    NOT_UNDONE = "not_undone"
    ROLL_PRINTED = "roll_printed"
    ROLL_FILED = "roll_filed"
    ROLL_NOT_PRINTED = "roll_not_printed"
    ROLL_NOT_KEPT = "roll_not_kept"
    """The ticks stand on the screen alone."""


GOOD = frozenset(
    {
        NoteKind.CHECKED_IN,
        NoteKind.PRINTED,
        NoteKind.FILED,
        NoteKind.SIGNED_OUT,
        NoteKind.UNDONE_IN,
        NoteKind.UNDONE_OUT,
        NoteKind.SEEN,
        NoteKind.ROLL_PRINTED,
        NoteKind.ROLL_FILED,
    }
)
"""The act was done; all others want something of somebody."""

MAY_SIGN_OUT = frozenset({NoteKind.ALREADY_INSIDE, NoteKind.BADGE_TAKEN})
MAY_REPRINT = frozenset(
    {NoteKind.CHECKED_IN, NoteKind.PRINTED, NoteKind.FILED, NoteKind.NOT_PRINTED}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """What may be taken back until `until`: the act that `entry_id` keeps."""

    entry_id: UUID
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One sentence's stuff: whom it is about, which box, or what somebody else said."""

    kind: NoteKind
    visit: Visit | None = None
    box: Box | None = None
    reason: Reason | None = None
    text: str = ""
    undo: Undo | None = None


def note_fault(fault: FormFault, draft: Draft) -> Note:
    """Return what is told of a form that is not taken, and which box is to blame."""
    kind = NoteKind(fault.value)
    match fault:
        case FormFault.NAME_MISSING:
            return Note(kind=kind, box=Box.NAME)
        case FormFault.TEXT_TOO_LONG:
            return Note(kind=kind, box=draft.find_too_long())
        case FormFault.BADGE_NOT_DIGITS:
            return Note(kind=kind, box=Box.BADGE)
