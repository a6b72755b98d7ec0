"""Recent: payloads of the last seconds, so that a repeat is known also after a restart."""

from kiosk.storage.connection import Connection
from kiosk.storage.statement import Statement

_SAME = "payload = :payload AND gate = :gate AND direction = :direction"
_FIND = Statement(
    f"SELECT entry_id FROM recent WHERE {_SAME} AND at_us BETWEEN :since_us AND :now_us"  # noqa: S608 - ours
)
_TOUCH = Statement(f"UPDATE recent SET at_us = :now_us WHERE {_SAME}")  # noqa: S608 - ours
_FORGET = Statement("DELETE FROM recent WHERE at_us NOT BETWEEN :since_us AND :now_us")
_PUT = Statement(
    "INSERT INTO recent (payload, gate, direction, entry_id, at_us) "
    "VALUES (:payload, :gate, :direction, :entry_id, :at_us)"
)


def find(
    connection: Connection,
    payload: bytes,
    place: tuple[str, str],
    span_us: tuple[int, int],
) -> bytes | None:
    """Return the entry of the same payload at `place` (gate, direction) within `span_us`.

    A clock set back makes an earlier reading lie in the future: it is then no
    repeat, since an entry too many harms less than one too few.
    """
    entry_id: bytes | None = _FIND.find_value(
        connection,
        {
            "payload": payload,
            "gate": place[0],
            "direction": place[1],
            "since_us": span_us[0],
            "now_us": span_us[1],
        },
    )
    return entry_id


def touch(
    connection: Connection, payload: bytes, place: tuple[str, str], now_us: int
) -> None:
    """Remember that the same payload was read again: the window slides."""
    _TOUCH.run(
        connection,
        {
            "payload": payload,
            "gate": place[0],
            "direction": place[1],
            "now_us": now_us,
        },
    )


def put(
    connection: Connection,
    payload: bytes,
    place: tuple[str, str],
    *,
    entry_id: bytes,
    span_us: tuple[int, int],
) -> None:
    """Remember the entry made for a payload, and forget those outside `span_us`."""
    _FORGET.run(connection, {"since_us": span_us[0], "now_us": span_us[1]})
    _PUT.run(
        connection,
        {
            "payload": payload,
            "gate": place[0],
            "direction": place[1],
            "entry_id": entry_id,
            "at_us": span_us[1],
        },
    )
