"""Kiosks: which machines may send, and from where."""

from sqlalchemy import Connection, Select, select

from province.ingest import Sender
from province.ledger.tables import kiosks


def find_sender(connection: Connection, kiosk_id: str) -> Sender | None:
    """Return the enrolled kiosk `kiosk_id`, None where there is none."""
    return _read_sender(connection, _select(kiosk_id))


def lock_sender(connection: Connection, kiosk_id: str) -> Sender | None:
    """Return the kiosk and keep its other batches waiting until this one is in."""
    return _read_sender(connection, _select(kiosk_id).with_for_update())


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
