"""Audit: what officers did and looked at, as an auditor reads it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from fastapi import Response

from kiosk.decision import LOCAL
from province.ledger import audit
from province.ledger.audit import PAGE_ROWS, Kept, Search
from province.rights import Right
from province.web.doors import Doors
from province.web.listing import Column, Kind, Listing, Row, answer_download
from province.web.page import load_texts, render
from province.web.visit import Visit

MOST_ROWS = 100_000
"""In one file; a spreadsheet opens no more than a million."""
_LONGEST_NUMBER = 18


def open_doors(doors: Doors) -> None:
    """Open the audit."""
    doors.get("/audit", Right.READ_AUDIT)(show_audit)


def show_audit(visit: Visit) -> Response:
    """Show the notes that are asked for, the newest first."""
    search, faults = _read_search(visit)
    is_file = bool(visit.ask("table"))
    most = MOST_ROWS if is_file else PAGE_ROWS
    before = None if is_file else _read_number(visit.ask("before"))
    with visit.reading() as connection:
        found = audit.list_notes(connection, search, before=before, most=most)
        acts = audit.list_acts(connection, visit.scope)
    listing = _list(visit, found)
    if (download := answer_download(visit, listing)) is not None:
        with visit.writing() as connection:
            visit.note(connection, "audit_exported", "", rows=len(found))
        return download
    is_more = len(found) == PAGE_ROWS
    return render(
        "audit.html",
        visit,
        listing=replace(listing, rows=listing.rows[:PAGE_ROWS]),
        acts={act: _name_act(visit, act) for act in acts},
        asked=dict(visit.request.query_params),
        faults=faults,
        is_later=before is not None,
        next_page=_name_page(visit, found[-1].number) if is_more else "",
        first_page=_name_page(visit, None),
    )


def _read_search(visit: Visit) -> tuple[Search, dict[str, str]]:
    """Return what is asked for, and the text's key for each day that is none."""
    since, until = _read_day(visit.ask("since")), _read_day(visit.ask("until"))
    days = {"since": since, "until": until}
    faults = {
        name: "audit_no_day"
        for name, day in days.items()
        if day is None and visit.ask(name)
    }
    search = Search(
        scope=visit.scope,
        user_name=visit.ask("officer"),
        act=visit.ask("act"),
        since=None if since is None else _begin(since),
        until=None if until is None else _begin(until) + timedelta(days=1),
    )
    return search, faults


def _read_day(text: str) -> date | None:
    """Return the day that `text` names; None where it is none that a ledger can have."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2999 else None


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL).astimezone(UTC)


def _read_number(text: str) -> int | None:
    is_number = text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER
    return int(text) if is_number else None


def _name_page(visit: Visit, before: int | None) -> str:
    here = visit.request.url.remove_query_params(["before", "table", "form"])
    if before is not None:
        here = here.include_query_params(before=before)
    return f"{here.path}?{here.query}"


def _name_act(visit: Visit, act: str) -> str:
    return load_texts(visit.language).get(f"act_{act}", act)


def _list(visit: Visit, found: Sequence[Kept]) -> Listing:
    columns = (
        Column(key="time", kind=Kind.MOMENT),
        Column(key="audit_officer"),
        Column(key="unit"),
        Column(key="audit_act"),
        Column(key="audit_subject"),
        Column(key="audit_told"),
        Column(key="audit_address"),
    )
    rows = [
        Row(
            cells=(
                kept.note.at,
                kept.note.user_name,
                kept.note.unit,
                _name_act(visit, kept.note.act),
                kept.note.subject,
                " · ".join(f"{name}: {one}" for name, one in kept.note.told.items()),
                kept.note.remote,
            )
        )
        for kept in found
    ]
    return Listing(name="audit", columns=columns, rows=rows)
