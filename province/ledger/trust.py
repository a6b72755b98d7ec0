"""Trust: issuers' keys and revoked certificates, as the ledger keeps them."""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from sqlalchemy import Connection, delete, insert, select

from kiosk.protocol.trust import IssuerKey, name_key
from province.ledger.tables import revoked_certificates, trusted_keys

_AT_ONCE = 500
"""Fewer than any database's limit of parameters."""


def put_keys(
    connection: Connection, keys: Iterable[IssuerKey], now: datetime
) -> list[str]:
    """Keep `keys` and return their names; one that is known is kept anew."""
    rows = {
        name_key(key): {
            "key_name": name_key(key),
            "key": msgspec.to_builtins(key),
            "added_at": now,
        }
        for key in keys
    }
    drop_keys(connection, rows)
    connection.execute(insert(trusted_keys), list(rows.values()))
    return list(rows)


def drop_keys(connection: Connection, names: Iterable[str]) -> int:
    """Forget the keys of these names and return how many there were."""
    gone = delete(trusted_keys).where(trusted_keys.c.key_name.in_(list(names)))
    return connection.execute(gone).rowcount


def list_keys(connection: Connection) -> tuple[IssuerKey, ...]:
    """Return every key, in the order of their names."""
    query = select(trusted_keys.c.key).order_by(trusted_keys.c.key_name)
    return tuple(
        msgspec.convert(key, IssuerKey) for key in connection.execute(query).scalars()
    )


def put_revoked(connection: Connection, revoked: dict[bytes, int]) -> int:
    """Keep hashes with their seconds and return how many are new."""
    known = 0
    hashes = list(revoked)
    for start in range(0, len(hashes), _AT_ONCE):
        some = hashes[start : start + _AT_ONCE]
        gone = delete(revoked_certificates).where(revoked_certificates.c.hash.in_(some))
        known += connection.execute(gone).rowcount
        rows = [{"hash": one, "before_second": revoked[one]} for one in some]
        connection.execute(insert(revoked_certificates), rows)
    return len(hashes) - known


def list_revoked(connection: Connection) -> list[tuple[bytes, int]]:
    """Return every hash with its second."""
    table = revoked_certificates
    query = select(table.c.hash, table.c.before_second)
    return [(bytes(row.hash), row.before_second) for row in connection.execute(query)]
