"""Typing taps: what staff do where a number is typed by hand, as values; no Qt."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.payload import Direction


class Mode(StrEnum):
    """What is typed."""

    NUMBER = "number"
    """A personal number, or that of an old identity card."""
    CODE = "code"
    """What is printed on any other card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitTap:
    """A digit was tapped; empty takes the last one away."""

    digit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeTap:
    """Something else is to be typed."""

    mode: Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class WayTap:
    """The person goes the other way than the gate says."""

    direction: Direction


TypingTap = DigitTap | ModeTap | WayTap
