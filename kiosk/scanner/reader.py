"""Reader: what every source of payloads has in common."""

import threading
from collections.abc import Callable
from enum import StrEnum
from typing import Protocol, runtime_checkable

import msgspec

from kiosk.payload import Direction, Payload


class ReaderState(StrEnum):
    """Whether a reader can read now."""

    READING = "reading"
    MISSING = "missing"
    """Unplugged or not there yet; it is looked for until it is back."""


class Gate(msgspec.Struct, frozen=True, kw_only=True):
    """Where a reader stands, and which way people go there."""

    name: str
    direction: Direction


class ReaderReport(msgspec.Struct, frozen=True, kw_only=True):
    """A reader's state changed; `detail` is for people."""

    reader: str
    state: ReaderState
    detail: str = ""


@runtime_checkable
class Recorded(Protocol):
    """A reader that may play what ends by itself."""

    @property
    def is_playing(self) -> bool:
        """Say whether more may come although nothing is presented any more."""


class Reader(Protocol):
    """A source of payloads; `run` blocks its own thread until `stop` is set."""

    @property
    def name(self) -> str:
        """Return a name that people recognise, such as `serial:/dev/ttyACM0`."""

    def run(
        self,
        emit: Callable[[Payload], None],
        report: Callable[[ReaderReport], None],
        stop: threading.Event,
    ) -> None:
        """Read until `stop` is set; never raises for what a device does."""
