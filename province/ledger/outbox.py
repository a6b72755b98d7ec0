"""Outbox: rows that wait to be sent by mail, whatever they tell.

`claim_due` hands each row to one process for a while, so that a letter goes
twice only where a process dies between the mail server's yes and `settle_sent`;
its Message-ID is then the same.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, or_, select, update

CLAIM = timedelta(minutes=10)
"""Longer than a mail server may take for one letter."""


class State(StrEnum):
    """What became of a letter."""

    SENT = "sent"
    FILE = "file"
    WAITING = "waiting"
    AGAIN = "again"
    FAILED = "failed"


def find_state(sent_at: datetime | None, next_at: datetime | None, fault: str) -> State:
    """Return what became of a letter by mail."""
    if sent_at is not None:
        return State.SENT
    if next_at is None:
        return State.FAILED
    return State.AGAIN if fault else State.WAITING


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbox:
    """A table with `sent_at`, `attempts`, `next_at` and `fault`, and a number as its key."""

    table: Table

    @property
    def key(self) -> Column[Any]:
        """Return the column of the number; `Any` as each table names its own."""
        (column,) = self.table.primary_key
        return column

    def claim_due(
        self, connection: Connection, now: datetime, most: int
    ) -> tuple[int, ...]:
        """Take up to `most` letters that are to be tried now, for this process alone."""
        told = self.table.c
        due = (
            select(self.key)
            .where(told.next_at <= now)
            .order_by(told.next_at, self.key)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        chosen = tuple(sorted(connection.scalars(due)))
        if chosen:
            connection.execute(
                update(self.table)
                .where(self.key.in_(chosen))
                .values(next_at=now + CLAIM, attempts=told.attempts + 1, fault="")
            )
        return chosen

    def settle_sent(self, connection: Connection, number: int, now: datetime) -> None:
        """Note that the mail server has taken a letter."""
        connection.execute(
            update(self.table)
            .where(self.key == number)
            .values(sent_at=now, next_at=None, fault="")
        )

    def settle_failed(
        self, connection: Connection, number: int, fault: str, next_at: datetime | None
    ) -> None:
        """Note why a letter did not arrive, and when it is tried again, if ever."""
        connection.execute(
            update(self.table)
            .where(self.key == number)
            .values(fault=fault, next_at=next_at)
        )

    def retry(
        self,
        connection: Connection,
        number: int,
        now: datetime,
        *terms: ColumnElement[bool],
    ) -> bool:
        """Let a letter that did not arrive be tried at once; False where there is none.

        `terms` say which of the table's rows are letters of the officer's.
        """
        told = self.table.c
        changed = connection.execute(
            update(self.table)
            .where(
                self.key == number,
                told.sent_at.is_(None),
                # One that a process has in its hands right now is not given to another.
                or_(told.next_at.is_(None), told.fault != ""),
                *terms,
            )
            .values(next_at=now, fault="")
        )
        return changed.rowcount == 1
