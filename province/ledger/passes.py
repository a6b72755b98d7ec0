"""Passes: those that were issued, each with its own bit in a status list."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from province.ledger import vault
from province.ledger.tables import passes
from province.ledger.vault import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A pass as the ledger has it; the document it is bound to is not kept."""

    pass_id: bytes
    list_id: int
    index: int
    name: str
    not_before: datetime
    not_after: datetime


def find_newest_list(connection: Connection) -> int:
    """Return the status list that passes were given bits of last, 1 at first."""
    return connection.scalar(select(func.max(passes.c.list_id))) or 1


def insert_pass(connection: Connection, issue: Issue, now: datetime) -> bool:
    """Keep a new pass; False where its bit is another pass's."""
    kept = connection.scalar(
        _INSERT[connection.dialect.name],
        {
            "pass_id": issue.pass_id,
            "list_id": issue.list_id,
            "list_index": issue.index,
            "name": vault.start_sealing(connection).seal(
                Place.PASS, issue.pass_id, issue.name.encode()
            ),
            "not_before": issue.not_before,
            "not_after": issue.not_after,
            "issued_at": now,
        },
    )
    return kept is not None


def revoke(connection: Connection, pass_id: bytes, now: datetime) -> bool:
    """Mark a pass revoked, once; False where no such pass was issued."""
    known = connection.scalar(
        select(passes.c.pass_id).where(passes.c.pass_id == pass_id)
    )
    connection.execute(
        update(passes)
        .where(passes.c.pass_id == pass_id, passes.c.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    return known is not None


def list_revoked(connection: Connection) -> dict[int, list[int]]:
    """Return the bits of revoked passes, by their lists."""
    query = select(passes.c.list_id, passes.c.list_index).where(
        passes.c.revoked_at.is_not(None)
    )
    revoked: dict[int, list[int]] = {}
    for list_id, index in connection.execute(query):
        revoked.setdefault(list_id, []).append(index)
    return revoked


_NEW = passes.c.pass_id
_INSERT: dict[str, ReturningInsert[tuple[bytes]]] = {
    "sqlite": sqlite.insert(passes).on_conflict_do_nothing().returning(_NEW),
    "postgresql": postgresql.insert(passes).on_conflict_do_nothing().returning(_NEW),
}
