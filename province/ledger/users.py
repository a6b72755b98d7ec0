"""Users: officers and their sessions as rows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from province.ledger.tables import sessions, users


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """An officer; locked while `locked_until` lies ahead."""

    name: str
    role: str
    unit: str
    password_hash: str
    failures: int = 0
    locked_until: datetime | None = None

    def is_locked(self, now: datetime) -> bool:
        """Say whether too many wrong passwords were tried a moment ago."""
        return self.locked_until is not None and now < self.locked_until


def insert_user(connection: Connection, user: User, now: datetime) -> None:
    """Keep a new officer."""
    connection.execute(
        insert(users).values(
            name=user.name,
            role=user.role,
            unit=user.unit,
            password_hash=user.password_hash,
            created_at=now,
            failures=0,
        )
    )


def count(connection: Connection) -> int:
    """Return how many officers there are."""
    return connection.scalar(select(func.count()).select_from(users)) or 0


def find(connection: Connection, name: str) -> User | None:
    """Return the officer `name`."""
    return _read(connection, _select().where(users.c.name == name))


def lock(connection: Connection, name: str) -> User | None:
    """Return the officer `name` and keep other logins with the name waiting."""
    return _read(connection, _select().where(users.c.name == name).with_for_update())


def count_failure(
    connection: Connection, name: str, failures: int, until: datetime
) -> None:
    """Remember a wrong password."""
    connection.execute(
        update(users)
        .where(users.c.name == name)
        .values(failures=failures, locked_until=until)
    )


def clear_failures(connection: Connection, name: str) -> None:
    """Forget the wrong passwords."""
    connection.execute(
        update(users).where(users.c.name == name).values(failures=0, locked_until=None)
    )


def insert_session(
    connection: Connection,
    token_sha256: bytes,
    name: str,
    *,
    now: datetime,
    until: datetime,
) -> None:
    """Keep a new session, and drop those that are over."""
    connection.execute(delete(sessions).where(sessions.c.expires_at <= now))
    connection.execute(
        insert(sessions).values(
            token_sha256=token_sha256, user_name=name, created_at=now, expires_at=until
        )
    )


def find_session(
    connection: Connection, token_sha256: bytes, now: datetime
) -> User | None:
    """Return the officer whose session this is, None where it is none or over."""
    query = (
        _select()
        .join(sessions, sessions.c.user_name == users.c.name)
        .where(sessions.c.token_sha256 == token_sha256, sessions.c.expires_at > now)
    )
    return _read(connection, query)


def delete_session(connection: Connection, token_sha256: bytes) -> None:
    """End a session."""
    connection.execute(delete(sessions).where(sessions.c.token_sha256 == token_sha256))


def _select() -> Select[str, str, str, str, int, datetime | None]:
    return select(
        users.c.name,
        users.c.role,
        users.c.unit,
        users.c.password_hash,
        users.c.failures,
        users.c.locked_until,
    )


def _read(
    connection: Connection, query: Select[str, str, str, str, int, datetime | None]
) -> User | None:
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else User(**dict(row))
