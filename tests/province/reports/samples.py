"""Samples: a report with a letterhead of an invented office."""

from datetime import date, timedelta

from province.category import Category
from province.figures import DayWork, Figures, Part, Totals
from province.period import Period, find_week
from province.reports.letterhead import Letterhead
from province.reports.report import Report, ReportKind
from tests.province.builders import NOW

WEEK = find_week(date(2026, 11, 9))
HEAD = Letterhead(
    superior="Ủy ban nhân dân tỉnh Mẫu",
    issuer="Sở Khoa học và Công nghệ",
    sign="SKHCN",
    place="Sông Mẫu",
    addressees=("Ủy ban nhân dân tỉnh", "Bộ Khoa học và Công nghệ"),
    copies=("Như trên", "Lãnh đạo Sở"),
    archive="VT, CNTT",
    authority="KT. Giám đốc",
    position="Phó Giám đốc",
    signer="Nguyễn Văn Mẫu",
)


def make_totals(**changes: int) -> Totals:
    told = {
        "points": 12,
        "suspended": 2,
        "active": 7,
        "zero": 2,
        "no_report": 1,
        "entries": 1_500,
        "admitted": 1_400,
    }
    return Totals(**(told | changes))


def make_part(key: str, name: str = "", **changes: int) -> Part:
    return Part(
        key=key,
        name=name,
        totals=make_totals(**changes),
        previous=make_totals(entries=1_600),
    )


def make_figures(
    period: Period = WEEK, *, totals: Totals | None = None, unit_name: str = ""
) -> Figures:
    return Figures(
        unit="",
        unit_name=unit_name,
        period=period,
        until=min(period.end, NOW),
        totals=totals or make_totals(),
        previous=make_totals(entries=2_000, active=5),
        by_unit=(
            make_part("001", "Xã Một"),
            make_part("002", "Xã Hai", active=1, zero=8),
        ),
        by_category=(make_part(Category.MARKET),),
        by_day=make_days(period),
        by_day_before=make_days(period.previous),
        by_hour=tuple(range(24)),
        complete_until=NOW - timedelta(hours=2),
        behind=3,
    )


def make_days(period: Period) -> tuple[DayWork, ...]:
    return tuple(
        DayWork(day=day, entries=100 + number, admitted=90, refused=4)
        for number, day in enumerate(period.days)
    )


def make_report(full: Figures | None = None, head: Letterhead = HEAD) -> Report:
    return Report(
        number=5,
        kind=ReportKind.WEEK,
        made_at=NOW,
        made_by="nva",
        letterhead=head,
        full=full or make_figures(),
    )
