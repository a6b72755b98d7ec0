"""Untraced: the queue of what stays are still to be made of.

A row joins in the transaction that changes entries, so none is missed whatever
the order in which transactions end; making stays at once would cost a batch
more than all else together (decision 0034).
"""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select

from province.ledger.trace_tables import untraced

_INSERT = insert(untraced)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Positions of a kiosk's chain, both included."""

    untraced_id: int
    kiosk_id: str
    first: int
    last: int


def mark(connection: Connection, kiosk_id: str, first: int, last: int) -> None:
    """Have the stays made anew of a kiosk's entries from `first` to `last`."""
    if first <= last:
        told = {"kiosk_id": kiosk_id, "first": first, "last": last}
        connection.execute(_INSERT, told)


def list_oldest(connection: Connection, most: int) -> list[Stretch]:
    """Return what waits longest, `most` positions together or one stretch."""
    query = select(untraced).order_by(untraced.c.untraced_id).limit(100)
    found: list[Stretch] = []
    positions = 0
    for row in connection.execute(query):
        positions += row.last - row.first + 1
        if found and positions > most:
            break
        found.append(Stretch(**row._asdict()))
    return found


def remove(connection: Connection, done: list[Stretch]) -> None:
    """Take off the queue what was done."""
    ids = [one.untraced_id for one in done]
    connection.execute(delete(untraced).where(untraced.c.untraced_id.in_(ids)))


def count(connection: Connection) -> int:
    """Return how many stretches wait."""
    return connection.scalar(select(func.count()).select_from(untraced)) or 0
