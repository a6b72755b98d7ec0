"""Fleet: kiosks with their points, what they said last, and what is wrong with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    func,
    literal_column,
    select,
)

from province.fleet import AlarmKind
from province.folding import fold
from province.ledger.place_tables import alarms
from province.ledger.scope import Scope
from province.ledger.tables import batches, kiosks, points

PAGE_ROWS = 100
BATCH_ROWS = 50
GAP_ROWS = 100


class Order(StrEnum):
    """By what the fleet is listed."""

    POINT = "point"
    CONTACT = "contact"
    PENDING = "pending"
    DRIFT = "drift"
    DISK = "disk"
    VERSION = "version"


class Use(StrEnum):
    """Which kiosks are listed."""

    IN_USE = "in_use"
    REVOKED = "revoked"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which kiosks are meant; what is empty does not matter."""

    unit: str = ""
    point_id: str = ""
    text: str = ""
    alarm: AlarmKind | None = None
    use: Use = Use.IN_USE


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskRow:
    """A kiosk as officers see it; what it never told is None."""

    kiosk_id: str
    point_id: str
    point_name: str
    unit: str
    gate: str
    machine: str
    enrolled_at: datetime
    revoked_at: datetime | None
    last_contact: datetime | None
    pending: int
    covered_until: datetime | None
    drained_at: datetime | None
    drift_s: int | None
    app_version: str | None
    roster_version: int | None
    disk_free: int | None
    reader_faults: int | None
    clock: str | None
    is_suspended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRow:
    """A batch that came, without what is in it."""

    batch_id: int
    epoch: str
    sequence: int
    first: int
    count: int
    covered_until: datetime
    sent_at: datetime
    received_at: datetime
    pending: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Batches of an epoch that never came: from the first to the last of them."""

    epoch: str
    first: int
    last: int


def list_kiosks(
    connection: Connection,
    scope: Scope,
    wanted: Filter,
    order: Order = Order.POINT,
    *,
    page: int | None = 0,
) -> list[KioskRow]:
    """Return a page of the kiosks in `scope`, all of them where it is None.

    Pages are counted, not keyed: a province has some thousand kiosks, in any of
    six orders, and skipping 6,000 rows takes 3 ms.
    """
    query = _select(scope).where(*_choose(wanted)).order_by(*_ORDERS[order])
    if page is not None:
        query = query.limit(PAGE_ROWS).offset(page * PAGE_ROWS)
    return [KioskRow(**row._asdict()) for row in connection.execute(query)]


def count_kiosks(connection: Connection, scope: Scope, wanted: Filter) -> int:
    """Return how many kiosks a filter lets through."""
    listed = _select(scope).where(*_choose(wanted)).subquery()
    return int(connection.scalar(select(func.count()).select_from(listed)) or 0)


def find_kiosk(connection: Connection, scope: Scope, kiosk_id: str) -> KioskRow | None:
    """Return a kiosk, None where there is none in `scope`."""
    query = _select(scope).where(kiosks.c.kiosk_id == kiosk_id)
    row = connection.execute(query).one_or_none()
    return None if row is None else KioskRow(**row._asdict())


def list_versions(connection: Connection) -> list[str]:
    """Return the programs that kiosks in use run, each once."""
    query = (
        select(kiosks.c.last_app_version)
        .where(kiosks.c.revoked_at.is_(None), kiosks.c.last_app_version.is_not(None))
        .distinct()
    )
    return [str(one) for one in connection.execute(query).scalars()]


def list_batches(
    connection: Connection,
    kiosk_id: str,
    before: int | None = None,
    *,
    most: int | None = BATCH_ROWS,
) -> list[BatchRow]:
    """Return a kiosk's batches, the last that came first, those older than `before`."""
    columns = (batches.c[name] for name in BatchRow.__dataclass_fields__)
    query = (
        select(*columns)
        .where(batches.c.kiosk_id == kiosk_id)
        .order_by(batches.c.batch_id.desc())
        .limit(most)
    )
    if before is not None:
        query = query.where(batches.c.batch_id < before)
    return [BatchRow(**row._asdict()) for row in connection.execute(query)]


def list_gaps(connection: Connection, kiosk_id: str) -> list[Gap]:
    """Return the numbers that are missing between a kiosk's batches, `GAP_ROWS` at most."""
    before = func.coalesce(
        func.lag(batches.c.sequence).over(
            partition_by=batches.c.epoch, order_by=batches.c.sequence
        ),
        0,
    )
    numbered = (
        select(batches.c.epoch, batches.c.sequence, before.label("before"))
        .where(batches.c.kiosk_id == kiosk_id)
        .subquery()
    )
    query = (
        select(numbered)
        .where(numbered.c.sequence > numbered.c.before + 1)
        .order_by(numbered.c.epoch, numbered.c.sequence)
        .limit(GAP_ROWS)
    )
    return [
        Gap(epoch=row.epoch, first=row.before + 1, last=row.sequence - 1)
        for row in connection.execute(query)
    ]


def _select(scope: Scope) -> Select[*tuple[object, ...]]:
    return (
        select(
            kiosks.c.kiosk_id,
            kiosks.c.point_id,
            points.c.name.label("point_name"),
            points.c.unit,
            kiosks.c.gate,
            kiosks.c.machine,
            kiosks.c.enrolled_at,
            kiosks.c.revoked_at,
            kiosks.c.last_contact,
            kiosks.c.last_pending.label("pending"),
            kiosks.c.last_covered_until.label("covered_until"),
            kiosks.c.last_drained_at.label("drained_at"),
            kiosks.c.last_drift_s.label("drift_s"),
            kiosks.c.last_app_version.label("app_version"),
            kiosks.c.last_roster_version.label("roster_version"),
            kiosks.c.last_disk_free.label("disk_free"),
            kiosks.c.last_reader_faults.label("reader_faults"),
            kiosks.c.last_clock.label("clock"),
            points.c.suspended_at.is_not(None).label("is_suspended"),
        )
        .join(points, points.c.point_id == kiosks.c.point_id)
        .where(scope.holds(points.c.unit))
    )


def _choose(wanted: Filter) -> Sequence[ColumnElement[bool]]:
    terms: list[ColumnElement[bool]] = []
    if wanted.unit:
        terms.append(Scope(unit=wanted.unit).holds(points.c.unit))
    if wanted.point_id:
        terms.append(kiosks.c.point_id == wanted.point_id)
    if wanted.text:
        terms.append(
            points.c.folded.contains(fold(wanted.text), autoescape=True)
            | (kiosks.c.kiosk_id == wanted.text.upper())
        )
    if wanted.use is not Use.ALL:
        is_revoked = wanted.use is Use.REVOKED
        at = kiosks.c.revoked_at
        terms.append(at.is_not(None) if is_revoked else at.is_(None))
    if wanted.alarm is not None:
        rung = select(alarms.c.subject).where(
            alarms.c.kind == wanted.alarm.value, alarms.c.is_over.is_(False)
        )
        terms.append(kiosks.c.kiosk_id.in_(rung))
    return terms


_POINT = (kiosks.c.point_id, kiosks.c.gate, kiosks.c.kiosk_id)
_ORDERS: dict[Order, tuple[ColumnElement[object], ...]] = {
    Order.POINT: _POINT,
    # Whoever was never heard comes first, on both databases.
    Order.CONTACT: (func.coalesce(kiosks.c.last_contact, literal_column("0")), *_POINT),
    Order.PENDING: (kiosks.c.last_pending.desc(), *_POINT),
    Order.DRIFT: (
        func.abs(func.coalesce(kiosks.c.last_drift_s, 0)).desc(),
        *_POINT,
    ),
    Order.DISK: (
        func.coalesce(kiosks.c.last_disk_free, literal_column("9007199254740993")),
        *_POINT,
    ),
    Order.VERSION: (func.coalesce(kiosks.c.last_app_version, ""), *_POINT),
}
