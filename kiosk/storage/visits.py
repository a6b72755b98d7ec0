"""Visits: which entries began a visit, whether it has ended, and what it is found by.

It could be read from the entries; it is kept beside them so that a desk is as
quick after 100,000 visits as on its first day. What a visit says stands in its
entry alone, but for the folded name. Rows carry the position of their entry, so
that they go when it is purged. `kiosk.storage.visit_lists` finds and lists them.
"""

import msgspec

from kiosk.reception import Leaving
from kiosk.search import fold, list_tails
from kiosk.storage.connection import Connection
from kiosk.storage.statement import Statement


class Visitor(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a visit is of: keyed hashes and what is looked for.

    `person` names who returns; `holder` is None without a document, `code`
    without a payload.
    """

    person: bytes
    holder: bytes | None
    code: bytes | None
    badge: str
    name: str


_PUT = Statement(
    "INSERT INTO visits (position, visit_id, person, holder, code, badge, folded, "
    "is_newest, came_at_us, leaving) VALUES (:position, :visit_id, :person, :holder, "
    ":code, :badge, :folded, 1, :came_at_us, '')"
)
_END = Statement(
    "UPDATE visits SET left_at_us = :at_us, leaving = :leaving, out_id = :out_id "
    "WHERE visit_id = :visit_id AND left_at_us IS NULL"
)
_REOPEN = Statement(
    "UPDATE visits SET left_at_us = NULL, leaving = '', out_id = NULL "
    "WHERE out_id = :out_id"
)
_FIND_POSITION = Statement("SELECT position FROM visits WHERE visit_id = :visit_id")
_FIND_PERSON = Statement("SELECT person FROM visits WHERE position = :at")
_FIND_OPEN_ID = Statement(
    "SELECT visit_id FROM visits WHERE left_at_us IS NULL AND holder = :wanted"
)
_FORGET = Statement("DELETE FROM visits WHERE position = :at")
_COUNT_INSIDE = Statement("SELECT count(*) FROM visits WHERE left_at_us IS NULL")
_COUNT_UNNAMED = Statement(
    "SELECT count(*) FROM visits WHERE left_at_us IS NULL AND holder IS NULL"
)
_NEWEST_OF_PERSON = Statement(
    "SELECT position, folded FROM visits WHERE person = :person "
    "ORDER BY position DESC LIMIT 1"
)
_SET_NEWEST = Statement("UPDATE visits SET is_newest = :newest WHERE position = :at")
_PUT_TAIL = Statement("INSERT INTO visit_tails (tail, position) VALUES (:tail, :at)")
_FORGET_TAIL = Statement(
    "DELETE FROM visit_tails WHERE tail = :tail AND position = :at"
)


def begin(
    connection: Connection,
    visitor: Visitor,
    *,
    position: int,
    visit_id: bytes,
    came_at_us: int,
) -> None:
    """Remember the visit that the entry at `position` begins."""
    _demote(connection, visitor.person)
    folded = fold(visitor.name)
    _PUT.run(
        connection,
        {
            "position": position,
            "visit_id": visit_id,
            "person": visitor.person,
            "holder": visitor.holder,
            "code": visitor.code,
            "badge": visitor.badge,
            "folded": folded,
            "came_at_us": came_at_us,
        },
    )
    _put_tails(connection, folded, position)


def end(
    connection: Connection,
    visit_id: bytes,
    *,
    at_us: int,
    leaving: Leaving,
    out_id: bytes,
) -> None:
    """Remember that the visit was ended by the entry `out_id`."""
    ending = {
        "visit_id": visit_id,
        "at_us": at_us,
        "leaving": leaving.value,
        "out_id": out_id,
    }
    _END.run(connection, ending)


def reopen(connection: Connection, out_id: bytes) -> None:
    """Remember that the visit goes on which the entry `out_id` had ended."""
    _REOPEN.run(connection, {"out_id": out_id})


def drop(connection: Connection, visit_id: bytes) -> None:
    """Forget the visit that `visit_id` began: it does not count."""
    position = _FIND_POSITION.find_value(connection, {"visit_id": visit_id})
    if position is not None:
        forget(connection, position)


def forget(connection: Connection, position: int) -> None:
    """Forget the visit of the entry at `position`, as a purge does."""
    person = _FIND_PERSON.find_value(connection, {"at": position})
    if person is None:
        return
    _demote(connection, person)
    _FORGET.run(connection, {"at": position})
    _promote(connection, person)


def find_open_id(connection: Connection, holder: bytes) -> bytes | None:
    """Return the entry that began the open visit of `holder`."""
    entry_id: bytes | None = _FIND_OPEN_ID.find_value(connection, {"wanted": holder})
    return entry_id


def count_inside(connection: Connection) -> int:
    """Return how many visits are open."""
    return int(_COUNT_INSIDE.find_value(connection))


def count_unnamed(connection: Connection) -> int:
    """Return how many visits are open of people without a document."""
    return int(_COUNT_UNNAMED.find_value(connection))


def _demote(connection: Connection, person: bytes) -> None:
    """Let the newest visit of `person` be found by name no more."""
    row = _NEWEST_OF_PERSON.find(connection, {"person": person})
    if row is None:
        return
    position, folded = row
    _SET_NEWEST.run(connection, {"at": position, "newest": False})
    for tail in _list_keys(folded):
        _FORGET_TAIL.run(connection, {"tail": tail, "at": position})


def _promote(connection: Connection, person: bytes) -> None:
    row = _NEWEST_OF_PERSON.find(connection, {"person": person})
    if row is not None:
        position, folded = row
        _SET_NEWEST.run(connection, {"at": position, "newest": True})
        _put_tails(connection, folded, position)


def _put_tails(connection: Connection, folded: str, position: int) -> None:
    for tail in _list_keys(folded):
        _PUT_TAIL.run(connection, {"tail": tail, "at": position})


def _list_keys(folded: str) -> list[str]:
    """Return the tails of a name; a name without a letter has the empty one."""
    return list_tails(folded) or [""]
