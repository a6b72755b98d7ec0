"""Purges: the record of what was destroyed, and when everything was looked through last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, insert, select, update

from province.ledger import settings
from province.ledger.columns import from_us, to_us
from province.ledger.purge_tables import purges
from province.retention import Counts, Matter

_LAST = "purge_at"


@dataclass(frozen=True, slots=True, kw_only=True)
class Purge:
    """A purge; `ended_at` is None where it stopped and nothing has gone on with it yet."""

    begun_at: datetime
    ended_at: datetime | None
    made_by: str
    until: date
    counts: Mapping[str, int]

    def count(self, matter: Matter) -> int:
        """Return how many of `matter` went."""
        return self.counts.get(matter.value, 0)


def add(
    connection: Connection, counts: Counts, *, until: date, made_by: str, now: datetime
) -> None:
    """Put what a transaction destroys on record, in that transaction.

    A purge that was stopped goes on with its record.
    """
    query = (
        select(purges.c.purge_id, purges.c.counts)
        .where(purges.c.ended_at.is_(None), purges.c.until == until)
        .order_by(purges.c.purge_id)
        .limit(1)
        .with_for_update()
    )
    found = connection.execute(query).one_or_none()
    if found is None:
        connection.execute(
            insert(purges).values(
                begun_at=now, made_by=made_by, until=until, counts=_write(counts)
            )
        )
        return
    counts = Counts({Matter(name): one for name, one in found.counts.items()}) + counts
    this = purges.c.purge_id == found.purge_id
    connection.execute(update(purges).where(this).values(counts=_write(counts)))


def finish(connection: Connection, now: datetime) -> None:
    """End what is on record, and note that all was looked through."""
    open_ones = purges.c.ended_at.is_(None)
    connection.execute(update(purges).where(open_ones).values(ended_at=now))
    note_last(connection, now)


def list_newest(connection: Connection, most: int) -> Sequence[Purge]:
    """Return what was destroyed, the newest first."""
    table = purges.c
    query = select(
        table.begun_at, table.ended_at, table.made_by, table.until, table.counts
    )
    rows = connection.execute(query.order_by(table.purge_id.desc()).limit(most))
    return [Purge(**row._asdict()) for row in rows]


def read_last(connection: Connection) -> datetime | None:
    """Return when everything was looked through, None where nothing ever was."""
    text = settings.read(connection, _LAST)
    return None if text is None else from_us(int(text))


def note_last(connection: Connection, now: datetime) -> None:
    """Note that everything was looked through at `now`."""
    settings.store(connection, _LAST, str(to_us(now)))


def _write(counts: Counts) -> dict[str, int]:
    return {matter.value: one for matter, one in sorted(counts.items()) if one}
