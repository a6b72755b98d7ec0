"""Uploads: files that wait between their preview and an officer's word."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, or_, select, update

from province.ledger.office_tables import uploads

LIFE = timedelta(hours=2)
"""Long enough to mend what is wrong; an officer has one of a kind, so a table
of officers bounds what is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file as it waits; `told` is what became of it, None as long as nothing did."""

    upload_id: str
    content: bytes
    told: Mapping[str, int] | None


def keep(
    connection: Connection, content: bytes, *, kind: str, user_name: str, now: datetime
) -> str:
    """Keep `content` in place of the officer's last one, and return its id."""
    mine = (uploads.c.user_name == user_name) & (uploads.c.kind == kind)
    connection.execute(delete(uploads).where(or_(mine, uploads.c.made_at < now - LIFE)))
    upload_id = secrets.token_urlsafe(24)
    connection.execute(
        insert(uploads).values(
            upload_id=upload_id,
            kind=kind,
            user_name=user_name,
            made_at=now,
            content=content,
        )
    )
    return upload_id


def find(
    connection: Connection,
    upload_id: str,
    *,
    kind: str,
    user_name: str,
    now: datetime,
    lock: bool = False,
) -> Upload | None:
    """Return the officer's own upload, None where there is none or it is over.

    With `lock` nobody else takes it until the transaction ends.
    """
    query = select(uploads.c.upload_id, uploads.c.content, uploads.c.told).where(
        uploads.c.upload_id == upload_id,
        uploads.c.kind == kind,
        uploads.c.user_name == user_name,
        uploads.c.made_at >= now - LIFE,
    )
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    return None if row is None else Upload(**row._asdict())


def tell(connection: Connection, upload_id: str, told: Mapping[str, int]) -> None:
    """Keep what became of an upload; it is not taken twice."""
    connection.execute(
        update(uploads).where(uploads.c.upload_id == upload_id).values(told=dict(told))
    )
