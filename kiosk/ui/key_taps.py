"""Key taps: what is tapped on the screen's keyboard, as values; no Qt."""

from dataclasses import dataclass
from enum import StrEnum


class KeyAct(StrEnum):
    """A key that writes nothing."""

    SHIFT = "shift"
    ERASE = "erase"
    NEXT = "next"
    """Goes on to the next box or button."""
    HIDE = "hide"
    METHOD = "method"
    """Telex, VNI or neither."""
    LETTERS = "letters"
    SIGNS = "signs"
    NUMBERS = "numbers"


@dataclass(frozen=True, slots=True, kw_only=True)
class CharacterTap:
    """A key that writes `text`."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPress:
    """A key that does something else."""

    act: KeyAct


KeyTap = CharacterTap | KeyPress
