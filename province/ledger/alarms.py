"""Alarms: what is wrong with kiosks, since when, and what an officer wrote of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, func, insert, select, update

from province.fleet import AlarmKind
from province.ledger.place_tables import alarms
from province.ledger.scope import Scope
from province.ledger.tables import kiosks, points

NOTE_LENGTH = 400
_TOGETHER = 500

Wrong = tuple[AlarmKind, str]
"""What is wrong, and with which kiosk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """Something that is wrong, or was; `seen_by` has looked into it."""

    alarm_id: int
    kind: str
    subject: str
    since: datetime
    seen_at: datetime | None
    seen_by: str | None
    note: str
    is_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """How many alarms began and ended."""

    begun: int
    over: int


def renew(connection: Connection, wrong: Iterable[Wrong], now: datetime) -> Changed:
    """Begin an alarm for each that is new, and end those that are wrong no more."""
    found = set(wrong)
    query = select(alarms.c.alarm_id, alarms.c.kind, alarms.c.subject).where(
        alarms.c.is_over.is_(False)
    )
    rung = {(row.kind, row.subject): row.alarm_id for row in connection.execute(query)}
    fresh = [
        {"kind": kind.value, "subject": subject, "since": now}
        for kind, subject in sorted(found)
        if (kind.value, subject) not in rung
    ]
    if fresh:
        connection.execute(insert(alarms), fresh)
    still = {(kind.value, subject) for kind, subject in found}
    over = [alarm_id for key, alarm_id in rung.items() if key not in still]
    for first in range(0, len(over), _TOGETHER):
        ended = alarms.c.alarm_id.in_(over[first : first + _TOGETHER])
        connection.execute(update(alarms).where(ended).values(is_over=True))
    return Changed(begun=len(fresh), over=len(over))


def list_open(
    connection: Connection, kiosk_ids: Sequence[str]
) -> Mapping[str, tuple[Alarm, ...]]:
    """Return the alarms that are not over of each of these kiosks."""
    found: dict[str, tuple[Alarm, ...]] = {}
    for first in range(0, len(kiosk_ids), _TOGETHER):
        several = kiosk_ids[first : first + _TOGETHER]
        query = _select().where(
            alarms.c.subject.in_(several), alarms.c.is_over.is_(False)
        )
        for row in connection.execute(query):
            made = Alarm(**row._asdict())
            found[made.subject] = (*found.get(made.subject, ()), made)
    return found


def list_of(connection: Connection, kiosk_id: str, most: int = 50) -> list[Alarm]:
    """Return the alarms of a kiosk, those that are not over first."""
    query = (
        _select()
        .where(alarms.c.subject == kiosk_id)
        .order_by(None)
        .order_by(alarms.c.is_over, alarms.c.alarm_id.desc())
        .limit(most)
    )
    return [Alarm(**row._asdict()) for row in connection.execute(query)]


def count_open(connection: Connection, scope: Scope) -> dict[str, int]:
    """Return by kind how many kiosks in `scope` have an alarm that nobody looked into."""
    query = (
        select(alarms.c.kind, func.count())
        .join(kiosks, kiosks.c.kiosk_id == alarms.c.subject)
        .join(points, points.c.point_id == kiosks.c.point_id)
        .where(
            alarms.c.is_over.is_(False),
            alarms.c.seen_at.is_(None),
            scope.holds(points.c.unit),
        )
        .group_by(alarms.c.kind)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def acknowledge(
    connection: Connection,
    kiosk_id: str,
    alarm_id: int,
    *,
    seen_by: str,
    note: str,
    now: datetime,
) -> str | None:
    """Let an alarm of a kiosk rest until it is over; return its kind, None for no such one."""
    this = (
        alarms.c.alarm_id == alarm_id,
        alarms.c.subject == kiosk_id,
        alarms.c.is_over.is_(False),
    )
    kind = connection.scalar(select(alarms.c.kind).where(*this))
    connection.execute(
        update(alarms)
        .where(*this)
        .values(seen_at=now, seen_by=seen_by, note=note[:NOTE_LENGTH])
    )
    return None if kind is None else str(kind)


def _select() -> Select[*tuple[object, ...]]:
    names = Alarm.__dataclass_fields__
    return select(*(alarms.c[name] for name in names)).order_by(alarms.c.alarm_id)
