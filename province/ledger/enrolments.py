"""Enrolments: one-time codes by the hash of their token, and the kiosks they made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from kiosk.protocol.enrolment import Request
from province.ledger.scope import Scope
from province.ledger.tables import enrolment_codes, kiosks, points

NUMBER_LENGTH = 16
"""Hex digits by which an officer's page names a code; the token can't be had from it."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCode:
    """A code that nobody used yet, by its number: the beginning of its token's hash."""

    number: str
    point_id: str
    point_name: str
    gate: str
    created_at: datetime
    expires_at: datetime


def list_open(
    connection: Connection, scope: Scope, now: datetime
) -> tuple[OpenCode, ...]:
    """Return the codes that may still be used, the newest first."""
    table = enrolment_codes.c
    query = (
        select(
            table.token_sha256,
            table.point_id,
            points.c.name.label("point_name"),
            table.gate,
            table.created_at,
            table.expires_at,
        )
        .join(points, points.c.point_id == table.point_id)
        .where(
            table.used_at.is_(None), table.expires_at > now, scope.holds(points.c.unit)
        )
        .order_by(table.created_at.desc(), table.point_id, table.token_sha256)
    )
    found = (row._asdict() for row in connection.execute(query))
    return tuple(
        OpenCode(number=row.pop("token_sha256").hex()[:NUMBER_LENGTH], **row)
        for row in found
    )


def withdraw(connection: Connection, scope: Scope, number: str) -> str | None:
    """Forget the unused code with this number; return its point, None for no such code."""
    table = enrolment_codes.c
    if len(number) != NUMBER_LENGTH or not set(number) <= set("0123456789abcdef"):
        return None
    low = bytes.fromhex(number)
    query = (
        select(table.token_sha256, table.point_id)
        .join(points, points.c.point_id == table.point_id)
        .where(
            table.token_sha256.between(low, low + b"\xff" * (32 - len(low))),
            table.used_at.is_(None),
            scope.holds(points.c.unit),
        )
    )
    found = connection.execute(query).first()
    if found is None:
        return None
    unused = table.token_sha256 == found.token_sha256, table.used_at.is_(None)
    gone = connection.execute(delete(enrolment_codes).where(*unused))
    return str(found.point_id) if gone.rowcount else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PointName:
    """A point that a code is for."""

    point_id: str
    name: str


def list_points(
    connection: Connection,
    scope: Scope,
    *,
    unit: str = "",
    named: Sequence[str] = (),
    most: int,
) -> list[PointName]:
    """Return the points of `scope` that are named, or lie in `unit`, `most` of them.

    Those of a unit are the ones in use that no kiosk stands at.
    """
    query = select(points.c.point_id, points.c.name).where(scope.holds(points.c.unit))
    if named:
        query = query.where(points.c.point_id.in_(named[:most]))
    else:
        has_kiosk = kiosks.c.point_id == points.c.point_id
        query = query.where(
            Scope(unit=unit).holds(points.c.unit),
            points.c.suspended_at.is_(None),
            ~select(kiosks.c.kiosk_id)
            .where(has_kiosk, kiosks.c.revoked_at.is_(None))
            .exists(),
        )
    found = connection.execute(query.order_by(points.c.point_id).limit(most))
    return [PointName(**row._asdict()) for row in found]


def is_point_in(connection: Connection, point_id: str, scope: Scope) -> bool:
    """Say whether there is such a point within `scope`."""
    query = select(points.c.point_id).where(
        points.c.point_id == point_id, scope.holds(points.c.unit)
    )
    return connection.scalar(query) is not None


def find_only_point(connection: Connection, scope: Scope) -> str:
    """Return the point of `scope` where there is just one, else nothing."""
    query = (
        select(points.c.point_id)
        .where(scope.holds(points.c.unit), points.c.suspended_at.is_(None))
        .limit(2)
    )
    found = list(connection.execute(query).scalars())
    return str(found[0]) if len(found) == 1 else ""


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
