"""User commands: what `province user` does, and what it answers."""

import argparse
from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import Connection

from province import invitations
from province.accounts import TOTP_ROLES, Accounts
from province.errors import RefusedError, UsageError
from province.ledger import audit, sessions, settings, users
from province.ledger.audit import Note
from province.ledger.database import Database
from province.ledger.scope import WHOLE
from province.ledger.users import User
from province.rights import Role

Answer = Callable[[Mapping[str, object]], None]
Tell = Callable[[str], None]
SHELL = "shell"
"""Whoever has the machine has all rights; the audit keeps what was done there."""


def run(
    database: Database,
    options: argparse.Namespace,
    now: datetime,
    *,
    answer: Answer,
    tell: Tell,
) -> None:
    """Add, list or change accounts.

    Raises:
        UsageError: Name, role or unit is none, or the name is taken.
        RefusedError: There is no officer of this name.
    """
    match options.action:
        case "add":
            _add(database, options, now, tell)
            answer({"user": options.name})
        case "list":
            _list(database, now, answer)
        case "require":
            _require(database, options.role, now)
            answer({"roles": options.role})
        case _:
            answer(_change(database, options, now))


def _add(
    database: Database, options: argparse.Namespace, now: datetime, tell: Tell
) -> None:
    password = Accounts(database).add(options.name, options.role, options.unit, now)
    with database.writing() as connection:
        _note(connection, "officer_added", options.name, now)
    tell(f"Password of {options.name}, shown only now: {password}")


def _list(database: Database, now: datetime, answer: Answer) -> None:
    with database.reading() as connection:
        found = users.list_within(connection, WHOLE)
    for user in found:
        answer(
            {
                "user": user.name,
                "role": user.role,
                "unit": user.unit,
                "second_factor": user.totp_secret is not None,
                "disabled": user.disabled_at is not None,
                "locked": user.is_locked(now),
            }
        )


def _change(
    database: Database, options: argparse.Namespace, now: datetime
) -> Mapping[str, object]:
    name = options.name
    with database.writing() as connection:
        user = users.lock(connection, name)
        if user is None:
            raise RefusedError(
                f"There is no user '{name}'. 'province user list' names them."
            )
        match options.action:
            case "reset":
                return {"user": name, "link": _reset(connection, user, now)}
            case "disable":
                users.change(connection, name, disabled_at=now)
                sessions.close_all(connection, name)
                _note(connection, "officer_disabled", name, now)
            case _:
                users.change(
                    connection, name, disabled_at=None, failures=0, locked_until=None
                )
                _note(connection, "officer_enabled", name, now)
    return {"user": name}


def _reset(connection: Connection, user: User, now: datetime) -> str:
    """Let the officer start anew: password and second factor are both forgotten."""
    users.change(connection, user.name, totp_secret=None, totp_step=None)
    _note(connection, "officer_reset", user.name, now)
    return invitations.reset(connection, user.name, SHELL, now)


def _require(database: Database, roles: list[str], now: datetime) -> None:
    for role in roles:
        if role not in set(Role):
            raise UsageError(f"The role '{role}' is none of {', '.join(Role)}.")
    with database.writing() as connection:
        settings.store(connection, TOTP_ROLES, " ".join(roles))
        _note(connection, "second_factor_required", " ".join(roles), now)


def _note(connection: Connection, act: str, subject: str, now: datetime) -> None:
    audit.append(
        connection,
        Note(
            at=now,
            user_name="",
            unit="",
            act=act,
            subject=subject,
            told={},
            remote=SHELL,
        ),
    )
