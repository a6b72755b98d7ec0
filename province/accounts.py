"""Accounts: officers' names, passwords, lockout and sessions."""

import secrets
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection

from province import passwords, totp
from province.errors import UsageError
from province.ledger import audit, sessions, settings, users
from province.ledger.audit import Note
from province.ledger.database import Database
from province.ledger.sessions import Held, Session, Stage
from province.ledger.users import User
from province.rights import Role
from province.tokens import hash_token, make_token

FIRST_ADMINISTRATOR = "admin"
SESSION_LIFE = timedelta(hours=12)
IDLE_LIFE = timedelta(minutes=60)
CODE_WITHIN = timedelta(minutes=5)
"""How long the second factor may take after the password."""
SEEN_EVERY = timedelta(minutes=5)
"""A session's last use is kept no finer: a page must not wait for a writer's turn."""
FREE_FAILURES = 5
FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(minutes=15)
DECOY = (
    "$argon2id$v=19$m=65536,t=3,p=4$3Kpz/WPv0SJWmpHF+cAbEQ$"
    "nYLPzvlsk+UsnB4TrTZkKTOmnLwJj9tLFNaBnXAfOcA"
)
"""The hash of a password that was thrown away, with argon2's own parameters:
an unknown name takes the same work as a known one, and an officer who has been
invited and has chosen none has this one."""
TOTP_ROLES = "totp_roles"
"""The setting that names the roles that must have a second factor."""
_NAME_LENGTH = 60
_BROWSER_LENGTH = 200


class Duty(StrEnum):
    """What an officer must do before anything else."""

    PASSWORD = "password"  # noqa: S105 - a word
    CODE = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """Where a login comes from."""

    address: str = ""
    browser: str = ""


NOWHERE = Client()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A session that was opened; at Stage.CODE it admits to the second factor only."""

    token: str
    stage: Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """An officer who is logged in; `unit` is empty for the whole province."""

    name: str
    role: str
    unit: str
    duty: Duty | None = None


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
        check_account(name, role, unit)
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

    def log_in(
        self, name: str, password: str, now: datetime, client: Client = NOWHERE
    ) -> Opened | None:
        """Open a session; None where name or password is wrong.

        An unknown name, a wrong password, a locked and a disabled account look
        alike and take the same work.
        """
        name = name.replace("\0", "")
        stored = self._read_hash(name)
        is_right = self._is_right(stored, password)
        with self._database.writing() as connection:
            user = users.lock(connection, name)
            if user is None:
                # A password is soon typed in the wrong box: what was typed is not kept.
                note(connection, None, "login_failed", now, client)
                return None
            if not self._admits(connection, user, now, client, stored, is_right):
                return None
            users.clear_failures(connection, user.name)
            if user.totp_secret is not None:
                return open_session(connection, user.name, now, client, Stage.CODE)
            note(connection, user, "logged_in", now, client)
            return open_session(connection, user.name, now, client)

    def enter_code(
        self, token: str, code: str, now: datetime, client: Client = NOWHERE
    ) -> Opened | None:
        """Open a whole session for one that waits for its code; None where it is wrong."""
        with self._database.writing() as connection:
            held = sessions.find(
                connection,
                hash_token(token),
                Stage.CODE,
                now=now,
                seen_since=now - CODE_WITHIN,
            )
            user = None if held is None else users.lock(connection, held.user.name)
            if user is None or user.totp_secret is None:
                return None
            step = totp.find_step(user.totp_secret, code, now, user.totp_step)
            if not self._admits(
                connection, user, now, client, user.password_hash, step is not None
            ):
                return None
            users.clear_failures(connection, user.name)
            users.change(connection, user.name, totp_step=step)
            sessions.close(connection, hash_token(token))
            note(connection, user, "logged_in", now, client)
            return open_session(connection, user.name, now, client)

    def find_visitor(self, token: str, now: datetime) -> Visitor | None:
        """Return who holds the session `token`, None where it is none or over."""
        if not token:
            return None
        with self._database.reading() as connection:
            held = _find_whole(connection, token, now)
            duty = None if held is None else _find_duty(connection, held.user)
        if held is None:
            return None
        if now - held.seen_at > SEEN_EVERY:
            with self._database.writing() as connection:
                sessions.see(connection, hash_token(token), now)
        user = held.user
        return Visitor(name=user.name, role=user.role, unit=user.unit, duty=duty)

    def log_out(self, token: str, now: datetime, client: Client = NOWHERE) -> None:
        """End the session `token`; one that was over already is not told of again."""
        with self._database.writing() as connection:
            held = _find_whole(connection, token, now)
            sessions.close(connection, hash_token(token))
            if held is not None:
                note(connection, held.user, "logged_out", now, client)

    def change_password(
        self, name: str, current: str, chosen: str, *, now: datetime, client: Client
    ) -> Opened | None:
        """Change a password, end every session and open a new one.

        None where `current` is wrong, which counts as a wrong login does.
        """
        stored = self._read_hash(name)
        is_right = self._is_right(stored, current)
        hashed = self.hash(chosen)
        with self._database.writing() as connection:
            user = users.lock(connection, name)
            if user is None or not self._admits(
                connection, user, now, client, stored, is_right
            ):
                return None
            set_password(connection, name, hashed)
            note(connection, user, "password_changed", now, client)
            return open_session(connection, name, now, client)

    def hash(self, password: str) -> str:
        """Return what is kept of a password."""
        with self._turns:
            return self._hasher.hash(passwords.clean(password))

    def _read_hash(self, name: str) -> str:
        with self._database.reading() as connection:
            user = users.find(connection, name)
        return DECOY if user is None else user.password_hash

    def _admits(
        self,
        connection: Connection,
        user: User,
        now: datetime,
        client: Client,
        stored: str,
        is_right: bool,  # noqa: FBT001 - what the one caller found
    ) -> bool:
        """Say whether a try counts as right; a wrong one is counted and kept."""
        if user.is_locked(now):
            return False
        is_in_order = user.disabled_at is None and user.password_hash == stored
        if is_right and is_in_order:
            return True
        failures = user.failures + 1
        until = now + _delay(failures)
        users.count_failure(connection, user.name, failures, until)
        note(connection, user, "login_failed", now, client)
        return False

    def _make_user(self, name: str, role: str, unit: str) -> tuple[User, str]:
        password = secrets.token_urlsafe(12)
        hashed = self.hash(password)
        return User(name=name, role=role, unit=unit, password_hash=hashed), password

    def _is_right(self, stored: str, password: str) -> bool:
        with self._turns:
            try:
                cut = passwords.clean(password)[: passwords.LONGEST]
                return self._hasher.verify(stored, cut)
            except (VerificationError, InvalidHashError):
                return False


def open_session(
    connection: Connection,
    name: str,
    now: datetime,
    client: Client,
    stage: Stage = Stage.WHOLE,
) -> Opened:
    """Open a session of the officer `name`, always with a token that is new."""
    token = make_token()
    life = SESSION_LIFE if stage is Stage.WHOLE else CODE_WITHIN
    sessions.open_session(
        connection,
        Session(
            token_sha256=hash_token(token),
            user_name=name,
            created_at=now,
            expires_at=now + life,
            seen_at=now,
            stage=stage,
            remote=client.address,
            browser=client.browser[:_BROWSER_LENGTH],
        ),
    )
    return Opened(token=token, stage=stage)


def set_password(connection: Connection, name: str, hashed: str) -> None:
    """Give an officer a password; who was logged in with the old one is not any more."""
    users.change(connection, name, password_hash=hashed, must_change=False)
    users.clear_failures(connection, name)
    sessions.close_all(connection, name)


def note(
    connection: Connection, user: User | None, act: str, now: datetime, client: Client
) -> None:
    """Keep in the audit what happened at the login of `user`, None for an unknown one."""
    audit.append(
        connection,
        Note(
            at=now,
            user_name="" if user is None else user.name,
            unit="" if user is None else user.unit,
            act=act,
            subject="",
            told={},
            remote=client.address,
        ),
    )


def read_totp_roles(connection: Connection) -> frozenset[str]:
    """Return the roles that must have a second factor."""
    return frozenset((settings.read(connection, TOTP_ROLES) or "").split())


def check_account(name: str, role: str, unit: str) -> None:
    """Refuse what is no account.

    Raises:
        UsageError: Name, role or unit is none.
    """
    if not name or len(name) > _NAME_LENGTH or not name.isprintable():
        raise UsageError(f"The user name '{name[:40]}' is empty or too long.")
    if name != name.strip() or set(name) & set("/\\?#%"):
        raise UsageError(f"The user name '{name}' has blanks or signs of addresses.")
    if role not in set(Role):
        raise UsageError(f"The role '{role}' is none of {', '.join(Role)}.")
    if unit and not (unit.isascii() and unit.isdigit()):
        raise UsageError(f"The unit '{unit}' is no administrative code such as 04.")


def _find_whole(connection: Connection, token: str, now: datetime) -> Held | None:
    return sessions.find(
        connection,
        hash_token(token),
        Stage.WHOLE,
        now=now,
        seen_since=now - IDLE_LIFE,
    )


def _find_duty(connection: Connection, user: User) -> Duty | None:
    if user.must_change:
        return Duty.PASSWORD
    if user.totp_secret is None and user.role in read_totp_roles(connection):
        return Duty.CODE
    return None


def _delay(failures: int) -> timedelta:
    """Return how long an account rests: nothing at first, then twice as long each time."""
    if failures < FREE_FAILURES:
        return timedelta(0)
    doublings = min(failures - FREE_FAILURES, 10)
    return min(FIRST_DELAY * (1 << doublings), LONGEST_DELAY)
