"""Accounts: officers' names, passwords, lockout and sessions."""

import hashlib
import secrets
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from province.errors import UsageError
from province.ledger import users
from province.ledger.database import Database
from province.ledger.users import User

FIRST_ADMINISTRATOR = "admin"
SESSION_LIFE = timedelta(hours=12)
FREE_FAILURES = 5
FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(minutes=15)
DECOY = (
    "$argon2id$v=19$m=65536,t=3,p=4$3Kpz/WPv0SJWmpHF+cAbEQ$"
    "nYLPzvlsk+UsnB4TrTZkKTOmnLwJj9tLFNaBnXAfOcA"
)
"""The hash of a password that was thrown away, with argon2's own parameters:
an unknown name takes the same work as a known one."""
_NAME_LENGTH = 60
_PASSWORD_LENGTH = 1024


class Role(StrEnum):
    """What an officer may do; so far all of them read the page of their unit."""

    ADMIN = "admin"
    PROVINCE = "province"
    UNIT = "unit"
    HEALTH = "health"
    CLERK = "clerk"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """An officer who is logged in; `unit` is empty for the whole province."""

    name: str
    role: str
    unit: str


class Accounts:
    """The officers of one ledger."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._hasher = PasswordHasher()
        # Each check takes 64 MiB; a flood of logins must not take them all.
        self._turns = threading.BoundedSemaphore(2)

    def add(self, name: str, role: str, unit: str, now: datetime) -> str:
        """Add an officer and return the generated password.

        Raises:
            UsageError: The name is taken, or name, role or unit is none.
        """
        _check(name, role, unit)
        user, password = self._make_user(name, role, unit)
        with self._database.writing() as connection:
            if users.find(connection, name) is not None:
                raise UsageError(f"There is a user '{name}' already.")
            users.insert_user(connection, user, now)
        return password

    def create_first(self, now: datetime) -> str | None:
        """Add the first administrator; None where there are users already."""
        with self._database.reading() as connection:
            if users.count(connection) > 0:
                return None
        user, password = self._make_user(FIRST_ADMINISTRATOR, Role.ADMIN, "")
        with self._database.writing() as connection:
            if users.count(connection) > 0:
                return None
            users.insert_user(connection, user, now)
        return password

    def log_in(self, name: str, password: str, now: datetime) -> str | None:
        """Return a new session's token, None where name or password is wrong.

        An unknown name, a wrong password and a locked account look alike and
        take the same work.
        """
        with self._database.reading() as connection:
            user = users.find(connection, name.replace("\0", ""))
        stored = DECOY if user is None else user.password_hash
        is_right = self._is_right(stored, password[:_PASSWORD_LENGTH])
        with self._database.writing() as connection:
            user = users.lock(connection, name.replace("\0", ""))
            if user is None or user.is_locked(now) or user.password_hash != stored:
                return None
            if not is_right:
                failures = user.failures + 1
                users.count_failure(
                    connection, user.name, failures, now + _delay(failures)
                )
                return None
            token = secrets.token_urlsafe(32)
            users.clear_failures(connection, user.name)
            users.insert_session(
                connection, _hash(token), user.name, now=now, until=now + SESSION_LIFE
            )
            return token

    def find_visitor(self, token: str, now: datetime) -> Visitor | None:
        """Return who holds the session `token`, None where it is none or over."""
        if not token:
            return None
        with self._database.reading() as connection:
            user = users.find_session(connection, _hash(token), now)
        if user is None:
            return None
        return Visitor(name=user.name, role=user.role, unit=user.unit)

    def log_out(self, token: str) -> None:
        """End the session `token`."""
        with self._database.writing() as connection:
            users.delete_session(connection, _hash(token))

    def _make_user(self, name: str, role: str, unit: str) -> tuple[User, str]:
        password = secrets.token_urlsafe(12)
        hashed = self._hasher.hash(password)
        return User(name=name, role=role, unit=unit, password_hash=hashed), password

    def _is_right(self, stored: str, password: str) -> bool:
        with self._turns:
            try:
                return self._hasher.verify(stored, password)
            except (VerificationError, InvalidHashError):
                return False


def _check(name: str, role: str, unit: str) -> None:
    if not name or len(name) > _NAME_LENGTH or not name.isprintable():
        raise UsageError(f"The user name '{name[:40]}' is empty or too long.")
    if role not in set(Role):
        raise UsageError(f"The role '{role}' is none of {', '.join(Role)}.")
    if unit and not (unit.isascii() and unit.isdigit()):
        raise UsageError(f"The unit '{unit}' is no administrative code such as 04.")


def _delay(failures: int) -> timedelta:
    """Return how long an account rests: nothing at first, then twice as long each time."""
    if failures < FREE_FAILURES:
        return timedelta(0)
    doublings = min(failures - FREE_FAILURES, 10)
    return min(FIRST_DELAY * (1 << doublings), LONGEST_DELAY)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
