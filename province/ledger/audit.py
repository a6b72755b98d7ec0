"""Audit: what officers did and whose data they looked at, as rows that stay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, insert, select

from province.ledger.office_tables import audit
from province.ledger.scope import Scope

PAGE_ROWS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One act of an officer; `told` names figures and filters, never a person's data."""

    at: datetime
    user_name: str
    unit: str
    act: str
    subject: str
    told: Mapping[str, str | int | bool]
    remote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A note with its number in the audit."""

    number: int
    note: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Which notes are asked for; what is empty or None asks for nothing."""

    scope: Scope
    user_name: str = ""
    act: str = ""
    since: datetime | None = None
    until: datetime | None = None


def append(connection: Connection, note: Note) -> None:
    """Keep `note` in the transaction that does what it tells."""
    connection.execute(
        insert(audit).values(
            at=note.at,
            user_name=note.user_name,
            unit=note.unit,
            act=note.act,
            subject=note.subject,
            told=dict(note.told),
            remote=note.remote,
        )
    )


def list_notes(
    connection: Connection, search: Search, *, before: int | None, most: int
) -> Sequence[Kept]:
    """Return at most `most` notes, the newest first, before the number `before`."""
    query = _select(search).order_by(audit.c.audit_id.desc()).limit(most)
    if before is not None:
        query = query.where(audit.c.audit_id < before)
    return [
        Kept(number=row.pop("audit_id"), note=Note(**row))
        for row in map(dict, connection.execute(query).mappings())
    ]


def list_acts(connection: Connection, scope: Scope) -> Sequence[str]:
    """Return the acts that there are notes of."""
    query = select(audit.c.act).where(scope.holds(audit.c.unit)).distinct()
    return sorted(connection.scalars(query))


def _select(search: Search) -> Select[*tuple[object, ...]]:
    query = select(
        audit.c.audit_id,
        audit.c.at,
        audit.c.user_name,
        audit.c.unit,
        audit.c.act,
        audit.c.subject,
        audit.c.told,
        audit.c.remote,
    ).where(search.scope.holds(audit.c.unit))
    if search.user_name:
        query = query.where(audit.c.user_name == search.user_name)
    if search.act:
        query = query.where(audit.c.act == search.act)
    if search.since is not None:
        query = query.where(audit.c.at >= search.since)
    if search.until is not None:
        query = query.where(audit.c.at < search.until)
    return query
