"""Invitations: links by which officers choose their password, the first or a new one."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from province.accounts import DECOY, Accounts, Client, note, set_password
from province.ledger import invitations, sessions, settings, users
from province.ledger.database import Database
from province.tokens import hash_token, make_token

LIFE = timedelta(days=7)
PATH = "/invitation"


def invite(connection: Connection, name: str, made_by: str, now: datetime) -> str:
    """Return the address of a new link for the officer `name`.

    It opens once, for seven days; older links of that officer are void.
    """
    token = make_token()
    invitations.insert_invitation(
        connection,
        hash_token(token),
        name,
        made_by=made_by,
        now=now,
        until=now + LIFE,
    )
    url = settings.read(connection, settings.PUBLIC_URL) or ""
    return f"{url}{PATH}/{token}"


def reset(connection: Connection, name: str, made_by: str, now: datetime) -> str:
    """Take the officer's password and sessions, and return the link to choose a new one."""
    users.change(connection, name, password_hash=DECOY, must_change=False)
    users.clear_failures(connection, name)
    sessions.close_all(connection, name)
    return invite(connection, name, made_by, now)


def find_invited(database: Database, token: str, now: datetime) -> str | None:
    """Return whom the link with `token` is for; None where it opens nothing."""
    with database.reading() as connection:
        return invitations.find_name(connection, hash_token(token), now)


def accept(
    accounts: Accounts,
    database: Database,
    token: str,
    chosen: str,
    *,
    now: datetime,
    client: Client,
) -> bool:
    """Give the invited officer the password `chosen`; False where the link is void."""
    hashed = accounts.hash(chosen)
    with database.writing() as connection:
        name = invitations.find_name(connection, hash_token(token), now)
        user = None if name is None else users.lock(connection, name)
        if user is None or user.disabled_at is not None:
            return False
        set_password(connection, user.name, hashed)
        invitations.use_up(connection, user.name, now)
        note(connection, user, "invitation_accepted", now, client)
    return True
