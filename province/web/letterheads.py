"""Letterheads: what stands around a unit's reports, filled in by an officer."""

from collections.abc import Mapping

import msgspec
from fastapi import Response

from province import drafting
from province.ledger import known_units
from province.reports.letterhead import Letterhead, check
from province.rights import Right
from province.web.doors import Doors
from province.web.page import redirect, render
from province.web.visit import Visit

_LINES = frozenset({"addressees", "copies"})


def open_doors(doors: Doors) -> None:
    """Open the form of a letterhead."""
    doors.get("/reports/letterhead", Right.REPORT)(show_letterhead)
    doors.post("/reports/letterhead", Right.REPORT)(keep_letterhead)


def show_letterhead(visit: Visit) -> Response:
    """Show the letterhead of a unit of the officer's own."""
    unit = _find_unit(visit, visit.ask("unit"))
    if unit is None:
        return render("missing.html", visit, status=404)
    with visit.reading() as connection:
        head = drafting.read_letterhead(connection, unit, "")
    return _show(visit, unit, head, "")


def keep_letterhead(visit: Visit) -> Response:
    """Keep a letterhead; what can't be printed is named."""
    fields = visit.posted.fields
    unit = _find_unit(visit, fields.get("unit", ""))
    if unit is None:
        return render("missing.html", visit, status=404)
    head = read_form(fields)
    fault = check(head)
    if fault:
        return _show(visit, unit, head, fault)
    with visit.writing() as connection:
        drafting.store_letterhead(connection, unit, head)
        visit.note(connection, "letterhead_changed", unit)
    return redirect("/reports")


def read_form(fields: Mapping[str, str]) -> Letterhead:
    """Return the letterhead that a form says, a line each in its lists."""
    told = {
        name: list(filter(None, map(str.strip, said.splitlines())))
        if name in _LINES
        else said
        for name in Letterhead.__struct_fields__
        if (said := fields.get(name)) is not None
    }
    return msgspec.convert({"issuer": ""} | told, Letterhead)


def _find_unit(visit: Visit, said: str) -> str | None:
    if not said:
        return visit.scope.unit
    with visit.reading() as connection:
        return known_units.read_known(connection, visit.scope).find(said)


def _show(visit: Visit, unit: str, head: Letterhead, fault: str) -> Response:
    return render(
        "letterhead.html",
        visit,
        422 if fault else 200,
        unit=unit,
        head=head,
        fault=fault,
        names=Letterhead.__struct_fields__,
        lists=_LINES,
    )
