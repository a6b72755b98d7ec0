"""Point views: points as officers look for them, and one with all that it did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, exists, func, or_, select

from kiosk.decision import LOCAL
from province.activity import Activity, PointPeriod, grade
from province.folding import fold
from province.ledger.place_tables import point_days
from province.ledger.scope import Scope
from province.ledger.tables import kiosks, points

PAGE_ROWS = 100
SHOWN_DAYS = 30
_WEEK = 7


class PointState(StrEnum):
    """How a point stands, for those who look for it."""

    WORKING = "working"
    SUSPENDED = "suspended"
    WITHOUT_KIOSK = "without_kiosk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which points a list is to show; empty is all."""

    text: str = ""
    category: str = ""
    unit: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPoint:
    """A point in a list; `kiosks` counts those in use."""

    point_id: str
    name: str
    category: str
    unit: str
    address: str
    contact_name: str
    contact_phone: str
    suspended_at: datetime | None
    kiosks: int
    last_contact: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskLine:
    """A kiosk of a point."""

    kiosk_id: str
    gate: str
    machine: str
    last_contact: datetime | None
    last_pending: int
    last_covered_until: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLine:
    """What a point did on a local day."""

    day: date
    entries: int
    admitted: int
    refused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Doings:
    """A point's kiosks and its last days, today last; `activity` is of its last seven."""

    kiosks: Sequence[KioskLine]
    days: Sequence[DayLine]
    activity: Activity

    @property
    def last_contact(self) -> datetime | None:
        """Return when a kiosk of the point was heard of last."""
        heard = [one.last_contact for one in self.kiosks if one.last_contact]
        return max(heard, default=None)


def list_found(
    connection: Connection,
    scope: Scope,
    wanted: Wanted,
    *,
    after: str = "",
    limit: int | None = PAGE_ROWS,
) -> Sequence[FoundPoint]:
    """Return the points within `scope` that follow `after`; all where `limit` is None."""
    told = [
        points.c[name] for name in FoundPoint.__dataclass_fields__ if name in points.c
    ]
    contact = kiosks.c.last_contact
    query = (
        select(
            *told,
            func.count(kiosks.c.kiosk_id).label("kiosks"),
            func.max(contact, type_=contact.type).label("last_contact"),
        )
        .outerjoin(
            kiosks,
            (kiosks.c.point_id == points.c.point_id) & kiosks.c.revoked_at.is_(None),
        )
        .where(scope.holds(points.c.unit), points.c.point_id > after, *_want(wanted))
        .group_by(points.c.point_id)
        .order_by(points.c.point_id)
        .limit(limit)
    )
    return [FoundPoint(**row._asdict()) for row in connection.execute(query)]


def count_found(connection: Connection, scope: Scope, wanted: Wanted) -> int:
    """Return how many points within `scope` are wanted."""
    query = select(func.count()).where(scope.holds(points.c.unit), *_want(wanted))
    return connection.scalar(query.select_from(points)) or 0


def read_doings(connection: Connection, point_id: str, now: datetime) -> Doings:
    """Return the kiosks of a point and what it did up to `now`."""
    names = KioskLine.__dataclass_fields__
    query = (
        select(*(kiosks.c[name] for name in names))
        .where(kiosks.c.point_id == point_id)
        .order_by(kiosks.c.gate, kiosks.c.enrolled_at)
    )
    lines = [KioskLine(**row._asdict()) for row in connection.execute(query)]
    days = _list_days(connection, point_id, now.astimezone(LOCAL).date())
    period = PointPeriod(
        point_id=point_id,
        unit="",
        is_active=any(day.admitted for day in days[-_WEEK:]),
        covered_until=_find_covered(lines),
    )
    return Doings(kiosks=lines, days=days, activity=grade(period, now))


def _list_days(connection: Connection, point_id: str, today: date) -> list[DayLine]:
    first = today - timedelta(days=SHOWN_DAYS - 1)
    query = select(
        point_days.c.day,
        point_days.c.entries,
        point_days.c.admitted,
        point_days.c.refused,
    ).where(point_days.c.point_id == point_id, point_days.c.day.between(first, today))
    told = {row.day: DayLine(**row._asdict()) for row in connection.execute(query)}
    days = (first + timedelta(days=number) for number in range(SHOWN_DAYS))
    none = {"entries": 0, "admitted": 0, "refused": 0}
    return [told.get(day) or DayLine(day=day, **none) for day in days]


def _find_covered(lines: Sequence[KioskLine]) -> datetime | None:
    """Return what all kiosks in use reported up to; None where one never did."""
    reached = [one.last_covered_until for one in lines if one.revoked_at is None]
    known = [moment for moment in reached if moment is not None]
    return min(known) if known and len(known) == len(reached) else None


def _want(wanted: Wanted) -> list[ColumnElement[bool]]:
    terms: list[ColumnElement[bool]] = []
    if wanted.text:
        folded = points.c.folded.contains(fold(wanted.text), autoescape=True)
        terms.append(or_(folded, points.c.point_id == wanted.text.upper()))
    if wanted.category:
        terms.append(points.c.category == wanted.category)
    if wanted.unit:
        terms.append(Scope(unit=wanted.unit).holds(points.c.unit))
    match wanted.state:
        case PointState.WORKING:
            terms.append(points.c.suspended_at.is_(None))
        case PointState.SUSPENDED:
            terms.append(points.c.suspended_at.is_not(None))
        case PointState.WITHOUT_KIOSK:
            its = kiosks.alias()
            in_use = exists().where(
                its.c.point_id == points.c.point_id, its.c.revoked_at.is_(None)
            )
            terms.append(~in_use)
        case _:
            pass
    return terms
