"""Users: officers as rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, func, insert, select, update

from province.ledger.scope import Scope
from province.ledger.tables import users


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """An officer; locked while `locked_until` lies ahead.

    `subject` is who that is at the province's OpenID provider.
    """

    name: str
    role: str
    unit: str
    password_hash: str
    failures: int = 0
    locked_until: datetime | None = None
    email: str = ""
    totp_secret: str | None = None
    totp_step: int | None = None
    must_change: bool = False
    disabled_at: datetime | None = None
    subject: str | None = None

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
            email=user.email,
            must_change=user.must_change,
        )
    )


def count(connection: Connection) -> int:
    """Return how many officers there are."""
    return connection.scalar(select(func.count()).select_from(users)) or 0


def find(connection: Connection, name: str) -> User | None:
    """Return the officer `name`."""
    return _read(connection, select_user().where(users.c.name == name))


def find_within(connection: Connection, name: str, scope: Scope) -> User | None:
    """Return the officer `name` if that one's unit lies in `scope`."""
    query = select_user().where(users.c.name == name, scope.holds(users.c.unit))
    return _read(connection, query)


def find_subject(connection: Connection, subject: str) -> User | None:
    """Return the officer who is `subject` at the OpenID provider."""
    return _read(connection, select_user().where(users.c.subject == subject))


def list_within(connection: Connection, scope: Scope) -> Sequence[User]:
    """Return the officers whose unit lies in `scope`, by name."""
    query = select_user().where(scope.holds(users.c.unit)).order_by(users.c.name)
    return [User(**dict(row)) for row in connection.execute(query).mappings()]


def lock(connection: Connection, name: str) -> User | None:
    """Return the officer `name` and keep other logins with the name waiting."""
    return _read(
        connection, select_user().where(users.c.name == name).with_for_update()
    )


def change(connection: Connection, name: str, **values: object) -> None:
    """Set columns of the officer `name`."""
    connection.execute(update(users).where(users.c.name == name).values(**values))


def count_failure(
    connection: Connection, name: str, failures: int, until: datetime
) -> None:
    """Remember a wrong password."""
    change(connection, name, failures=failures, locked_until=until)


def clear_failures(connection: Connection, name: str) -> None:
    """Forget the wrong passwords."""
    change(connection, name, failures=0, locked_until=None)


def select_user() -> Select[*tuple[object, ...]]:
    """Return the question for officers, as User has them."""
    return select(
        users.c.name,
        users.c.role,
        users.c.unit,
        users.c.password_hash,
        users.c.failures,
        users.c.locked_until,
        users.c.email,
        users.c.totp_secret,
        users.c.totp_step,
        users.c.must_change,
        users.c.disabled_at,
        users.c.subject,
    )


def _read(connection: Connection, query: Select[*tuple[object, ...]]) -> User | None:
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else User(**dict(row))
