"""Senders: the entries that a kiosk sent, found by its batches; a row names no kiosk of its own."""

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    Text,
    literal,
    literal_column,
    select,
)
from sqlalchemy.sql.selectable import FromClause

from kiosk.protocol.batch import MAX_ROWS
from province.ledger.tables import batches

Name = str | BindParameter[str]
Bound = int | BindParameter[int]


def sent_by(table: FromClause, kiosk_id: Name) -> ColumnElement[bool]:
    """Say whether an entry of `table` was sent by a kiosk."""
    return table.c.batch_id.in_(_select_batches(kiosk_id))


def lies_in_chain(
    table: FromClause, kiosk_id: Name, low: Bound, high: Bound
) -> ColumnElement[bool]:
    """Say whether an entry or act of `table` is of a kiosk's chain, from `low` to `high`.

    A batch is a run of the chain, of so many rows at most, so few can hold any of these;
    and none comes behind the newest, which most questions are of. Acts are few and name
    their kiosk.
    """
    first, last = _bind(low), _bind(high)
    if "kiosk_id" in table.c:
        return (table.c.kiosk_id == kiosk_id) & table.c.position.between(first, last)
    near = select_near(kiosk_id, first, last)
    return table.c.batch_id.in_(near) & table.c.position.between(first, last)


def select_near(kiosk_id: Name, low: Bound, high: Bound) -> Select[int]:
    """Return the question for the batches that say entries from `low` to `high`."""
    first, last = _bind(low), _bind(high)
    return _select_batches(kiosk_id).where(
        batches.c["last"].between(first, last + MAX_ROWS),
        batches.c.first <= last,
        batches.c["count"] > literal_column("0", Integer),
    )


def _select_batches(kiosk_id: Name) -> Select[int]:
    name = literal(kiosk_id, Text) if isinstance(kiosk_id, str) else kiosk_id
    return select(batches.c.batch_id).where(batches.c.kiosk_id == name)


def _bind(bound: Bound) -> BindParameter[int]:
    return literal(bound, BigInteger) if isinstance(bound, int) else bound
