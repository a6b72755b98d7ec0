"""Leftovers: what is made of entries or told of officers, destroyed past its time.

Whoever destroys stays or aliases holds the lock of who makes them (`stays.lock`), or
a person could lose the words by which they are found.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    bindparam,
    delete,
    func,
    literal,
    select,
    tuple_,
    update,
)

from province.ledger import stays as makers
from province.ledger.columns import EntryId, UtcTime
from province.ledger.office_tables import audit
from province.ledger.retention import AT_ONCE, Span
from province.ledger.tables import admin_log
from province.ledger.trace_tables import case_contacts, cases, person_aliases, stays
from province.retention import begin
from province.stays import SPANS_US

_DELETE_STAY = delete(stays).where(
    stays.c.person_key == bindparam("its_key", type_=EntryId()),
    stays.c.since == bindparam("its_since", type_=UtcTime()),
    stays.c.point_id == bindparam("its_point"),
)
_DELETE_ALIAS = delete(person_aliases).where(
    person_aliases.c.alias_key == bindparam("its_alias", type_=EntryId()),
    person_aliases.c.person_key == bindparam("its_key", type_=EntryId()),
)

Alias = tuple[bytes, bytes]
"""A word's key, and that of a person who is found by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What one transaction did; the next goes on behind `end`, None after the last."""

    gone: int
    end: tuple[Any, ...] | None
    """Any: the key of the table that is swept."""


def sweep_stays(
    connection: Connection,
    after: tuple[Any, ...] | None,
    *,
    span: Span,
    named: Container[bytes | None],
) -> Swept:
    """Destroy stays at a point that began before the end of `span`, but those of `named`."""
    makers.lock(connection)
    table = stays.c
    query = select(table.since, table.person_key, table.in_id, table.out_id)
    query = query.where(_began_before(span))
    if after is not None:
        query = query.where(
            tuple_(table.since, table.person_key)
            > tuple_(
                literal(after[0], table.since.type),
                literal(after[1], table.person_key.type),
            )
        )
    ordered = query.order_by(table.since, table.person_key).limit(AT_ONCE)
    rows = connection.execute(ordered).all()
    gone = [row for row in rows if row.in_id not in named and row.out_id not in named]
    if gone:
        connection.execute(_DELETE_STAY, [_name(row, span.point_id) for row in gone])
    end = (rows[-1].since, rows[-1].person_key) if len(rows) == AT_ONCE else None
    return Swept(gone=len(gone), end=end)


def count_stays(
    connection: Connection, span: Span, named: Container[bytes | None]
) -> int:
    """Return how many stays `sweep_stays` would destroy."""
    query = select(stays.c.in_id, stays.c.out_id).where(_began_before(span))
    rows = connection.execute(query)
    return sum(one not in named and other not in named for one, other in rows)


def list_orphans(connection: Connection, most: int) -> list[Alias]:
    """Return words by which nobody who has a stay is found.

    Asked once for many: the database reads both tables for it, whatever is wanted.
    """
    table = person_aliases.c
    is_left = select(stays.c.person_key).where(stays.c.person_key == table.person_key)
    query = select(table.alias_key, table.person_key).where(~is_left.exists())
    rows = connection.execute(query.limit(most))
    return [(alias_key, person_key) for alias_key, person_key in rows]


def drop_orphans(connection: Connection, found: Sequence[Alias]) -> int:
    """Destroy those of `found` whose person has come by no stay since; return how many."""
    makers.lock(connection)
    persons = {person_key for _, person_key in found}
    query = select(stays.c.person_key).where(stays.c.person_key.in_(persons))
    back = set(connection.scalars(query.distinct()))
    gone = [
        {"its_alias": alias_key, "its_key": person_key}
        for alias_key, person_key in found
        if person_key not in back
    ]
    if gone:
        connection.execute(_DELETE_ALIAS, gone)
    return len(gone)


def forget_case(
    connection: Connection, after: tuple[Any, ...] | None, *, case_id: str
) -> Swept:
    """Destroy the keys of persons that a case names; why it was made stays."""
    del after  # what is gone is found no more
    these = (
        select(case_contacts.c.person_key)
        .where(case_contacts.c.case_id == case_id)
        .limit(AT_ONCE)
    )
    keys = connection.scalars(these).all()
    if keys:
        table = case_contacts.c
        term = (table.case_id == case_id) & table.person_key.in_(keys)
        connection.execute(delete(case_contacts).where(term))
    if len(keys) == AT_ONCE:
        return Swept(gone=0, end=())
    connection.execute(
        update(cases).where(cases.c.case_id == case_id).values(persons=[])
    )
    return Swept(gone=1, end=None)


def sweep_acts(
    connection: Connection, after: tuple[Any, ...] | None, *, until: datetime
) -> Swept:
    """Empty what admins did at kiosks, of what came before `until`; the chain still verifies."""
    del after
    table = admin_log.c
    query = select(table.entry_id).where(
        table.received_at < until, table.sealed.is_not(None)
    )
    ids = connection.scalars(query.limit(AT_ONCE)).all()
    emptied = update(admin_log).where(table.entry_id.in_(ids))
    connection.execute(emptied.values(sealed=None))
    return _sweep(ids)


def sweep_notes(
    connection: Connection, after: tuple[Any, ...] | None, *, until: datetime
) -> Swept:
    """Delete what officers did before `until`."""
    del after
    query = select(audit.c.audit_id).where(audit.c.at < until).limit(AT_ONCE)
    ids = connection.scalars(query).all()
    connection.execute(delete(audit).where(audit.c.audit_id.in_(ids)))
    return _sweep(ids)


def count_acts(connection: Connection, until: datetime) -> int:
    """Return how many acts `sweep_acts` would empty."""
    table = admin_log.c
    term = (table.received_at < until) & table.sealed.is_not(None)
    query = select(func.count()).select_from(admin_log).where(term)
    return connection.scalar(query) or 0


def count_notes(connection: Connection, until: datetime) -> int:
    """Return how many notes `sweep_notes` would delete."""
    query = select(func.count()).select_from(audit).where(audit.c.at < until)
    return connection.scalar(query) or 0


def _began_before(span: Span) -> ColumnElement[bool]:
    table = stays.c
    # By their lengths, as the index has them: a point's stays are not all read.
    is_of_any_length = table.span.in_(range(len(SPANS_US)))
    is_here = (table.point_id == span.point_id) & is_of_any_length
    return is_here & (table.since < begin(span.until))


def _sweep(ids: Sequence[object]) -> Swept:
    return Swept(gone=len(ids), end=() if len(ids) == AT_ONCE else None)


def _name(row: Row[*tuple[Any, ...]], point_id: str) -> dict[str, Any]:
    """Return the parameters that name a stay; `Any` because each has its own type."""
    return {"its_key": row.person_key, "its_since": row.since, "its_point": point_id}
