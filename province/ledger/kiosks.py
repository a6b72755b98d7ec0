"""Kiosks: which machines may send, and from where."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, select, update

from province.ingest import Sender
from province.ledger.tables import kiosks


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskView:
    """An enrolled kiosk as its province's operator sees it."""

    kiosk_id: str
    point_id: str
    gate: str
    machine: str
    enrolled_at: datetime
    revoked_at: datetime | None
    last_contact: datetime | None
    last_pending: int


def find_sender(connection: Connection, kiosk_id: str) -> Sender | None:
    """Return the enrolled kiosk `kiosk_id`, None where there is none."""
    return _read_sender(connection, _select(kiosk_id))


def lock_sender(connection: Connection, kiosk_id: str) -> Sender | None:
    """Return the kiosk and keep its other batches waiting until this one is in."""
    return _read_sender(connection, _select(kiosk_id).with_for_update())


def list_kiosks(connection: Connection) -> list[KioskView]:
    """Return every kiosk that was ever enrolled, oldest first."""
    names = KioskView.__dataclass_fields__
    query = select(*(kiosks.c[name] for name in names)).order_by(
        kiosks.c.enrolled_at, kiosks.c.kiosk_id
    )
    return [KioskView(**row) for row in map(dict, connection.execute(query).mappings())]


def revoke(connection: Connection, kiosk_id: str, now: datetime) -> datetime | None:
    """Believe the kiosk's key no more; return since when, None for an unknown one.

    A second time changes nothing: what was countersigned in between stays held.
    """
    this = kiosks.c.kiosk_id == kiosk_id
    connection.execute(
        update(kiosks).where(this, kiosks.c.revoked_at.is_(None)).values(revoked_at=now)
    )
    return connection.scalar(select(kiosks.c.revoked_at).where(this))


def restore(connection: Connection, kiosk_id: str) -> bool:
    """Believe the kiosk's key again; say whether there is one. What is held stays held."""
    this = kiosks.c.kiosk_id == kiosk_id
    return (
        connection.execute(update(kiosks).where(this).values(revoked_at=None)).rowcount
        > 0
    )


def _select(kiosk_id: str) -> Select[str, str, bytes, object]:
    return select(
        kiosks.c.kiosk_id,
        kiosks.c.point_id,
        kiosks.c.public_key,
        kiosks.c.revoked_at,
    ).where(kiosks.c.kiosk_id == kiosk_id)


def _read_sender(
    connection: Connection, query: Select[str, str, bytes, object]
) -> Sender | None:
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    kiosk_id, point_id, public_key, revoked_at = row
    return Sender(
        kiosk_id=kiosk_id,
        point_id=point_id,
        public_key=public_key,
        is_revoked=revoked_at is not None,
    )
