"""Payload: what one read yielded, uninterpreted."""

from dataclasses import dataclass, field
from enum import StrEnum


class Direction(StrEnum):
    """Which way the person goes through the gate."""

    IN = "in"
    OUT = "out"


class ReadFault(StrEnum):
    """Why a read yielded no usable bytes."""

    TOO_LONG = "too_long"
    """More than `MAX_FRAME_BYTES` without a terminator: refused whole."""
    DROPPED = "dropped"
    """The system lost keys or bytes of it before they could be read."""
    UNFINISHED = "unfinished"
    """It broke off: a reader that ends its codes did not end this one."""


class Repair(StrEnum):
    """What the way from the reader had added or changed, and was undone."""

    ECI = "eci"
    """The reader's escapes (AIM `]Q2`) and the charset that they name."""
    BOM = "bom"
    """A byte order mark in front."""
    NUL = "nul"
    """NUL bytes that fill up a block of the reader's."""
    HEX = "hex"
    """The digits of each byte that the reader types instead of its character."""
    CAPS = "caps"
    """The case that the reader turns round while the machine's Caps Lock is on."""


MAX_FRAME_BYTES = 8192
"""Longest frame that is kept, in raw bytes; numeric version 40 is 7,089 and hex mode 5,906."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """What one read yielded, with the gate and direction of its reader.

    `data` has neither terminator nor AIM prefix and is empty where `fault` is
    set. `symbology` is the AIM identifier with its bracket (`]Q1`, ISO/IEC
    15424) or empty where the reader does not tell. `received_ns` is
    `time.monotonic_ns()` when the last byte arrived.
    """

    data: bytes
    symbology: str
    reader: str
    gate: str
    direction: Direction
    received_ns: int
    fault: ReadFault | None = None
    repairs: tuple[Repair, ...] = ()
    suffix: str = field(default="", compare=False)
    """What the reader is known to end its codes with by now; empty where silence did."""
