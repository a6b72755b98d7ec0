"""Recent: payloads of the last seconds, so that a repeat is known also after a restart."""

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from kiosk.storage.statement import Statement
from kiosk.storage.tables import RECENT

_SAME = (
    (RECENT.c.payload == bindparam("same_payload"))
    & (RECENT.c.gate == bindparam("same_gate"))
    & (RECENT.c.direction == bindparam("same_direction"))
)
_FIND = Statement(
    select(RECENT.c.entry_id).where(
        _SAME, RECENT.c.at_us.between(bindparam("since_us"), bindparam("now_us"))
    )
)
_TOUCH = Statement(update(RECENT).where(_SAME).values(at_us=bindparam("now_us")))
_FORGET = Statement(
    delete(RECENT).where(
        ~RECENT.c.at_us.between(bindparam("since_us"), bindparam("now_us"))
    )
)
_PUT = Statement(insert(RECENT))


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
            "same_payload": payload,
            "same_gate": place[0],
            "same_direction": place[1],
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
            "same_payload": payload,
            "same_gate": place[0],
            "same_direction": place[1],
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
