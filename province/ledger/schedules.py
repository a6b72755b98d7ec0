"""Schedules of the ledger: kept, switched, and noted once they were run."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, or_, select, update

from province.ledger.office_tables import schedules
from province.ledger.scope import Scope
from province.schedules import Rhythm, Schedule, ScheduleKind

_COLUMNS = tuple(schedules.c)


def add(
    connection: Connection,
    kind: ScheduleKind,
    unit: str,
    *,
    rhythm: Rhythm,
    recipients: Sequence[str],
    made_by: str,
    now: datetime,
) -> int:
    """Keep a schedule that runs from the first slot after `now`, and return its id."""
    made = connection.execute(
        insert(schedules).values(
            kind=kind.value,
            unit=unit,
            weekday=rhythm.weekday,
            month_day=rhythm.month_day,
            minute=rhythm.minute,
            recipients=list(recipients),
            is_on=True,
            last_run=now,
            made_by=made_by,
        )
    )
    key = made.inserted_primary_key
    return 0 if key is None else int(key[0])


def list_in(
    connection: Connection, scope: Scope, kind: ScheduleKind
) -> tuple[Schedule, ...]:
    """Return the schedules of `kind` for units in `scope`."""
    query = select(*_COLUMNS).where(
        schedules.c.kind == kind.value, scope.holds(schedules.c.unit)
    )
    rows = connection.execute(query.order_by(schedules.c.schedule_id))
    return tuple(map(_read, rows))


def list_on(connection: Connection) -> tuple[Schedule, ...]:
    """Return every schedule that is on, of all kinds and units."""
    query = select(*_COLUMNS).where(schedules.c.is_on)
    return tuple(
        map(_read, connection.execute(query.order_by(schedules.c.schedule_id)))
    )


def switch(
    connection: Connection,
    scope: Scope,
    schedule_id: int,
    *,
    kind: ScheduleKind,
    is_on: bool,
    now: datetime,
) -> bool:
    """Switch a schedule of `kind` in `scope`; what it missed while off is not made up."""
    changed = connection.execute(
        update(schedules)
        .where(
            schedules.c.schedule_id == schedule_id,
            schedules.c.kind == kind.value,
            scope.holds(schedules.c.unit),
        )
        .values(is_on=is_on, last_run=now)
    )
    return changed.rowcount == 1


def note_run(connection: Connection, schedule: Schedule, slot: datetime) -> bool:
    """Keep that `schedule` was run for `slot`; False where it was already."""
    changed = connection.execute(
        update(schedules)
        .where(
            schedules.c.schedule_id == schedule.schedule_id,
            or_(schedules.c.last_run.is_(None), schedules.c.last_run < slot),
        )
        .values(last_run=slot)
    )
    return changed.rowcount == 1


def _read(row: Row[Any]) -> Schedule:
    return Schedule(
        schedule_id=row.schedule_id,
        kind=ScheduleKind(row.kind),
        unit=row.unit,
        rhythm=Rhythm(weekday=row.weekday, month_day=row.month_day, minute=row.minute),
        recipients=tuple(row.recipients),
        is_on=row.is_on,
        last_run=row.last_run,
        made_by=row.made_by,
    )
