"""Invitations: links that let an officer choose a password once, as rows."""

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from province.ledger.office_tables import invitations


def insert_invitation(
    connection: Connection,
    token_sha256: bytes,
    name: str,
    *,
    made_by: str,
    now: datetime,
    until: datetime,
) -> None:
    """Keep a new link for the officer `name`; older ones open nothing any more."""
    use_up(connection, name, now)
    connection.execute(
        insert(invitations).values(
            token_sha256=token_sha256,
            user_name=name,
            made_by=made_by,
            made_at=now,
            expires_at=until,
        )
    )


def find_name(connection: Connection, token_sha256: bytes, now: datetime) -> str | None:
    """Return whom a link is for; None where it is none, used or over."""
    return connection.scalar(
        select(invitations.c.user_name).where(
            invitations.c.token_sha256 == token_sha256,
            invitations.c.used_at.is_(None),
            invitations.c.expires_at > now,
        )
    )


def use_up(connection: Connection, name: str, now: datetime) -> None:
    """Let no link of the officer `name` open anything."""
    connection.execute(
        update(invitations)
        .where(invitations.c.user_name == name, invitations.c.used_at.is_(None))
        .values(used_at=now)
    )


def list_pending(connection: Connection, now: datetime) -> frozenset[str]:
    """Return the officers who have a link that still opens."""
    query = select(invitations.c.user_name).where(
        invitations.c.used_at.is_(None), invitations.c.expires_at > now
    )
    return frozenset(connection.scalars(query))
