"""Damage: what somebody with the key, or a bad disk, may do to a database."""

from sqlalchemy import text

from kiosk.storage.connection import Connection

_TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"


def unlock(connection: Connection) -> Connection:
    """Drop what keeps entries append-only, as an attacker with the key would."""
    for name in connection.execute(text(_TRIGGERS)).scalars().all():
        connection.execute(text(f"DROP TRIGGER {name}"))
    return connection
