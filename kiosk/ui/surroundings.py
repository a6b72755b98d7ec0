"""Surroundings: what a screen tells beside the flow, as a value."""

import msgspec

from kiosk.health import Health
from kiosk.scanner.hint import Hint
from kiosk.scanner.reader import Gate


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """What a screen tells beside the flow; `missing` names lost readers.

    `has_desk` where a reception's screens stand behind the idle one, `has_counter` where staff's do. `camera`
    is the reader that is previewed, `hint` what would help it to read.
    """

    gate: Gate
    title: str
    health: Health | None = None
    reading: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    has_desk: bool = False
    has_counter: bool = False
    camera: str = ""
    hint: Hint = Hint.NONE
