"""Enrolling pages: one-time codes for points, and answers to kiosks without a network."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

import segno
from fastapi import Response
from sqlalchemy import Connection

from kiosk.protocol.enrolment_file import MAX_REQUEST_BYTES
from province import code_sheet, enrolment, enrolment_files
from province.code_sheet import Label
from province.enrolment import GATE_LENGTH, Refused
from province.enrolment_files import Answered, Desk, Wish
from province.ledger import enrolments, settings
from province.ledger.enrolments import PointName
from province.rights import Right
from province.web.doors import Doors
from province.web.listing import Column, Kind, Listing, Row, answer_download, write_csv
from province.web.page import HEADERS, load_texts, redirect, render
from province.web.visit import Visit

MOST_POINTS = 500
"""Codes of one go: a sheet of 84 pages."""
_LARGEST_UPLOAD = 2 * MAX_REQUEST_BYTES


def open_doors(doors: Doors) -> None:
    """Open the pages by which kiosks come to be known."""
    doors.get("/enrol", Right.MANAGE_KIOSKS)(show_enrolling)
    doors.post("/enrol/many", Right.MANAGE_KIOSKS)(make_many)
    doors.post("/enrol/answer", Right.MANAGE_KIOSKS, largest=_LARGEST_UPLOAD)(answer)
    doors.post("/enrol/file", Right.MANAGE_KIOSKS)(give_file)
    doors.post("/enrol/{number}/withdraw", Right.MANAGE_KIOSKS)(withdraw)
    doors.get("/points/{point}/enrol", Right.MANAGE_KIOSKS)(show_point)
    doors.post("/points/{point}/enrol", Right.MANAGE_KIOSKS)(make_one)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What went wrong with which form; both empty where nothing did."""

    fault: str = ""
    form: str = ""
    detail: str = ""


def show_enrolling(visit: Visit) -> Response:
    """Show the codes that may still be used, and the ways to enrol."""
    return _show(visit, _Told(), 200)


def show_point(visit: Visit) -> Response:
    """Ask for which gate of a point a code is wanted."""
    with visit.reading() as connection:
        found = _find_point(visit, connection)
    if found is None:
        return render("missing.html", visit, status=404)
    return render("enrol_point.html", visit, point=found, code=None, fault="")


def make_one(visit: Visit) -> Response:
    """Make a code and show it, this once."""
    gate = visit.posted.fields.get("gate", "")
    with visit.writing() as connection:
        found = _find_point(visit, connection)
        if found is None:
            return render("missing.html", visit, status=404)
        fault = _find_fault(visit, connection, gate)
        labels = [] if fault else _issue(visit, connection, [found], gate)
    if fault:
        return render(
            "enrol_point.html", visit, 400, point=found, code=None, fault=fault
        )
    symbol = segno.make(labels[0].code, error="m", boost_error=False, micro=False)
    return render(
        "enrol_point.html",
        visit,
        point=found,
        code=labels[0],
        symbol=symbol.svg_inline(scale=5, border=4, omitsize=False),
        fault="",
    )


def make_many(visit: Visit) -> Response:
    """Make a code for each point that is named, or lies in a unit, and hand out the file."""
    unit, named = visit.posted.fields.get("unit", ""), _read_points(visit)
    if not unit and not named:
        return _show(visit, _Told(fault="enrolling_none_named", form="many"), 400)
    with visit.writing() as connection:
        found = enrolments.list_points(
            connection, visit.scope, unit=unit, named=named, most=MOST_POINTS + 1
        )
        fault = _find_fault(visit, connection, "")
        if not found or (named and len(found) < len(named)):
            fault = fault or "enrolling_no_points"
        if len(found) > MOST_POINTS:
            fault = fault or "enrolling_too_many"
        labels = [] if fault else _issue(visit, connection, found, "")
    if fault:
        return _show(visit, _Told(fault=fault, form="many"), 400)
    if visit.posted.fields.get("form") == "csv":
        return _give(_write_csv(visit, labels), "text/csv; charset=utf-8", "codes.csv")
    return _give(code_sheet.draw(labels), "application/pdf", "codes.pdf")


def answer(visit: Visit) -> Response:
    """Answer a request that was uploaded; the file is fetched from the page that follows."""
    upload = visit.posted.files.get("file")
    content = b"" if upload is None else upload.content
    done = _answer(visit, content, visit.posted.fields.get("point", "").upper())
    if isinstance(done, Refused):
        told = _Told(fault="enrolling_refused", form="answer", detail=done.detail)
        return _show(visit, told, 400)
    request = base64.b64encode(content).decode("ascii")
    return render("enrol_answer.html", visit, answered=done, request_text=request)


def give_file(visit: Visit) -> Response:
    """Hand out the answer to a request that was answered: the same one again."""
    try:
        text = visit.posted.fields.get("request", "")
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        content = b""
    done = _answer(visit, content, visit.posted.fields.get("point", ""))
    if isinstance(done, Refused):
        told = _Told(fault="enrolling_refused", form="answer", detail=done.detail)
        return _show(visit, told, 400)
    return _give(done.content, "application/json", f"{done.kiosk_id}.answer")


def withdraw(visit: Visit) -> Response:
    """Let a code that nobody used be good no more."""
    with visit.writing() as connection:
        point_id = enrolments.withdraw(connection, visit.scope, visit.path("number"))
        if point_id is not None:
            visit.note(connection, "code_withdrawn", point_id)
    if point_id is None:
        return render("missing.html", visit, status=404)
    return redirect("/enrol")


def _find_point(visit: Visit, connection: Connection) -> PointName | None:
    named = (visit.path("point"),)
    found = enrolments.list_points(connection, visit.scope, named=named, most=1)
    return found[0] if found else None


def _find_fault(visit: Visit, connection: Connection, gate: str) -> str:
    """Return the key of why no code can be made, empty where one can."""
    if len(gate) > GATE_LENGTH:
        return "posters_gate_long"
    if settings.read(connection, settings.PUBLIC_URL) is None:
        return "enrolling_no_url"
    return "" if visit.services.publication.hash_root() else "enrolling_no_url"


def _issue(
    visit: Visit, connection: Connection, listed: Sequence[PointName], gate: str
) -> list[Label]:
    root_sha256 = visit.services.publication.hash_root() or b""
    labels = []
    for point in listed:
        issued = enrolment.issue(
            connection,
            point.point_id,
            gate,
            root_sha256=root_sha256,
            now=visit.now,
        )
        labels.append(
            Label(
                point_id=point.point_id,
                point_name=point.name,
                gate=gate,
                code=issued.text,
                expires_at=issued.expires_at,
            )
        )
        visit.note(connection, "code_made", point.point_id, gate=gate)
    return labels


def _answer(visit: Visit, content: bytes, point_id: str) -> Answered | Refused:
    def note(connection: Connection, kiosk_id: str, at: str) -> None:
        visit.note(connection, "request_answered", kiosk_id, point=at)

    desk = Desk(
        database=visit.services.database,
        keys=visit.services.keys,
        publication=visit.services.publication,
        now=visit.now,
    )
    wish = Wish(
        point_id=point_id,
        gate=visit.posted.fields.get("gate", ""),
        scope=visit.scope,
        note=note,
    )
    return enrolment_files.answer(desk, content, wish)


def _read_points(visit: Visit) -> tuple[str, ...]:
    text = visit.posted.fields.get("points", "").replace(",", " ").replace(";", " ")
    return tuple(dict.fromkeys(text.upper().split()))


def _write_csv(visit: Visit, labels: Sequence[Label]) -> bytes:
    texts = load_texts(visit.language)
    keys = ("point", "name", "gate", "enrolling_code", "enrolling_expires")
    rows = [
        Row(
            cells=(
                one.point_id,
                one.point_name,
                one.gate,
                one.code,
                one.expires_at,
            )
        )
        for one in labels
    ]
    return write_csv([texts[key] for key in keys], rows)


def _give(content: bytes, media_type: str, name: str) -> Response:
    headers = HEADERS | {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)


def _show(visit: Visit, told: _Told, status: int) -> Response:
    with visit.reading() as connection:
        codes = enrolments.list_open(connection, visit.scope, visit.now)
    listing = Listing(
        name="enrolling_open",
        columns=(
            Column(key="point"),
            Column(key="name"),
            Column(key="gate"),
            Column(key="enrolling_made", kind=Kind.MOMENT),
            Column(key="enrolling_expires", kind=Kind.MOMENT),
        ),
        rows=[
            Row(
                cells=(
                    one.point_id,
                    one.point_name,
                    one.gate,
                    one.created_at,
                    one.expires_at,
                )
            )
            for one in codes
        ],
    )
    return answer_download(visit, listing) or render(
        "enrol.html",
        visit,
        status,
        codes=codes,
        told=told,
        most=MOST_POINTS,
        posted=visit.posted.fields,
    )
