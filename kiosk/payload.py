"""Payload: what one read yielded, uninterpreted."""

from dataclasses import dataclass
from enum import StrEnum


class Direction(StrEnum):
    """Which way the person goes through the gate."""

    IN = "in"
    OUT = "out"


class ReadFault(StrEnum):
    """Why a read yielded no usable bytes."""

    TOO_LONG = "too_long"
    """More than `MAX_FRAME_BYTES` without a terminator: refused whole."""


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
