"""Sessions: who is logged in, as rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, delete, func, insert, select, update

from province.ledger import users
from province.ledger.tables import sessions
from province.ledger.tables import users as users_table
from province.ledger.users import User


class Stage(StrEnum):
    """How far a login has come."""

    CODE = "code"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A login that lasts; `token_sha256` names it and opens nothing."""

    token_sha256: bytes
    user_name: str
    created_at: datetime
    expires_at: datetime
    seen_at: datetime
    stage: Stage
    remote: str
    browser: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A session with its officer, and the TOTP secret that was offered in it."""

    user: User
    seen_at: datetime
    totp_offer: str | None


def open_session(connection: Connection, session: Session) -> None:
    """Keep a new session, and drop those that are over."""
    over = sessions.c.expires_at <= session.created_at
    connection.execute(delete(sessions).where(over))
    connection.execute(
        insert(sessions).values(
            token_sha256=session.token_sha256,
            user_name=session.user_name,
            created_at=session.created_at,
            expires_at=session.expires_at,
            seen_at=session.seen_at,
            stage=session.stage.value,
            remote=session.remote,
            browser=session.browser,
        )
    )


def find(
    connection: Connection,
    token_sha256: bytes,
    stage: Stage,
    *,
    now: datetime,
    seen_since: datetime,
) -> Held | None:
    """Return whose session this is; None where it is none, over, or has idled."""
    query = (
        users.select_user()
        .add_columns(sessions.c.seen_at, sessions.c.totp_offer)
        .join(sessions, sessions.c.user_name == users_table.c.name)
        .where(
            sessions.c.token_sha256 == token_sha256,
            sessions.c.stage == stage.value,
            sessions.c.expires_at > now,
            sessions.c.seen_at > seen_since,
            users_table.c.disabled_at.is_(None),
        )
    )
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        return None
    found = dict(row)
    seen_at, offer = found.pop("seen_at"), found.pop("totp_offer")
    return Held(user=User(**found), seen_at=seen_at, totp_offer=offer)


def see(connection: Connection, token_sha256: bytes, now: datetime) -> None:
    """Remember that a session was used."""
    connection.execute(
        update(sessions)
        .where(sessions.c.token_sha256 == token_sha256)
        .values(seen_at=now)
    )


def offer(connection: Connection, token_sha256: bytes, secret: str) -> None:
    """Keep a TOTP secret until a first code of it comes."""
    connection.execute(
        update(sessions)
        .where(sessions.c.token_sha256 == token_sha256)
        .values(totp_offer=secret)
    )


def list_of(connection: Connection, name: str, now: datetime) -> Sequence[Session]:
    """Return the whole sessions of the officer `name`, the newest first."""
    query = (
        select(
            sessions.c.token_sha256,
            sessions.c.user_name,
            sessions.c.created_at,
            sessions.c.expires_at,
            sessions.c.seen_at,
            sessions.c.stage,
            sessions.c.remote,
            sessions.c.browser,
        )
        .where(
            sessions.c.user_name == name,
            sessions.c.expires_at > now,
            sessions.c.stage == Stage.WHOLE.value,
        )
        .order_by(sessions.c.seen_at.desc(), sessions.c.token_sha256)
    )
    rows = connection.execute(query).mappings()
    return [Session(**{**row, "stage": Stage(row["stage"])}) for row in rows]


def close(connection: Connection, token_sha256: bytes) -> None:
    """End a session."""
    connection.execute(delete(sessions).where(sessions.c.token_sha256 == token_sha256))


def close_all(connection: Connection, name: str) -> None:
    """End every session of the officer `name`."""
    connection.execute(delete(sessions).where(sessions.c.user_name == name))


def list_last_seen(connection: Connection) -> dict[str, datetime]:
    """Return when each officer who is logged in was last seen."""
    query = select(
        sessions.c.user_name,
        func.max(sessions.c.seen_at, type_=sessions.c.seen_at.type),
    ).group_by(sessions.c.user_name)
    return {row[0]: row[1] for row in connection.execute(query)}
