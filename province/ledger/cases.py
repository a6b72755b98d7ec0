"""Cases: what officers looked into and why, who looked again, and which points were told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from province.ledger import vault
from province.ledger.columns import from_us
from province.ledger.loading import Loader
from province.ledger.piece import Value
from province.ledger.scope import Scope
from province.ledger.tables import points
from province.ledger.trace_tables import case_contacts, case_looks, case_points, cases
from province.ledger.tracing import Tally
from province.ledger.vault import Opener, Place
from province.stays import Stay, Sureness

NOT_ASKED = -1
_CONTACTS = Loader(
    case_contacts,
    ("case_id", "person_key", "through_key", "since", "overlap_s", "sureness"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A look into one person's ways; `persons` are their join keys.

    `second_done` counts the contacts whose own contacts were asked for.
    """

    case_id: str
    made_at: datetime
    made_by: str
    unit: str
    reason: str
    way: str
    persons: tuple[bytes, ...]
    since: datetime
    until: datetime
    window: timedelta
    second_done: int = NOT_ASKED
    notice: str = ""
    notified_at: datetime | None = None
    is_closed: bool = False

    @property
    def scope(self) -> Scope:
        """Return whose points it looks at: those of the officer who made it."""
        return Scope(unit=self.unit)

    @property
    def window_us(self) -> int:
        """Return its window in microseconds."""
        return self.window // timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Somebody looked into a case, or took something of it along."""

    at: datetime
    user_name: str
    act: str
    told: Mapping[str, str | int | bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Second:
    """A contact of a contact."""

    person_key: bytes
    through_key: bytes
    since: datetime
    overlap: timedelta
    sureness: Sureness


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a point is told of a case: never whose it is."""

    case_id: str
    point_id: str
    point_name: str
    since: datetime
    until: datetime
    text: str
    notified_at: datetime


def add(connection: Connection, case: Case) -> None:
    """Keep a new case."""
    connection.execute(
        insert(cases).values(
            case_id=case.case_id,
            made_at=case.made_at,
            made_by=case.made_by,
            unit=case.unit,
            reason=vault.start_sealing(connection).seal(
                Place.REASON, case.case_id.encode(), case.reason.encode()
            ),
            way=case.way,
            persons=[key.hex() for key in case.persons],
            since=case.since,
            until=case.until,
            window_min=case.window // timedelta(minutes=1),
        )
    )


def find(connection: Connection, scope: Scope, case_id: str) -> Case | None:
    """Return the case `case_id` of `scope`, None where there is none."""
    query = select(cases).where(cases.c.case_id == case_id, scope.holds(cases.c.unit))
    row = connection.execute(query).one_or_none()
    return None if row is None else _read(vault.open_sealed(connection), row)


def list_newest(connection: Connection, scope: Scope, most: int) -> list[Case]:
    """Return the newest cases of `scope`."""
    query = select(cases).where(scope.holds(cases.c.unit))
    ordered = query.order_by(cases.c.made_at.desc(), cases.c.case_id).limit(most)
    opener = vault.open_sealed(connection)
    return [_read(opener, row) for row in connection.execute(ordered)]


def look(connection: Connection, case_id: str, one: Look) -> None:
    """Keep who looked, in the transaction that shows it."""
    connection.execute(
        insert(case_looks).values(
            case_id=case_id,
            at=one.at,
            user_name=one.user_name,
            act=one.act,
            told=dict(one.told),
        )
    )


def list_looks(connection: Connection, case_id: str, most: int) -> list[Look]:
    """Return who looked into a case, the newest first."""
    query = (
        select(case_looks)
        .where(case_looks.c.case_id == case_id)
        .order_by(case_looks.c.look_id.desc())
        .limit(most)
    )
    return [
        Look(at=row.at, user_name=row.user_name, act=row.act, told=row.told)
        for row in connection.execute(query)
    ]


def close(connection: Connection, case_id: str) -> None:
    """End a case: its points are told of it no more."""
    this = cases.c.case_id == case_id
    connection.execute(update(cases).where(this).values(is_closed=True))


def notify(
    connection: Connection,
    case: Case,
    stays: Iterable[Stay],
    *,
    text: str,
    now: datetime,
) -> int:
    """Tell every point of `stays` of the case; return how many they are."""
    spans: dict[str, tuple[int, int]] = {}
    for stay in stays:
        since, until = spans.get(stay.point_id, (stay.since_us, stay.until_us))
        spans[stay.point_id] = (min(since, stay.since_us), max(until, stay.until_us))
    this = cases.c.case_id == case.case_id
    connection.execute(update(cases).where(this).values(notice=text, notified_at=now))
    told = select(case_points.c.point_id).where(case_points.c.case_id == case.case_id)
    known = set(connection.scalars(told))
    fresh = [
        {
            "case_id": case.case_id,
            "point_id": point_id,
            "since": from_us(since),
            "until": from_us(until),
        }
        for point_id, (since, until) in spans.items()
        if point_id not in known
    ]
    if fresh:
        connection.execute(insert(case_points), fresh)
    return len(spans)


def notices(
    connection: Connection, scope: Scope, point_id: str | None = None
) -> list[Notice]:
    """Return what points of `scope`, or one of them, are told of cases that are not closed."""
    query = (
        select(
            cases.c.case_id,
            case_points.c.point_id,
            points.c.name.label("point_name"),
            case_points.c.since,
            case_points.c.until,
            cases.c.notice.label("text"),
            cases.c.notified_at,
        )
        .join(case_points, case_points.c.case_id == cases.c.case_id)
        .join(points, points.c.point_id == case_points.c.point_id)
        .where(
            cases.c.notified_at.is_not(None),
            cases.c.is_closed.is_(False),
            scope.holds(points.c.unit),
        )
        .order_by(cases.c.notified_at.desc(), case_points.c.point_id)
    )
    if point_id is not None:
        query = query.where(case_points.c.point_id == point_id)
    return [Notice(**row._asdict()) for row in connection.execute(query)]


def keep_second(
    connection: Connection,
    case_id: str,
    found: Mapping[bytes, Sequence[Tally]],
    *,
    leave_out: set[bytes],
    done: int,
) -> None:
    """Keep contacts of contacts, by whom they go through; who is known stays as is."""
    query = select(case_contacts.c.person_key).where(case_contacts.c.case_id == case_id)
    known = {*connection.scalars(query), *leave_out}
    fresh = []
    for through_key, tallies in found.items():
        for one in tallies:
            if one.person_key not in known:
                known.add(one.person_key)
                fresh.append(_flatten(through_key, one))
    _CONTACTS.load(connection, fresh, (case_id,))
    this = cases.c.case_id == case_id
    connection.execute(update(cases).where(this).values(second_done=done))


def count_second(connection: Connection, case_id: str) -> int:
    """Return how many contacts of contacts are kept."""
    query = select(func.count()).where(case_contacts.c.case_id == case_id)
    return connection.scalar(query.select_from(case_contacts)) or 0


def list_second(
    connection: Connection, case_id: str, most: int | None = None
) -> list[Second]:
    """Return the contacts of contacts, the surest and longest first."""
    table = case_contacts.c
    query = (
        select(case_contacts)
        .where(table.case_id == case_id)
        .order_by(table.sureness.desc(), table.overlap_s.desc(), table.person_key)
    )
    return [
        Second(
            person_key=row.person_key,
            through_key=row.through_key,
            since=row.since,
            overlap=timedelta(seconds=row.overlap_s),
            sureness=Sureness(row.sureness),
        )
        for row in connection.execute(query if most is None else query.limit(most))
    ]


def _flatten(through_key: bytes, one: Tally) -> tuple[Value, ...]:
    return (
        one.person_key,
        through_key,
        one.since_us,
        one.overlap_us // 1_000_000,
        int(one.sureness),
    )


def _read(opener: Opener, row: Row[*tuple[Any, ...]]) -> Case:
    """Return the case of a row; `Any` because the columns' types end at SQL."""
    reason = opener.open(Place.REASON, row.case_id.encode(), row.reason) or b""
    return Case(
        case_id=row.case_id,
        made_at=row.made_at,
        made_by=row.made_by,
        unit=row.unit,
        reason=reason.decode(),
        way=row.way,
        persons=tuple(bytes.fromhex(one) for one in row.persons),
        since=row.since,
        until=row.until,
        window=timedelta(minutes=row.window_min),
        second_done=row.second_done,
        notice=row.notice,
        notified_at=row.notified_at,
        is_closed=row.is_closed,
    )
