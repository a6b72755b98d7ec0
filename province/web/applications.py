"""Applications: the pages on which officers answer places that ask for a point."""

from datetime import datetime

from fastapi import Response
from sqlalchemy import Connection

from kiosk.decision import LOCAL
from province.ledger import applications, units
from province.ledger.applications import Application
from province.ledger.columns import from_us, to_us
from province.rights import Right
from province.web.doors import Doors
from province.web.listing import Column, Kind, Listing, Row, answer_download
from province.web.page import load_sets, load_texts, redirect, render
from province.web.visit import Visit

LONGEST_REASON = 300
_COLUMNS = (
    Column(key="applications_number"),
    Column(key="place_field_name"),
    Column(key="place_field_category"),
    Column(key="place_field_unit"),
    Column(key="applications_applied_at", kind=Kind.MOMENT),
    Column(key="applications_answer"),
)
_MOST_DIGITS = 18


def open_doors(doors: Doors) -> None:
    """Open the list, and an application with its answers."""
    doors.get("/applications", Right.EDIT_POINTS)(show_applications)
    doors.get("/applications/{application}", Right.EDIT_POINTS)(show_application)
    doors.post("/applications/{application}/approve", Right.EDIT_POINTS)(approve)
    doors.post("/applications/{application}/refuse", Right.EDIT_POINTS)(refuse)


def show_applications(visit: Visit) -> Response:
    """Show those that wait, or those that were answered; the oldest first."""
    is_open, is_file = visit.ask("show") != "answered", visit.ask("table") != ""
    with visit.reading() as connection:
        listed = applications.list_applications(
            connection,
            visit.scope,
            is_open=is_open,
            after=None if is_file else _read_position(visit.ask("after")),
            limit=None if is_file else applications.PAGE_ROWS,
        )
        day = visit.now.astimezone(LOCAL).date()
        named = units.name_units(connection, {one.unit for one in listed}, day)
    texts, categories = (
        load_texts(visit.language),
        load_sets(visit.language)["category"],
    )
    rows = [
        Row(
            place=f"/applications/{one.application_id}",
            cells=(
                one.application_id,
                one.name,
                categories.get(one.category, one.category),
                named.get(one.unit, one.unit),
                one.applied_at,
                texts[f"applications_{one.answer or 'waiting'}"],
            ),
        )
        for one in listed
    ]
    listing = Listing(name="applications_list", columns=_COLUMNS, rows=rows)
    return answer_download(visit, listing) or render(
        "applications.html",
        visit,
        listing=listing,
        is_open=is_open,
        next_after=_tell_position(listed[-1])
        if len(listed) == applications.PAGE_ROWS
        else "",
        told=visit.ask("told"),
    )


def show_application(visit: Visit) -> Response:
    """Show an application, whose contact person is looked at."""
    with visit.writing() as connection:
        asked = _find(visit, connection)
        if asked is None:
            return render("missing.html", visit, status=404)
        visit.note(connection, "application_seen", asked.application_id)
        return _show(visit, connection, asked)


def approve(visit: Visit) -> Response:
    """Register the place that asked."""
    with visit.writing() as connection:
        asked = _find(visit, connection)
        if asked is None:
            return render("missing.html", visit, status=404)
        by = visit.visitor.name
        point_id = applications.approve(connection, asked, by=by, now=visit.now)
        if point_id is None:
            return redirect(f"/applications/{asked.application_id}")
        visit.note(
            connection, "application_approved", asked.application_id, point=point_id
        )
    return redirect(f"/points/{point_id}?told=added")


def refuse(visit: Visit) -> Response:
    """Refuse the place that asked, for a reason that it reads."""
    reason = visit.posted.fields.get("reason", "")
    with visit.writing() as connection:
        asked = _find(visit, connection)
        if asked is None:
            return render("missing.html", visit, status=404)
        if not 0 < len(reason) <= LONGEST_REASON:
            return _show(visit, connection, asked, fault="points_reason_fault")
        by = visit.visitor.name
        if applications.refuse(connection, asked, reason, by=by, now=visit.now):
            visit.note(connection, "application_refused", asked.application_id)
    return redirect("/applications?told=refused")


def _find(visit: Visit, connection: Connection) -> Application | None:
    number = visit.path("application")
    return applications.find_application(connection, visit.scope, number)


def _show(
    visit: Visit, connection: Connection, asked: Application, fault: str = ""
) -> Response:
    day = visit.now.astimezone(LOCAL).date()
    return render(
        "application.html",
        visit,
        status=422 if fault else 200,
        asked=asked,
        unit_path=units.tell_paths(connection, [asked.unit], day).get(
            asked.unit, asked.unit
        ),
        namesakes=applications.list_namesakes(connection, visit.scope, asked),
        reason=visit.posted.fields.get("reason", ""),
        fault=fault,
    )


def _tell_position(asked: Application) -> str:
    return f"{to_us(asked.applied_at)}-{asked.application_id}"


def _read_position(text: str) -> tuple[datetime, str] | None:
    us, _, number = text.partition("-")
    if not (us.isascii() and us.isdigit() and len(us) <= _MOST_DIGITS):
        return None
    try:
        return from_us(int(us)), number
    except OverflowError:
        return None
