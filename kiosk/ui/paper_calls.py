"""Paper calls: what the screens ask of a printer, and what comes of it; no Qt."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from kiosk.reception import Visit
from kiosk.ui.roll_call import RollCall
from kiosk.ui.setup.calls import Joined


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintBadge:
    """A visitor's badge is wanted."""

    visit: Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintRoll:
    """The list of a roll call is wanted on paper, as it stood at `at`."""

    roll: RollCall
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintRecovery:
    """The recovery passphrase is wanted on paper: as a file it is on no disk of ours."""

    joined: Joined


PaperCall = PrintBadge | PrintRoll | PrintRecovery


class PaperFault(StrEnum):
    """Why nothing was printed."""

    NO_PRINTER = "no_printer"
    REFUSED = "refused"
    """The printer's own system did not take it."""
    NOT_WRITTEN = "not_written"
    """The disk did not take the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """It is on its way out of the printer `place`."""

    call: PaperCall
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """It stands in the PDF file at `path`: no printer was there, or none is wanted."""

    call: PaperCall
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotPrinted:
    """Nothing was printed; what it was about stands all the same."""

    call: PaperCall
    fault: PaperFault


PaperAnswer = Printed | Filed | NotPrinted


class Paper(Protocol):
    """Whatever puts things on paper; every call may take seconds."""

    def print_out(self, call: PaperCall) -> PaperAnswer:
        """Print what is asked for."""
