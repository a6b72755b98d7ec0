"""Reports' page: drafts of a unit, made, looked at and taken along."""

from collections.abc import Mapping

from fastapi import Response

from province import drafting
from province.ledger import known_units, reports
from province.ledger import report_letters as ledger_letters
from province.ledger.reports import PAGE_ROWS, ReportView
from province.period import Period, parse_period
from province.report_commands import make_document, name_document
from province.reports import wording
from province.reports.report import Report
from province.rights import Right
from province.web import letterheads, report_letters, schedules
from province.web.doors import Doors
from province.web.listing import Column, Kind, Listing, Row
from province.web.maker import tell_maker
from province.web.page import HEADERS, load_texts, redirect, render
from province.web.reminder_letters import tell_fault
from province.web.visit import Visit, read_number

_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def open_doors(doors: Doors) -> None:
    """Open the pages of reports."""
    doors.get("/reports", Right.REPORT)(show_reports)
    doors.post("/reports", Right.REPORT)(make_report)
    letterheads.open_doors(doors)
    schedules.open_doors(doors, schedules.REPORTS)
    report_letters.open_doors(doors)
    doors.get("/reports/{report}", Right.REPORT)(show_report)
    doors.get("/reports/{report}/{form}", Right.REPORT)(take_report)


def show_reports(visit: Visit, fault: str = "", status: int = 200) -> Response:
    """Show the drafts of the officer's units, and what makes a new one."""
    before = read_number(visit.ask("before"))
    with visit.reading() as connection:
        listed = reports.list_in(connection, visit.scope, before)
        running = schedules.list_schedules(schedules.REPORTS, visit, connection)
        numbers = [one.report_id for one in listed]
        sent = ledger_letters.list_of(connection, visit.scope, numbers)
    texts = load_texts(visit.language)
    return render(
        "reports.html",
        visit,
        status,
        listing=_list(listed, report_letters.sum_up(sent, texts), texts),
        next_before=listed[-1].report_id if len(listed) == PAGE_ROWS else 0,
        desk=schedules.REPORTS,
        schedules=running,
        due=drafting.find_due(visit.now, monthly=False),
        due_month=drafting.find_due(visit.now, monthly=True),
        fields=visit.posted.fields,
        fault=fault,
    )


def make_report(visit: Visit) -> Response:
    """Draft the report that was asked for."""
    fields = visit.posted.fields
    period = _read_period(fields, visit)
    said = fields.get("unit", "")
    with visit.reading() as connection:
        known = known_units.read_known(connection, visit.scope)
    unit = known.find(said) if said else visit.scope.unit
    if period is None:
        return show_reports(visit, "reports_fault_period", 422)
    if unit is None:
        return show_reports(visit, "reports_fault_unit", 422)
    with visit.writing() as connection:
        drafted = drafting.draft(
            connection, unit, period, made_by=visit.visitor.name, now=visit.now
        )
        visit.note(connection, "report_made", str(drafted.report_id), unit=unit)
    return redirect(f"/reports/{drafted.report_id}")


def show_report(visit: Visit) -> Response:
    """Show what a draft says."""
    number, report = _find(visit)
    if report is None:
        return render("missing.html", visit, status=404)
    texts = load_texts(visit.language)
    with visit.reading() as connection:
        sent = ledger_letters.list_of(connection, visit.scope, [number])
    return render(
        "report.html",
        visit,
        number=number,
        report=report,
        letters=[(one, tell_fault(one.fault, texts)) for one in sent],
        made_by=tell_maker(report.made_by, texts),
        title=wording.write_title(report),
        sections=wording.write_sections(report),
        rows=wording.compare(report.full),
    )


def take_report(visit: Visit) -> Response:
    """Give a draft as the document that the address names."""
    number, report = _find(visit)
    form = visit.path("form")
    if report is None or form not in _TYPES:
        return render("missing.html", visit, status=404)
    document = make_document(report, f".{form}")
    with visit.writing() as connection:
        visit.note(connection, "report_taken", str(number), form=form)
    name = f"{name_document(report)}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(document, media_type=_TYPES[form], headers=HEADERS | headers)


def _find(visit: Visit) -> tuple[int, Report | None]:
    number = visit.number("report")
    with visit.reading() as connection:
        return number, reports.read(connection, visit.scope, number)


def _read_period(fields: Mapping[str, str], visit: Visit) -> Period | None:
    """Return the period that a form names, None where it is none or has not begun."""
    named = {key: fields.get(key, "") for key in ("period", "first", "last")}
    period = parse_period(named, visit.now)
    chosen = {period.week, period.month, period.first.isoformat()} - {""}
    is_asked = named["period"] in chosen or (
        not named["period"] and named["first"] == period.first.isoformat()
    )
    return period if is_asked and period.start <= visit.now else None


def _list(
    listed: tuple[ReportView, ...], sent: Mapping[int, str], texts: Mapping[str, str]
) -> Listing:
    return Listing(
        name="reports_title",
        columns=(
            Column(key="reports_number", kind=Kind.NUMBER),
            Column(key="reports_period"),
            Column(key="reports_unit"),
            Column(key="reports_made_at", kind=Kind.MOMENT),
            Column(key="reports_made_by"),
            Column(key="reports_corrects"),
            Column(key="reports_letters"),
        ),
        rows=[
            Row(
                cells=(
                    one.number,
                    wording.name_period(one.period),
                    one.unit or texts["officers_whole"],
                    one.made_at,
                    tell_maker(one.made_by, texts),
                    "" if one.corrects is None else "✓",
                    sent.get(one.report_id, ""),
                ),
                place=f"/reports/{one.report_id}",
            )
            for one in listed
        ],
    )
