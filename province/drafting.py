"""Drafting: a report made of the figures as they are now, and kept."""

from dataclasses import dataclass, replace
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from kiosk.decision import LOCAL
from province.figures import Figures
from province.ledger import figures, report_letters, reports, settings
from province.ledger.scope import Scope
from province.period import Period, find_month, find_week
from province.reports.letterhead import Letterhead, make_first
from province.reports.report import Report, ReportKind
from province.schedules import Schedule
from province.services import Services

_SETTING = "letterhead_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """A draft that was kept."""

    report_id: int
    report: Report


def draft(
    connection: Connection, unit: str, period: Period, *, made_by: str, now: datetime
) -> Drafted:
    """Draft the report of `unit` (empty: the province) on `period`, and keep it.

    What was drafted before of the same period is corrected by it, where the
    figures have changed since.
    """
    full = figures.read(connection, Scope(unit=unit), period, now)
    made = Report(
        number=reports.find_next_number(connection, unit),
        kind=find_kind(period),
        made_at=now,
        made_by=made_by,
        letterhead=read_letterhead(connection, unit, full.unit_name),
        full=full,
        to_date=_read_to_date(connection, unit, period, now),
    )
    earlier = reports.find_last(connection, unit, period)
    before = (
        None
        if earlier is None
        else reports.read(connection, Scope(unit=unit), earlier.report_id)
    )
    corrects = None
    if earlier is not None and before is not None and is_changed(before.full, full):
        corrects = earlier.report_id
        made = replace(made, corrected=before.full, corrected_at=before.made_at)
    kept = reports.append(connection, unit, made, corrects)
    return Drafted(report_id=kept, report=made)


def is_changed(before: Figures, now: Figures) -> bool:
    """Say whether something that is counted differs; when it was asked does not count."""
    return (before.totals, before.by_unit, before.by_category, before.by_day) != (
        now.totals,
        now.by_unit,
        now.by_category,
        now.by_day,
    )


def find_kind(period: Period) -> ReportKind:
    """Return what kind of report tells of `period`."""
    if period.week:
        return ReportKind.WEEK
    return ReportKind.MONTH if period.month else ReportKind.ASKED


def find_due(now: datetime, *, monthly: bool) -> Period:
    """Return what a report that is due `now` tells of: the last full week or month."""
    today = now.astimezone(LOCAL).date()
    return find_month(today).previous if monthly else find_week(today).previous


def read_letterhead(connection: Connection, unit: str, name: str) -> Letterhead:
    """Return the letterhead of `unit`, called `name`."""
    kept = settings.read(connection, _SETTING + unit)
    if kept is None:
        return make_first(name)
    return msgspec.json.decode(kept, type=Letterhead)


def store_letterhead(connection: Connection, unit: str, head: Letterhead) -> None:
    """Let the next reports of `unit` have this letterhead."""
    settings.store(connection, _SETTING + unit, msgspec.json.encode(head).decode())


def _read_to_date(
    connection: Connection, unit: str, period: Period, now: datetime
) -> Figures | None:
    """Return the figures of the week after a week's report, where it has begun and goes on."""
    today = now.astimezone(LOCAL).date()
    this_week = find_week(today)
    if not period.week or this_week.previous != period:
        return None
    begun = Period(first=this_week.first, last=today)
    return figures.read(connection, Scope(unit=unit), begun, now)


def run_schedule(services: Services, schedule: Schedule, slot: datetime) -> None:
    """Draft what is due at `slot`: the last full week, or the last month; once for it.

    The draft goes to whom the schedule names.
    """
    period = find_due(slot, monthly=schedule.rhythm.month_day is not None)
    made_by = f"schedule {schedule.schedule_id}"
    with services.database.writing() as connection:
        last = reports.find_last(connection, schedule.unit, period)
        if last is None or last.made_by != made_by or last.made_at < slot:
            now = services.clock()
            made = draft(connection, schedule.unit, period, made_by=made_by, now=now)
            # In the transaction of the draft: a crash leaves both or neither.
            report_letters.append(
                connection,
                made.report_id,
                schedule.unit,
                recipients=schedule.recipients,
                made_by=made_by,
                now=now,
            )
