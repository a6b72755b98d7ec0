"""Sealed columns: every place where the ledger keeps what names a person, to be sealed anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, literal, select, tuple_, update

from province.ledger import vault
from province.ledger.entry_tables import entries
from province.ledger.tables import (
    admin_log,
    conflicts,
    passes,
    watch_keys,
    watched,
)
from province.ledger.trace_tables import cases
from province.ledger.vault import Place

AT_ONCE = 500
"""Rows of one transaction: a kiosk's batch, which may wait for it, has as many."""

_AnyColumn = Column[Any]
"""Any: columns of many types are handled alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedColumn:
    """A column of sealed values, and the columns that name its rows."""

    place: Place
    sealed: _AnyColumn
    keys: tuple[_AnyColumn, ...]


COLUMNS: Sequence[SealedColumn] = (
    SealedColumn(
        place=Place.WATCH_KEY, sealed=watch_keys.c.key, keys=(watch_keys.c.number,)
    ),
    SealedColumn(
        place=Place.WATCHED, sealed=watched.c.document, keys=(watched.c.entry,)
    ),
    SealedColumn(place=Place.PASS, sealed=passes.c.name, keys=(passes.c.pass_id,)),
    SealedColumn(place=Place.REASON, sealed=cases.c.reason, keys=(cases.c.case_id,)),
    SealedColumn(
        place=Place.CONFLICT,
        sealed=conflicts.c.sealed,
        keys=(conflicts.c.entry_id, conflicts.c.commitment),
    ),
    SealedColumn(
        place=Place.ACT, sealed=admin_log.c.sealed, keys=(admin_log.c.entry_id,)
    ),
    SealedColumn(
        place=Place.ENTRY, sealed=entries.c.sealed, keys=(entries.c.entry_id,)
    ),
)
"""The short ones first: what is looked for, before who came."""

After = tuple[Any, ...] | None
"""Any: the keys of a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resealed:
    """What one transaction did; the next goes on behind `end`, None after the last."""

    rows: int
    end: After


def seal_anew(connection: Connection, this: SealedColumn, after: After) -> Resealed:
    """Seal the next rows of a column by the newest key, those of former keys.

    A value that was altered opens with no key and stays as it is.
    """
    keeper = vault.find(connection)
    sealer, opener = keeper.make_sealer(connection), keeper.make_opener(connection)
    query = select(*this.keys, this.sealed.label("value"))
    query = query.where(this.sealed.is_not(None))
    if after is not None:
        bounds = (
            literal(one, key.type) for one, key in zip(after, this.keys, strict=True)
        )
        query = query.where(tuple_(*this.keys) > tuple_(*bounds))
    rows = connection.execute(query.order_by(*this.keys).limit(AT_ONCE)).all()
    changed = 0
    for *keys, value in rows:
        if vault.read_number(value) == sealer.number:
            continue
        named = name_row(keys)
        opened = opener.take_out(this.place, named, value)
        if opened is None:
            continue
        sealed = sealer.seal_again(this.place, named, opened)
        terms = [key == one for key, one in zip(this.keys, keys, strict=True)]
        statement = update(this.sealed.table).where(*terms, this.sealed == value)
        connection.execute(statement.values({this.sealed: sealed}))
        changed += 1
    end = tuple(rows[-1][:-1]) if len(rows) == AT_ONCE else None
    return Resealed(rows=changed, end=end)


def name_row(keys: Sequence[Any]) -> bytes:
    """Return what a row is sealed as; `Any`: its keys are numbers, texts or bytes."""
    return b"".join(
        one if isinstance(one, bytes) else str(one).encode() for one in keys
    )
