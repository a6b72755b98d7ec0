"""Reminder letters: one letter as it was made, to read, print and take along."""

from collections.abc import Mapping

from fastapi import Response

from province.ledger import reminders
from province.reminder_sheet import COLUMNS, list_cells
from province.rights import Right
from province.web.doors import Doors
from province.web.listing import Column, Listing, Row, answer_download
from province.web.maker import tell_maker
from province.web.page import load_texts, redirect, render
from province.web.visit import Visit


def open_doors(doors: Doors) -> None:
    """Open the page of one letter, and its second try."""
    doors.get("/reminders/{reminder}", Right.REMIND)(show_letter)
    doors.post("/reminders/{reminder}/retry", Right.REMIND)(retry_letter)


def show_letter(visit: Visit) -> Response:
    """Show one letter with its points, as it was made."""
    texts = load_texts(visit.language)
    with visit.writing() as connection:
        found = reminders.find(connection, visit.scope, visit.number("reminder"))
        if found is None:
            return render("missing.html", visit, status=404)
        visit.note(connection, "reminder_seen", str(found.reminder_id))
    listing = Listing(
        name="reminders_points_named",
        columns=tuple(Column(key=key) for key in COLUMNS),
        rows=[Row(cells=list_cells(point, texts)) for point in found.points],
    )
    answer = answer_download(visit, listing)
    if answer is not None:
        return answer
    return render(
        "reminder.html",
        visit,
        letter=found,
        made_by=tell_maker(found.made_by, texts),
        listing=listing,
        fault=tell_fault(found.fault, texts),
    )


def retry_letter(visit: Visit) -> Response:
    """Let a letter that did not arrive be tried again at once."""
    with visit.writing() as connection:
        number = visit.number("reminder")
        if reminders.find(connection, visit.scope, number) is None:
            return render("missing.html", visit, status=404)
        reminders.retry(connection, visit.scope, number, visit.now)
        visit.note(connection, "reminder_retried", str(number))
    return redirect(f"/reminders/{number}")


def tell_fault(fault: str, texts: Mapping[str, str]) -> str:
    """Return why a letter did not arrive, in words, with what the server said."""
    code, _, said = fault.partition(" ")
    if not code:
        return ""
    return f"{texts[f'reminders_fault_{code}']} {said}".rstrip()
