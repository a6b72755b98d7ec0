"""Typing flow: what is typed by hand at a gate, until it is presented like any code; no Qt."""

import re
from dataclasses import dataclass, replace

from kiosk.credentials.identity_number import LENGTH
from kiosk.credentials.number import FORM
from kiosk.decision import Outcome
from kiosk.payload import Direction
from kiosk.presentation import Decided
from kiosk.reason import Reason
from kiosk.scanner.reader import Gate
from kiosk.ui.staff.taps import StaffAct, StaffPress, StaffTap, StaffWrite
from kiosk.ui.staff.typing_taps import DigitTap, Mode, ModeTap, WayTap


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed so far at `gate`, in the year `year`.

    `heard` is why a code could not be read that came meanwhile.
    """

    gate: Gate
    year: int
    direction: Direction
    mode: Mode = Mode.NUMBER
    text: str = ""
    heard: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitCall:
    """What was typed is to be decided as a reader's code is."""

    text: str
    gate: str
    direction: Direction


TypingTurn = tuple[Typed | None, tuple[SubmitCall, ...]]
"""What is shown next, None where typing has ended, and what that asks for."""


def begin_typing(gate: Gate, year: int) -> Typed:
    """Return an empty form, in the gate's direction."""
    return Typed(gate=gate, year=year, direction=gate.direction)


def tap_typing(  # noqa: PLR0911 - one for each tap
    typed: Typed, tapped: StaffTap
) -> TypingTurn:
    """Return the form after somebody did something."""
    match tapped:
        case DigitTap(digit=digit):
            return _type(typed, digit), ()
        case ModeTap(mode=mode):
            again = replace(typed, mode=mode, text="", heard=None)
            return (typed if mode is typed.mode else again), ()
        case WayTap(direction=direction):
            return replace(typed, direction=direction), ()
        case StaffWrite(text=text) if typed.mode is Mode.CODE:
            return replace(typed, text=text, heard=None), ()
        case StaffPress(act=StaffAct.BACK):
            return None, ()
        case StaffPress(act=StaffAct.CONFIRM):
            return _confirm(typed)
        case _:
            return typed, ()


def note_typing(typed: Typed, decided: Decided) -> Typed | None:
    """Return the form after a code was decided; a person's own ends it (rule 16)."""
    decision = decided.decision
    if decision.outcome is Outcome.UNREADABLE:
        return replace(typed, heard=decision.reasons[0] if decision.reasons else None)
    return None


def is_whole(typed: Typed) -> bool:
    """Say whether what was typed can be decided."""
    if typed.mode is Mode.NUMBER:
        return re.fullmatch(FORM, typed.text) is not None
    return bool(typed.text.strip())


def _type(typed: Typed, digit: str) -> Typed:
    if typed.mode is not Mode.NUMBER:
        return typed
    text = (typed.text + digit)[:LENGTH] if digit else typed.text[:-1]
    return replace(typed, text=text, heard=None)


def _confirm(typed: Typed) -> TypingTurn:
    if not is_whole(typed):
        return typed, ()
    call = SubmitCall(
        text=typed.text.strip(), gate=typed.gate.name, direction=typed.direction
    )
    return None, (call,)
