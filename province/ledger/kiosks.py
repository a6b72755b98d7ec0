"""Kiosks: which machines may send, and from where."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, bindparam, select, update

from province.ingest import Sender
from province.ledger.tables import kiosks

_NEIGHBOURS = select(kiosks.c.kiosk_id, kiosks.c.point_id, kiosks.c.public_key).where(
    kiosks.c.revoked_at.is_(None)
)
_SENDER = select(kiosks.c.point_id, kiosks.c.public_key, kiosks.c.revoked_at).where(
    kiosks.c.kiosk_id == bindparam("kiosk_id")
)
_SENDER_LOCKED = _SENDER.with_for_update()


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A kiosk in use, and its point."""

    kiosk_id: str
    point_id: str
    public_key: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """The kiosks in use at a point, the newest first, and how many were revoked."""

    public_keys: tuple[bytes, ...]
    revoked: int


def find_neighbour(connection: Connection, kiosk_id: str) -> Neighbour | None:
    """Return the kiosk `kiosk_id`, None where it is unknown or revoked."""
    row = connection.execute(
        _NEIGHBOURS.where(kiosks.c.kiosk_id == kiosk_id)
    ).one_or_none()
    return None if row is None else Neighbour(**row._asdict())


def list_neighbours(connection: Connection) -> Iterator[Neighbour]:
    """Yield every kiosk in use."""
    for row in connection.execute(_NEIGHBOURS.order_by(kiosks.c.kiosk_id)).all():
        yield Neighbour(**row._asdict())


def list_members(connection: Connection, point_id: str) -> Members:
    """Return the kiosks of a point."""
    query = select(kiosks.c.public_key, kiosks.c.revoked_at).where(
        kiosks.c.point_id == point_id
    )
    newest = query.order_by(kiosks.c.enrolled_at.desc(), kiosks.c.kiosk_id)
    rows = connection.execute(newest).all()
    in_use = tuple(row.public_key for row in rows if row.revoked_at is None)
    return Members(public_keys=in_use, revoked=len(rows) - len(in_use))


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
    return _read_sender(connection, _SENDER, kiosk_id)


def lock_sender(connection: Connection, kiosk_id: str) -> Sender | None:
    """Return the kiosk and keep its other batches waiting until this one is in."""
    return _read_sender(connection, _SENDER_LOCKED, kiosk_id)


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


def _read_sender(
    connection: Connection, query: Select[str, bytes, object], kiosk_id: str
) -> Sender | None:
    row = connection.execute(query, {"kiosk_id": kiosk_id}).one_or_none()
    if row is None:
        return None
    point_id, public_key, revoked_at = row
    return Sender(
        kiosk_id=kiosk_id,
        point_id=point_id,
        public_key=public_key,
        is_revoked=revoked_at is not None,
    )
