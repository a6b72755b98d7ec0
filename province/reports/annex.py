"""Annex: a report's figures as a workbook (XLSX), a sheet for each table."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from province.figures import Figures, Part
from province.reports import wording
from province.reports.report import Report

Value = str | int | float | None

_PARTS = (
    *("Mã", "Tên", "Điểm đã thiết lập", "Tạm dừng", "Hoạt động", "Tỷ lệ hoạt động"),
    *("Không phát sinh", "Không báo cáo", "Lượt ghi nhận", "Lượt được vào, ra"),
    *("Lượt kỳ trước", "Tăng, giảm"),
)
_MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""So that the same report gives the same bytes."""


def write_annex(report: Report, categories: Mapping[str, str]) -> bytes:
    """Return the workbook of `report`; `categories` are names by their codes."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": _MADE})
    _write_sheet(book, "Chỉ tiêu", *_tell_comparison(report))
    _write_sheet(book, "Theo đơn vị", _PARTS, _tell_parts(report.full.by_unit))
    named = (
        (part, categories.get(part.key, part.key)) for part in report.full.by_category
    )
    _write_sheet(book, "Theo loại điểm", _PARTS, _tell_named(named))
    _write_sheet(book, "Theo ngày", *_tell_days(report.full))
    _write_sheet(book, "Theo giờ", *_tell_hours(report.full))
    book.close()
    return file.getvalue()


def _tell_comparison(
    report: Report,
) -> tuple[Sequence[str], Iterable[Sequence[Value]]]:
    rows = [
        (row.name, row.now, row.before, row.change)
        for row in wording.compare(report.full)
    ]
    told = wording.name_period(report.full.period)
    return (f"Chỉ tiêu ({told})", "Kỳ này", "Kỳ trước", "Tăng, giảm"), rows


def _tell_parts(parts: Iterable[Part]) -> Iterable[Sequence[Value]]:
    return _tell_named((part, part.name) for part in parts)


def _tell_named(parts: Iterable[tuple[Part, str]]) -> Iterable[Sequence[Value]]:
    for part, name in parts:
        totals = part.totals
        yield (
            *(part.key, name, totals.points, totals.suspended, totals.active),
            *(totals.rate, totals.zero, totals.no_report, totals.entries),
            *(totals.admitted, part.previous.entries, part.entries_change),
        )


def _tell_days(figures: Figures) -> tuple[Sequence[str], Iterable[Sequence[Value]]]:
    rows = [
        (wording.tell_day(day.day), day.entries, day.admitted, day.refused)
        for day in (*figures.by_day_before, *figures.by_day)
    ]
    return ("Ngày", "Lượt ghi nhận", "Được vào, ra", "Bị từ chối"), rows


def _tell_hours(figures: Figures) -> tuple[Sequence[str], Iterable[Sequence[Value]]]:
    rows = [(f"{hour:02}:00", count) for hour, count in enumerate(figures.by_hour)]
    return ("Giờ", "Lượt được vào, ra"), rows


def _write_sheet(
    book: Workbook,
    name: str,
    heading: Sequence[str],
    rows: Iterable[Sequence[Value]],
) -> None:
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "text_wrap": True, "border": 1})
    count = book.add_format({"num_format": "#,##0"})
    share = book.add_format({"num_format": "0.0%"})
    for place, title in enumerate(heading):
        sheet.write_string(0, place, title, bold)
    for line, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            _write_cell(
                sheet, (line, place), value, share if _is_share(value) else count
            )
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, len(heading), 16)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _is_share(value: Value) -> bool:
    return isinstance(value, float)


def _write_cell(
    sheet: xlsxwriter.worksheet.Worksheet,
    place: tuple[int, int],
    value: Value,
    form: Format,
) -> None:
    match value:
        case None:
            return
        case str():
            sheet.write_string(*place, value)
        case _:
            sheet.write_number(*place, value, form)
