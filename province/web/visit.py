"""Visit: one request of an officer who is logged in and may enter."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request
from sqlalchemy import Connection

from province.accounts import Visitor
from province.ledger import audit, walls
from province.ledger.audit import Note
from province.ledger.scope import Scope
from province.ledger.walls import Wall
from province.services import Services
from province.web.session import Posted

_DIGITS = 15
"""More than any id has; PostgreSQL's own numbers end at 19."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Who asks, for what, and within which units; `posted` is empty for a GET."""

    services: Services
    request: Request
    visitor: Visitor
    scope: Scope
    now: datetime
    language: str
    form_token: str
    posted: Posted

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection for questions, which sees the rows of `scope` only."""
        with self.services.database.reading() as connection:
            self._enter(connection)
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose changes are kept together or not at all."""
        with self.services.database.writing() as connection:
            self._enter(connection)
            yield connection

    def _enter(self, connection: Connection) -> None:
        if self.services.database.wall is Wall.STANDS:
            walls.enter(connection, self.scope.unit)

    def ask(self, name: str, default: str = "") -> str:
        """Return the parameter `name` of the address, without NULs."""
        return self.request.query_params.get(name, default).replace("\0", "").strip()

    def path(self, name: str) -> str:
        """Return the part `name` of the path, without NULs."""
        return str(self.request.path_params[name]).replace("\0", "")

    def number(self, name: str) -> int:
        """Return the number that stands in the path as `name`, 0 where it is none."""
        return read_number(self.path(name))

    def note(
        self,
        connection: Connection,
        act: str,
        subject: str,
        **told: str | int | bool,
    ) -> None:
        """Keep in the audit, within the caller's transaction, what this officer does."""
        client = self.request.client
        audit.append(
            connection,
            Note(
                at=self.now,
                user_name=self.visitor.name,
                unit=self.visitor.unit,
                act=act,
                subject=subject,
                told=told,
                remote="" if client is None else client.host,
            ),
        )


def read_number(text: str) -> int:
    """Return the number that `text` is, 0 where it is none that an id can be."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= _DIGITS
    return int(text) if is_number else 0
