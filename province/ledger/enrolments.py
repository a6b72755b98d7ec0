"""Enrolments: one-time codes by the hash of their token, and the kiosks they made."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from kiosk.protocol.enrolment import Request
from province.ledger.tables import enrolment_codes, kiosks, points


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCode:
    """A code as the ledger has it; `answer` and `public_key` once it is used."""

    token_sha256: bytes
    point_id: str
    point_name: str
    gate: str
    expires_at: datetime
    public_key: bytes | None
    answer: bytes | None


def insert_code(
    connection: Connection,
    token_sha256: bytes,
    point_id: str,
    gate: str,
    *,
    now: datetime,
    expires_at: datetime,
) -> None:
    """Keep a new code."""
    connection.execute(
        insert(enrolment_codes).values(
            token_sha256=token_sha256,
            point_id=point_id,
            gate=gate,
            created_at=now,
            expires_at=expires_at,
        )
    )


def lock_code(connection: Connection, token_sha256: bytes) -> StoredCode | None:
    """Return the code and keep others that use it waiting."""
    table = enrolment_codes.c
    query = (
        select(
            table.token_sha256,
            table.point_id,
            points.c.name.label("point_name"),
            table.gate,
            table.expires_at,
            table.public_key,
            table.answer,
        )
        .join(points, points.c.point_id == table.point_id)
        .where(table.token_sha256 == token_sha256)
        .with_for_update(of=enrolment_codes)
    )
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else StoredCode(**dict(row))


def is_revoked(connection: Connection, public_key: bytes) -> bool:
    """Say whether a kiosk with this key was revoked."""
    query = select(kiosks.c.kiosk_id).where(
        kiosks.c.public_key == public_key, kiosks.c.revoked_at.is_not(None)
    )
    return connection.scalar(query) is not None


def enrol(
    connection: Connection,
    code: StoredCode,
    request: Request,
    *,
    kiosk_id: str,
    answer: bytes,
    now: datetime,
) -> None:
    """Mark the code used and let the kiosk send; one that moves gets its new point."""
    connection.execute(
        update(enrolment_codes)
        .where(enrolment_codes.c.token_sha256 == code.token_sha256)
        .values(used_at=now, public_key=request.public_key, answer=answer)
    )
    place = {"point_id": code.point_id, "gate": code.gate, "machine": request.machine}
    moved = connection.execute(
        update(kiosks)
        .where(kiosks.c.kiosk_id == kiosk_id, kiosks.c.public_key == request.public_key)
        .values(place)
    )
    if moved.rowcount == 0:
        connection.execute(
            insert(kiosks).values(
                kiosk_id=kiosk_id,
                public_key=request.public_key,
                enrolled_at=now,
                last_pending=0,
                **place,
            )
        )
