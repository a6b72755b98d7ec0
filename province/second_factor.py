"""Second factor: an officer's telephone, learnt, confirmed and taken off."""

from datetime import datetime

from sqlalchemy import Connection

from province import totp
from province.accounts import IDLE_LIFE, Client, Opened, note, open_session
from province.ledger import sessions, users
from province.ledger.database import Database
from province.ledger.sessions import Held, Stage
from province.tokens import hash_token


class SecondFactor:
    """What officers do about their second factor, each in a session of their own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def offer(self, token: str, now: datetime) -> str | None:
        """Return a secret that waits in the session to be confirmed.

        None where there is a second factor: only an administrator takes one off,
        or whoever has a session for a minute would have it for good.
        """
        with self._database.writing() as connection:
            held = _find(connection, token, now)
            if held is None or held.user.totp_secret is not None:
                return None
            if held.totp_offer is None:
                secret = totp.make_secret()
                sessions.offer(connection, hash_token(token), secret)
                return secret
            return held.totp_offer

    def confirm(
        self, token: str, code: str, now: datetime, *, client: Client
    ) -> Opened | None:
        """Ask for the secret that was offered from now on, if `code` is of it.

        Every session ends, and a new one is opened.
        """
        with self._database.writing() as connection:
            held = _find(connection, token, now)
            if held is None or held.totp_offer is None:
                return None
            if held.user.totp_secret is not None:
                return None
            step = totp.find_step(held.totp_offer, code, now, None)
            if step is None:
                return None
            name = held.user.name
            users.change(connection, name, totp_secret=held.totp_offer, totp_step=step)
            sessions.close_all(connection, name)
            note(connection, held.user, "second_factor_set", now, client)
            return open_session(connection, name, now, client)


def _find(connection: Connection, token: str, now: datetime) -> Held | None:
    return sessions.find(
        connection,
        hash_token(token),
        Stage.WHOLE,
        now=now,
        seen_since=now - IDLE_LIFE,
    )
