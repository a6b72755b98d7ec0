"""Reminders of the ledger: who was silent, what was sent to whom, and whether it arrived."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    func,
    insert,
    select,
)

from province.activity import Activity
from province.ledger import figures, known_units, settings
from province.ledger.columns import to_us
from province.ledger.office_tables import reminders
from province.ledger.outbox import Outbox, State, find_state
from province.ledger.scope import Scope
from province.ledger.tables import kiosks, points
from province.ledger.tables import settings as settings_table
from province.period import Period
from province.reckoning import PointFigures, Standing
from province.reminders import Silence, SilentPoint, Text, Way

PAGE_ROWS = 50
_FEW = 500
"""Points that are asked for by their ids; of more, all of the unit are read."""
OUTBOX = Outbox(table=reminders)
_SILENT = {Standing.ZERO: Activity.ZERO, Standing.NO_REPORT: Activity.NO_REPORT}
_ADDRESSES = "mail_addresses "
_COUNT: dict[str, Callable[[ColumnElement[Any]], ColumnElement[int]]] = {
    "sqlite": func.json_array_length,
    "postgresql": func.jsonb_array_length,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A letter as a list tells it; `points` is how many it names."""

    reminder_id: int
    unit: str
    made_at: datetime
    made_by: str
    way: Way
    recipient: str
    points: int
    sent_at: datetime | None
    next_at: datetime | None
    fault: str

    @property
    def state(self) -> State:
        """Return what became of it."""
        return _find_state(self.way, self.sent_at, self.next_at, self.fault)


_SENT = tuple(one.name for one in fields(Sent) if one.name != "points")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A letter as it was made; `sent_at` is when the mail server took it."""

    reminder_id: int
    unit: str
    made_at: datetime
    made_by: str
    way: Way
    recipient: str
    since: datetime
    until: datetime
    points: tuple[SilentPoint, ...]
    subject: str
    text: str
    sent_at: datetime | None
    attempts: int
    next_at: datetime | None
    fault: str

    @property
    def state(self) -> State:
        """Return what became of it."""
        return _find_state(self.way, self.sent_at, self.next_at, self.fault)

    @property
    def message_id(self) -> str:
        """Return the letter's own name, the same at every try to send it."""
        return f"<reminder.{self.reminder_id}.{to_us(self.made_at)}@province.invalid>"


def read_silence(
    connection: Connection,
    scope: Scope,
    period: Period,
    now: datetime,
    most: int | None = None,
) -> Silence:
    """Return what the points in `scope` did in `period`, as known at `now`.

    Of the silent ones the first `most` are described, all where None.
    """
    graded = figures.list_points(connection, scope, period, now)
    counts = Counter(one.standing for one in graded)
    silent = [one for one in graded if one.standing in _SILENT]
    silent.sort(key=lambda one: (one.point.unit, one.point.name, one.point.point_id))
    return Silence(
        unit=scope.unit,
        unit_name=name_unit(connection, scope.unit),
        period=period,
        registered=len(graded) - counts[Standing.SUSPENDED],
        active=counts[Standing.ACTIVE],
        zero=counts[Standing.ZERO],
        no_report=counts[Standing.NO_REPORT],
        points=_describe(connection, scope, silent[:most]),
    )


def name_unit(connection: Connection, unit: str) -> str:
    """Return what a letter calls `unit`; empty is the whole province."""
    if not unit:
        return settings.read(connection, settings.PROVINCE_NAME) or "Tỉnh"
    return known_units.read_known(connection, Scope(unit=unit)).tell(unit)


def append(
    connection: Connection,
    silence: Silence,
    text: Text,
    *,
    way: Way,
    recipient: str,
    made_by: str,
    now: datetime,
) -> int:
    """Keep a letter; one by mail waits to be sent, a file is handed over at once."""
    made = connection.execute(
        insert(reminders).values(
            unit=silence.unit,
            made_at=now,
            made_by=made_by,
            way=way.value,
            recipient=recipient,
            since=silence.period.start,
            until=silence.period.end,
            points=msgspec.to_builtins(silence.points),
            subject=text.subject,
            text=text.body,
            sent_at=now if way is Way.FILE else None,
            next_at=now if way is Way.MAIL else None,
        )
    )
    key = made.inserted_primary_key
    return 0 if key is None else int(key[0])


def is_made(
    connection: Connection, unit: str, recipient: str, *, period: Period, made_by: str
) -> bool:
    """Say whether `made_by` wrote to `recipient` of these days already."""
    query = select(reminders.c.reminder_id).where(
        reminders.c.unit == unit,
        reminders.c.recipient == recipient,
        reminders.c.since == period.start,
        reminders.c.until == period.end,
        reminders.c.made_by == made_by,
    )
    return connection.scalar(query.limit(1)) is not None


def list_page(
    connection: Connection, scope: Scope, before: int = 0, most: int = PAGE_ROWS
) -> tuple[Sent, ...]:
    """Return letters to units in `scope`, the newest first, those before the id `before`."""
    count = _COUNT[connection.dialect.name](reminders.c.points)
    told = (reminders.c[field] for field in _SENT)
    query = select(*told, count.label("points")).where(scope.holds(reminders.c.unit))
    if before > 0:
        query = query.where(reminders.c.reminder_id < before)
    query = query.order_by(reminders.c.reminder_id.desc()).limit(most)
    return tuple(
        Sent(**row._asdict() | {"way": Way(row.way)})
        for row in connection.execute(query)
    )


def find(connection: Connection, scope: Scope, reminder_id: int) -> Reminder | None:
    """Return a letter to a unit in `scope`, None where there is none."""
    query = select(*reminders.c).where(
        reminders.c.reminder_id == reminder_id, scope.holds(reminders.c.unit)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else _read(row)


def claim_due(connection: Connection, now: datetime, most: int) -> tuple[Reminder, ...]:
    """Take up to `most` letters that are to be tried now, for this process alone."""
    chosen = OUTBOX.claim_due(connection, now, most)
    if not chosen:
        return ()
    mine = reminders.c.reminder_id.in_(chosen)
    query = select(*reminders.c).where(mine).order_by(reminders.c.reminder_id)
    return tuple(map(_read, connection.execute(query)))


def retry(
    connection: Connection, scope: Scope, reminder_id: int, now: datetime
) -> bool:
    """Let a letter that did not arrive be tried at once; False where there is none."""
    by_mail = reminders.c.way == Way.MAIL.value
    terms = by_mail, scope.holds(reminders.c.unit)
    return OUTBOX.retry(connection, reminder_id, now, *terms)


def store_addresses(
    connection: Connection, unit: str, addresses: Sequence[str]
) -> None:
    """Let letters to `unit` go to `addresses`."""
    settings.store(connection, f"{_ADDRESSES}{unit}", " ".join(addresses))


def read_addresses(connection: Connection, unit: str) -> tuple[str, ...]:
    """Return where letters to `unit` go."""
    said = settings.read(connection, f"{_ADDRESSES}{unit}") or ""
    return tuple(said.split())


def list_addressed(connection: Connection, scope: Scope) -> dict[str, tuple[str, ...]]:
    """Return the units in `scope` that have an address, with them all."""
    table = settings_table
    code = func.substr(table.c.name, len(_ADDRESSES) + 1)
    query = select(code.label("unit"), table.c.value).where(
        table.c.name.startswith(_ADDRESSES, autoescape=True),
        table.c.value != "",
        scope.holds(code),
    )
    rows = connection.execute(query.order_by(code))
    return {row.unit: tuple(row.value.split()) for row in rows}


def _find_state(
    way: Way, sent_at: datetime | None, next_at: datetime | None, fault: str
) -> State:
    return State.FILE if way is Way.FILE else find_state(sent_at, next_at, fault)


def _describe(
    connection: Connection, scope: Scope, silent: Sequence[PointFigures]
) -> tuple[SilentPoint, ...]:
    """Return `silent` in their order, with whom to call and when they were heard of."""
    contact = func.max(kiosks.c.last_contact, type_=kiosks.c.last_contact.type)
    wanted = (
        points.c.point_id.in_([one.point.point_id for one in silent])
        if len(silent) <= _FEW
        else scope.holds(points.c.unit)
    )
    query = (
        select(
            points.c.point_id,
            points.c.address,
            points.c.contact_name,
            points.c.contact_phone,
            contact.label("last_contact"),
        )
        .outerjoin(kiosks, kiosks.c.point_id == points.c.point_id)
        .where(wanted)
        .group_by(points.c.point_id)
    )
    told = {row.point_id: row for row in connection.execute(query)}
    return tuple(
        _tell(one, told[one.point.point_id])
        for one in silent
        if one.point.point_id in told
    )


def _tell(one: PointFigures, row: Row[*tuple[Any, ...]]) -> SilentPoint:
    return SilentPoint(
        point_id=one.point.point_id,
        name=one.point.name,
        address=row.address,
        standing=_SILENT[one.standing],
        last_contact=row.last_contact,
        contact_name=row.contact_name,
        contact_phone=row.contact_phone,
    )


def _read(row: Row[Any]) -> Reminder:
    told = row._asdict()
    return Reminder(
        **told
        | {
            "way": Way(row.way),
            "points": msgspec.convert(row.points, tuple[SilentPoint, ...]),
        }
    )
