"""Reader faults: how often a reader was lost, and how many of these the province was told of."""

import msgspec

from kiosk.storage import settings
from kiosk.storage.connection import Connection

MOST_READERS = 32
"""Ports are renamed at each plugging on some machines; the rest count under no name."""

_SETTING = "reader_faults"


class _Counted(msgspec.Struct, frozen=True):
    by_reader: dict[str, int] = {}
    told: int = 0


def note(connection: Connection, reader: str) -> None:
    """Count that `reader` was lost; the caller commits."""
    counted = _read(connection)
    by_reader = counted.by_reader
    is_known = reader in by_reader or len(by_reader) < MOST_READERS
    name = reader if is_known else ""
    _put(
        connection,
        _Counted(
            by_reader={**by_reader, name: by_reader.get(name, 0) + 1},
            told=counted.told,
        ),
    )


def count_untold(connection: Connection) -> int:
    """Return how many there were since the last batch that was settled."""
    counted = _read(connection)
    return sum(counted.by_reader.values()) - counted.told


def settle(connection: Connection, told: int) -> None:
    """Take that the province was told of so many more; the caller commits."""
    if told <= 0:  # as nearly always: spares the write
        return
    counted = _read(connection)
    all_of_them = sum(counted.by_reader.values())
    now_told = min(all_of_them, counted.told + told)
    _put(connection, msgspec.structs.replace(counted, told=now_told))


def read(connection: Connection) -> dict[str, int]:
    """Return how often each reader was lost, ever; under no name those past the first."""
    return _read(connection).by_reader


def _read(connection: Connection) -> _Counted:
    value = settings.get(connection, _SETTING)
    return _Counted() if value is None else msgspec.msgpack.decode(value, type=_Counted)


def _put(connection: Connection, counted: _Counted) -> None:
    settings.put(connection, _SETTING, msgspec.msgpack.encode(counted))
