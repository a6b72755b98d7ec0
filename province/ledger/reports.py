"""Reports of the ledger: drafts kept, counted and found."""

from dataclasses import dataclass
from datetime import date, datetime

import zstandard
from sqlalchemy import Connection, func, insert, select

from province.ledger.report_tables import reports
from province.ledger.scope import Scope
from province.period import Period
from province.reports import report
from province.reports.report import Report

PAGE_ROWS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """A draft as a list shows it; `corrects` is the draft that it tells again."""

    report_id: int
    unit: str
    number: int
    kind: str
    first: date
    last: date
    made_at: datetime
    made_by: str
    corrects: int | None

    @property
    def period(self) -> Period:
        """Return the days that it tells of."""
        return Period(first=self.first, last=self.last)


_COLUMNS = tuple(reports.c[name] for name in ReportView.__dataclass_fields__)


def find_next_number(connection: Connection, unit: str) -> int:
    """Return the number of a unit's next draft."""
    query = select(func.max(reports.c.number)).where(reports.c.unit == unit)
    return (connection.scalar(query) or 0) + 1


def find_last(connection: Connection, unit: str, period: Period) -> ReportView | None:
    """Return the newest draft of `unit` that tells of `period`."""
    query = select(*_COLUMNS).where(
        reports.c.unit == unit,
        reports.c.first == period.first,
        reports.c.last == period.last,
    )
    newest = query.order_by(reports.c.number.desc()).limit(1)
    row = connection.execute(newest).one_or_none()
    return None if row is None else ReportView(**row._asdict())


def append(
    connection: Connection, unit: str, made: Report, corrects: int | None
) -> int:
    """Keep a draft and return its id."""
    period = made.full.period
    kept = connection.execute(
        insert(reports).values(
            unit=unit,
            number=made.number,
            kind=made.kind.value,
            first=period.first,
            last=period.last,
            made_at=made.made_at,
            made_by=made.made_by,
            corrects=corrects,
            content=zstandard.compress(report.encode(made)),
        )
    )
    key = kept.inserted_primary_key
    return 0 if key is None else int(key[0])


def list_in(
    connection: Connection, scope: Scope, before: int = 0
) -> tuple[ReportView, ...]:
    """Return drafts of the units in `scope`, newest first, older than `before` if given."""
    query = select(*_COLUMNS).where(scope.holds(reports.c.unit))
    if before:
        query = query.where(reports.c.report_id < before)
    newest = query.order_by(reports.c.report_id.desc()).limit(PAGE_ROWS)
    return tuple(ReportView(**row._asdict()) for row in connection.execute(newest))


def read(connection: Connection, scope: Scope, report_id: int) -> Report | None:
    """Return a draft of a unit in `scope`, None where there is none."""
    query = select(reports.c.content).where(
        reports.c.report_id == report_id, scope.holds(reports.c.unit)
    )
    kept = connection.scalar(query)
    return None if kept is None else report.decode(zstandard.decompress(kept))
