"""Hosts: whom visitors come to see, imported as a list or grown from visits."""

from collections.abc import Iterable

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.sqlite import insert

from kiosk.search import find_words, fold
from kiosk.storage.connection import Connection
from kiosk.storage.tables import HOSTS
from kiosk.storage.visit_lists import has_word

NEVER = 0
"""The position of a host whom nobody has visited yet."""

_ROW = insert(HOSTS)
_VISIT = _ROW.on_conflict_do_update(
    index_elements=[HOSTS.c.name], set_={"position": _ROW.excluded.position}
)
_IMPORT = _ROW.on_conflict_do_update(
    index_elements=[HOSTS.c.name], set_={"is_imported": True}
)


def visit(connection: Connection, name: str, *, position: int) -> None:
    """Remember that the visit at `position` was to `name`."""
    connection.execute(_VISIT, _make(name, position=position, is_imported=False))


def add(connection: Connection, names: Iterable[str]) -> int:
    """Keep imported hosts; return how many of them were not known."""
    rows = [_make(name, position=NEVER, is_imported=True) for name in names]
    before = _count(connection)
    if rows:
        connection.execute(_IMPORT, rows)
    return _count(connection) - before


def find(connection: Connection, search: str, *, limit: int) -> list[str]:
    """Return hosts, those visited last first; each word of `search` begins one of the name's."""
    query = (
        select(HOSTS.c.name)
        .order_by(HOSTS.c.position.desc(), HOSTS.c.folded, HOSTS.c.name)
        .limit(limit)
    )
    for word in find_words(search):
        query = query.where(has_word(HOSTS.c.folded, word))
    return list(connection.execute(query).scalars())


def forget(connection: Connection, *positions: int) -> None:
    """Forget hosts grown from visits, the last of which was at one of `positions`.

    Who was imported stays: the list is the organisation's own.
    """
    connection.execute(
        delete(HOSTS).where(HOSTS.c.position.in_(positions), ~HOSTS.c.is_imported)
    )


def _make(name: str, *, position: int, is_imported: bool) -> dict[str, object]:
    return {
        "name": name,
        "folded": fold(name),
        "position": position,
        "is_imported": is_imported,
    }


def _count(connection: Connection) -> int:
    query = select(func.count()).select_from(HOSTS)
    return connection.execute(query).scalar_one()
