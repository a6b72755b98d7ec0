"""Report letters of the ledger: to whom a draft goes by mail, and whether it arrived."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from province.ledger.columns import to_us
from province.ledger.outbox import Outbox, State, find_state
from province.ledger.report_tables import report_letters
from province.ledger.scope import Scope

OUTBOX = Outbox(table=report_letters)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLetter:
    """A draft on its way to one address; `sent_at` is when the mail server took it."""

    letter_id: int
    report_id: int
    unit: str
    recipient: str
    made_at: datetime
    made_by: str
    sent_at: datetime | None
    attempts: int
    next_at: datetime | None
    fault: str

    @property
    def state(self) -> State:
        """Return what became of it."""
        return find_state(self.sent_at, self.next_at, self.fault)

    @property
    def message_id(self) -> str:
        """Return the letter's own name, the same at every try to send it."""
        return f"<report.{self.letter_id}.{to_us(self.made_at)}@province.invalid>"


def append(
    connection: Connection,
    report_id: int,
    unit: str,
    *,
    recipients: Iterable[str],
    made_by: str,
    now: datetime,
) -> None:
    """Let a draft of `unit` go to each of `recipients`, once to each."""
    rows = [
        {
            "report_id": report_id,
            "unit": unit,
            "recipient": recipient,
            "made_at": now,
            "made_by": made_by,
            "next_at": now,
        }
        for recipient in dict.fromkeys(recipients)
    ]
    if rows:
        connection.execute(insert(report_letters), rows)


def list_of(
    connection: Connection, scope: Scope, reports: Iterable[int]
) -> tuple[ReportLetter, ...]:
    """Return the letters of drafts of units in `scope`, in the order they were made."""
    query = select(report_letters).where(
        report_letters.c.report_id.in_(list(reports)),
        scope.holds(report_letters.c.unit),
    )
    rows = connection.execute(query.order_by(report_letters.c.letter_id))
    return tuple(map(_read, rows))


def claim_due(
    connection: Connection, now: datetime, most: int
) -> tuple[ReportLetter, ...]:
    """Take up to `most` letters that are to be tried now, for this process alone."""
    chosen = OUTBOX.claim_due(connection, now, most)
    query = select(report_letters).where(OUTBOX.key.in_(chosen)).order_by(OUTBOX.key)
    return tuple(map(_read, connection.execute(query))) if chosen else ()


def retry(
    connection: Connection, scope: Scope, report_id: int, letter_id: int, now: datetime
) -> bool:
    """Let a letter of a draft in `scope` be tried at once; False where there is none to try."""
    its = report_letters.c.report_id == report_id
    terms = its, scope.holds(report_letters.c.unit)
    return OUTBOX.retry(connection, letter_id, now, *terms)


def _read(row: Row[*tuple[Any, ...]]) -> ReportLetter:
    """Return the letter of a row; `Any` because the columns' types end at SQL."""
    return ReportLetter(**row._asdict())
