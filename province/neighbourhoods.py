"""Neighbourhoods: whom the kiosks of one point believe, sealed to each of them."""

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection

from kiosk.protocol.neighbourhood import KEY_BYTES, MAX_KIOSKS, Neighbourhood, issue
from province.ledger import kiosks, settings
from province.ledger.database import Database
from province.ledger.kiosks import Neighbour

_SECRET = "neighbours_secret"  # noqa: S105 - the setting's name


def prepare(database: Database) -> None:
    """Make the secret that points' keys come from, where there is none."""
    with database.writing() as connection:
        if settings.read(connection, _SECRET, lock=True) is None:
            settings.store(connection, _SECRET, secrets.token_hex(KEY_BYTES))


def seal_for(
    connection: Connection, kiosk_id: str, signer: Ed25519PrivateKey, now: datetime
) -> bytes | None:
    """Return the neighbourhood of one kiosk, None where it is unknown or revoked."""
    me = kiosks.find_neighbour(connection, kiosk_id)
    secret = settings.read(connection, _SECRET)
    if me is None or secret is None:
        return None
    return _seal(connection, me, bytes.fromhex(secret), signer, now)


def seal_for_all(
    connection: Connection, signer: Ed25519PrivateKey, now: datetime
) -> Iterator[tuple[str, bytes]]:
    """Yield the neighbourhood of each kiosk, by its id."""
    secret = settings.read(connection, _SECRET)
    if secret is not None:
        for me in kiosks.list_neighbours(connection):
            yield (
                me.kiosk_id,
                _seal(connection, me, bytes.fromhex(secret), signer, now),
            )


def make_key(secret: bytes, point_id: str, revoked: int) -> bytes:
    """Return a point's key; one more `revoked` kiosk makes another."""
    named = f"neighbours 1\0{point_id}\0{revoked}".encode()
    return hmac.digest(secret, named, hashlib.sha256)


def _seal(
    connection: Connection,
    me: Neighbour,
    secret: bytes,
    signer: Ed25519PrivateKey,
    now: datetime,
) -> bytes:
    members = kiosks.list_members(connection, me.point_id)
    key = make_key(secret, me.point_id, members.revoked)
    told = Neighbourhood(
        kiosk_id=me.kiosk_id,
        issued_at=int(now.timestamp()),
        key=key,
        kiosks=_choose(members.public_keys, me.public_key),
    )
    return issue(told, signer, me.public_key)


def _choose(public_keys: tuple[bytes, ...], mine: bytes) -> tuple[bytes, ...]:
    """Return the newest kiosks, and the one that asks."""
    others = tuple(key for key in public_keys if key != mine)
    return (mine, *others[: MAX_KIOSKS - 1])
