"""Clock: what is known of this machine's clock, for as long as it runs."""

import msgspec
from sqlalchemy import Connection

from kiosk.clock import ClockState
from kiosk.storage import settings

_SETTING = "clock"


class _Known(msgspec.Struct, frozen=True):
    state: str
    boot: str


def put(connection: Connection, state: ClockState, boot: str) -> None:
    """Remember how far the clock could be believed in this boot."""
    known = _Known(state=state.value, boot=boot)
    settings.put(connection, _SETTING, msgspec.msgpack.encode(known))


def read(connection: Connection, boot: str) -> ClockState:
    """Return what is known of the clock; nothing is, after another boot."""
    value = settings.get(connection, _SETTING)
    if value is None:
        return ClockState.UNKNOWN
    known = msgspec.msgpack.decode(value, type=_Known)
    return ClockState(known.state) if known.boot == boot else ClockState.UNKNOWN
