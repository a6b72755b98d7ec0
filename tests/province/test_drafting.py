"""Tests of drafting: the letters' weeks in the text, corrections, and what is due."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from province.drafting import (
    draft,
    find_due,
    find_kind,
    read_letterhead,
    run_schedule,
    store_letterhead,
)
from province.ledger import reports, summaries
from province.ledger.columns import to_day_number
from province.ledger.database import Database
from province.ledger.place_tables import point_days
from province.ledger.scope import WHOLE
from province.period import Period, find_month
from province.reports import wording
from province.reports.report import Report, ReportKind
from province.schedules import Rhythm, Schedule, ScheduleKind
from province.services import Services
from tests.province.builders import NOW
from tests.province.reports.samples import HEAD
from tests.province.weeks import ACTIVE_WEEK, SILENT_WEEK, WEEK, lay


def make(database: Database, period: Period = WEEK, unit: str = "") -> Report:
    with database.writing() as connection:
        return draft(connection, unit, period, made_by="nva", now=NOW).report


def read_text(report: Report) -> str:
    sections = wording.write_sections(report)
    return "\n".join(one for section in sections for one in section.paragraphs)


def test_the_letter_of_620_active_points_comes_out(ledger: Database) -> None:
    lay(ledger, ACTIVE_WEEK)
    told = read_text(make(ledger))
    assert "đã thiết lập 6.128 điểm kiểm soát" in told
    assert "620 điểm hoạt động trên 6.128 điểm, đạt 10,1%" in told


def test_the_letter_of_the_silent_points_comes_out(ledger: Database) -> None:
    lay(ledger, SILENT_WEEK)
    told = read_text(make(ledger))
    assert "gồm 253 điểm báo cáo không phát sinh lượt ra vào" in told
    assert "và 120 điểm không có báo cáo" in told
    assert "giảm 6.019 lượt" in told


def test_every_figure_is_what_sql_counts_by_hand(ledger: Database) -> None:
    lay(ledger, SILENT_WEEK)
    totals = make(ledger).full.totals
    within = {
        "first": to_day_number(WEEK.first),
        "last": to_day_number(WEEK.last),
    }
    with ledger.reading() as connection:
        worked = connection.execute(
            text(
                "SELECT sum(entries) AS entries, sum(admitted) AS admitted,"
                " count(DISTINCT CASE WHEN admitted > 0 THEN point_id END) AS active"
                " FROM point_days WHERE day BETWEEN :first AND :last"
            ),
            within,
        ).one()
        registered = connection.scalar(text("SELECT count(*) FROM points"))
    assert (totals.entries, totals.admitted) == (worked.entries, worked.admitted)
    assert (totals.active, totals.points) == (worked.active, registered)
    assert totals.active + totals.silent == registered


def test_drafts_of_a_unit_are_counted(sqlite: Database) -> None:
    assert [make(sqlite).number, make(sqlite).number] == [1, 2]
    assert make(sqlite, unit="08001").number == 1


def test_a_kept_draft_keeps_its_figures_when_late_data_come(sqlite: Database) -> None:
    lay(sqlite, SILENT_WEEK)
    first = make(sqlite)
    with sqlite.writing() as connection:
        connection.execute(point_days.update().values(entries=point_days.c.entries + 1))
        summaries.rebuild(connection)
    second = make(sqlite)
    with sqlite.reading() as connection:
        kept = reports.read(connection, WHOLE, 1)
    assert kept == first
    assert second.corrected == first.full
    assert second.full.totals.entries > first.full.totals.entries


def test_the_same_figures_correct_nothing(sqlite: Database) -> None:
    lay(sqlite, ACTIVE_WEEK)
    assert [make(sqlite).corrected, make(sqlite).corrected] == [None, None]


def test_a_friday_tells_this_week_too(sqlite: Database) -> None:
    report = make(sqlite)
    assert report.to_date is not None
    assert report.to_date.period.first == WEEK.last + timedelta(days=1)
    assert make(sqlite, WEEK.previous).to_date is None


def test_a_letterhead_is_kept_for_its_unit(sqlite: Database) -> None:
    with sqlite.writing() as connection:
        store_letterhead(connection, "08001", HEAD)
    with sqlite.reading() as connection:
        assert read_letterhead(connection, "08001", "") == HEAD
        assert read_letterhead(connection, "", "Tỉnh Mẫu").issuer == "Tỉnh Mẫu"


def test_what_is_due_is_what_is_over() -> None:
    assert find_due(NOW, monthly=False) == WEEK
    assert find_due(NOW, monthly=True) == find_month(date(2026, 10, 1))


@pytest.mark.parametrize(
    ("period", "kind"),
    [
        (WEEK, ReportKind.WEEK),
        (find_month(date(2026, 10, 1)), ReportKind.MONTH),
        (Period(first=WEEK.first, last=WEEK.first), ReportKind.ASKED),
    ],
)
def test_a_period_makes_the_kind(period: Period, kind: ReportKind) -> None:
    assert find_kind(period) is kind


def test_a_schedule_makes_one_report_a_slot(services: Services) -> None:
    schedule = Schedule(
        schedule_id=1,
        kind=ScheduleKind.REPORT,
        unit="",
        rhythm=Rhythm(weekday=5, month_day=None, minute=600),
        recipients=(),
        is_on=True,
        last_run=NOW - timedelta(days=7),
        made_by="nva",
    )
    for _ in range(2):
        run_schedule(services, schedule, NOW - timedelta(hours=1))
    run_schedule(services, replace(schedule, unit="08001"), NOW)
    with services.database.reading() as connection:
        made = reports.list_in(connection, WHOLE)
    assert [(one.unit, one.period) for one in made] == [("08001", WEEK), ("", WEEK)]
