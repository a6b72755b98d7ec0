"""Health keys: programs of the health department that may trace, known by a hash."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, insert, select, update

from province.ledger.trace_tables import health_keys


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthKey:
    """A program that may trace within `unit`; empty is the whole province."""

    key_id: str
    name: str
    unit: str
    made_at: datetime
    revoked_at: datetime | None = None
    used_at: datetime | None = None


def add(connection: Connection, key: HealthKey, secret: str) -> None:
    """Keep a new key; of its secret only a hash."""
    connection.execute(
        insert(health_keys).values(
            key_id=key.key_id,
            name=key.name,
            sha256=_hash(secret),
            unit=key.unit,
            made_at=key.made_at,
        )
    )


def find(connection: Connection, secret: str) -> HealthKey | None:
    """Return the key in use whose secret this is."""
    query = _select().where(
        health_keys.c.sha256 == _hash(secret), health_keys.c.revoked_at.is_(None)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else HealthKey(**row._asdict())


def list_keys(connection: Connection) -> list[HealthKey]:
    """Return every key there ever was, the oldest first."""
    query = _select().order_by(health_keys.c.made_at, health_keys.c.key_id)
    return [HealthKey(**row._asdict()) for row in connection.execute(query)]


def revoke(connection: Connection, key_id: str, now: datetime) -> bool:
    """Let a key open nothing any more; say whether there is one in use."""
    this = (health_keys.c.key_id == key_id) & health_keys.c.revoked_at.is_(None)
    changed = connection.execute(update(health_keys).where(this).values(revoked_at=now))
    return changed.rowcount > 0


def touch(connection: Connection, key_id: str, now: datetime) -> None:
    """Note that a key was used."""
    this = health_keys.c.key_id == key_id
    connection.execute(update(health_keys).where(this).values(used_at=now))


def _select() -> Select[*tuple[Any, ...]]:
    """Return the question for keys; `Any` because the columns' types end at SQL."""
    names = HealthKey.__dataclass_fields__
    return select(*(health_keys.c[name] for name in names))


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()
