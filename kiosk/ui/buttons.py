"""Buttons: what a screen offers to tap, and the note above it, as values; no Qt."""

from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:  # they lend their types; loaded, they would hold up the first code
    from kiosk.ui.admin_taps import AdminTap
    from kiosk.ui.gate_taps import GateTap
    from kiosk.ui.key_taps import KeyTap
    from kiosk.ui.staff.taps import StaffTap
    from kiosk.ui.taps import Tap


class Weight(StrEnum):
    """How much a button asks to be tapped."""

    PRIMARY = "primary"
    PLAIN = "plain"
    ALARM = "alarm"
    CHIP = "chip"
    KEY = "key"
    """A key of a keypad."""


class Button(msgspec.Struct, frozen=True, kw_only=True):
    """A button, and the tap it stands for; `is_on` where it is the chosen one."""

    text: str
    tap: "Tap | AdminTap | GateTap | KeyTap | StaffTap"
    weight: Weight = Weight.PLAIN
    is_on: bool = False
    is_enabled: bool = True


class NoteShown(msgspec.Struct, frozen=True, kw_only=True):
    """The sentence about the last act, and what may be done about it."""

    text: str
    is_good: bool
    buttons: tuple[Button, ...] = ()


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What covers a screen until it is answered."""

    text: str
    buttons: tuple[Button, ...]
