"""Poster pages: location codes made, printed, revoked and renewed."""

from collections.abc import Sequence

from fastapi import Response
from sqlalchemy import Connection

from province import posters as paper
from province.enrolment import DEFAULT_PROVINCE, GATE_LENGTH
from province.ledger import enrolments, posters, settings
from province.ledger.posters import Choice, Poster
from province.posters import Paper, Sheet
from province.rights import Right
from province.web.doors import Doors
from province.web.listing import Column, Kind, Listing, Row, answer_download
from province.web.page import HEADERS, load_texts, redirect, render
from province.web.visit import Visit

PAGE_ROWS = 100
MOST_PAGES = 500
"""Pages of one PDF: 3.3 s and 2 MB (measured)."""


def open_doors(doors: Doors) -> None:
    """Open the posters' pages."""
    doors.get("/posters", Right.SEE_FIGURES)(show_posters)
    doors.post("/posters", Right.EDIT_POINTS)(add_poster)
    doors.post("/posters/batch", Right.EDIT_POINTS)(add_missing)
    doors.get("/posters/print", Right.SEE_FIGURES)(print_posters)
    doors.get("/posters/{poster}", Right.SEE_FIGURES)(show_poster)
    doors.get("/posters/{poster}/print", Right.SEE_FIGURES)(print_poster)
    doors.post("/posters/{poster}/revoke", Right.EDIT_POINTS)(revoke_poster)
    doors.post("/posters/{poster}/renew", Right.EDIT_POINTS)(renew_poster)


def show_posters(visit: Visit) -> Response:
    """Show the codes of the officer's units."""
    return _show_list(visit, fault="", status=200)


def add_poster(visit: Visit) -> Response:
    """Make a code for one point, or for a gate of it."""
    point_id = visit.posted.fields.get("point", "").upper()
    gate = visit.posted.fields.get("gate", "")
    if len(gate) > GATE_LENGTH:
        return _show_list(visit, fault="posters_gate_long", status=400)
    with visit.writing() as connection:
        is_theirs = enrolments.is_point_in(connection, point_id, visit.scope)
        made = [(point_id, gate)] if is_theirs else []
        ids = posters.add(connection, made, visit.visitor.name, visit.now)
        if ids:
            visit.note(connection, "poster_made", ids[0], point=point_id)
    if not ids:
        return _show_list(visit, fault="posters_no_point", status=404)
    return redirect(f"/posters/{ids[0]}")


def add_missing(visit: Visit) -> Response:
    """Make a code for every point of a unit that has none."""
    unit = visit.posted.fields.get("unit", "")
    with visit.writing() as connection:
        bare = posters.list_bare(connection, visit.scope, Choice(unit=unit))
        made = posters.add(connection, bare, visit.visitor.name, visit.now)
        visit.note(connection, "posters_made", unit, made=len(made))
    place = unit if unit.isdigit() else ""
    return redirect(f"/posters?unit={place}&live=1&made={len(made)}")


def print_posters(visit: Visit) -> Response:
    """Answer with the PDF of a unit's live codes, `MOST_PAGES` of them from `after` on."""
    choice = _read_choice(visit, is_live=True)
    after = (visit.ask("after"), visit.ask("code"))
    with visit.reading() as connection:
        found = posters.list_posters(
            connection, visit.scope, choice, after=after, most=MOST_PAGES
        )
    return _print(visit, found)


def show_poster(visit: Visit) -> Response:
    """Show one code, and what may be done with it."""
    with visit.reading() as connection:
        poster = _find(visit, connection)
        url = settings.read(connection, settings.PUBLIC_URL)
    if poster is None:
        return render("missing.html", visit, status=404)
    address = paper.name_address(url or "", poster.poster_id)
    symbol = paper.make_symbol(address) if url else None
    return render(
        "poster.html",
        visit,
        poster=poster,
        code=paper.group(poster.poster_id),
        address=address,
        symbol=symbol.svg_inline(scale=4, border=4, omitsize=False)
        if symbol and not poster.revoked_at
        else "",
    )


def print_poster(visit: Visit) -> Response:
    """Answer with the PDF of one live code."""
    with visit.reading() as connection:
        poster = _find(visit, connection)
    return _print(visit, [poster] if poster and not poster.revoked_at else [])


def revoke_poster(visit: Visit) -> Response:
    """Let a code lead nowhere."""
    with visit.writing() as connection:
        poster = _find(visit, connection)
        if poster and posters.revoke(connection, poster.poster_id, visit.now):
            visit.note(
                connection,
                "poster_revoked",
                poster.poster_id,
                point=poster.point_id,
            )
    if poster is None:
        return render("missing.html", visit, status=404)
    return redirect(f"/posters/{poster.poster_id}")


def renew_poster(visit: Visit) -> Response:
    """Make another code for the same place, and let the old one lead nowhere."""
    with visit.writing() as connection:
        poster = _find(visit, connection)
        new_id = "" if poster is None else _renew(visit, connection, poster)
    if poster is None:
        return render("missing.html", visit, status=404)
    return redirect(f"/posters/{new_id or poster.poster_id}")


def _renew(visit: Visit, connection: Connection, poster: Poster) -> str:
    """Return the new one's id, empty where the old one was dead already."""
    new_id = posters.renew(connection, poster, visit.visitor.name, visit.now)
    if new_id is not None:
        visit.note(connection, "poster_renewed", poster.poster_id, renewed_as=new_id)
    return new_id or ""


def _find(visit: Visit, connection: Connection) -> Poster | None:
    return posters.find(connection, visit.path("poster"), visit.scope)


def _read_choice(visit: Visit, *, is_live: bool) -> Choice:
    point_id = visit.ask("point") or visit.ask("q")  # as a point's page links
    return Choice(unit=visit.ask("unit"), point_id=point_id.upper(), is_live=is_live)


def _show_list(visit: Visit, *, fault: str, status: int) -> Response:
    choice = _read_choice(visit, is_live=visit.ask("live") == "1")
    after = (visit.ask("after"), visit.ask("code"))
    is_file = bool(visit.ask("table"))
    with visit.reading() as connection:
        listed = posters.list_posters(
            connection,
            visit.scope,
            choice,
            after=("", "") if is_file else after,
            most=None if is_file else PAGE_ROWS,
        )
        parts = posters.list_parts(connection, visit.scope, choice, MOST_PAGES)
        url = settings.read(connection, settings.PUBLIC_URL)
    texts = load_texts(visit.language)
    listing = _tell(listed, texts["posters_live"], texts["posters_revoked"])
    return answer_download(visit, listing) or render(
        "posters.html",
        visit,
        status,
        listing=listing,
        choice=choice,
        parts=parts,
        most=MOST_PAGES,
        fault=fault,
        has_url=url is not None,
        made=visit.ask("made") if visit.ask("made").isdigit() else "",
        last=listed[-1] if len(listed) == PAGE_ROWS else None,
        is_later=after != ("", ""),
        posted=visit.posted.fields,
    )


def _tell(listed: Sequence[Poster], live: str, revoked: str) -> Listing:
    return Listing(
        name="posters_title",
        columns=(
            Column(key="posters_code"),
            Column(key="point"),
            Column(key="name"),
            Column(key="unit"),
            Column(key="gate"),
            Column(key="posters_made_at", kind=Kind.MOMENT),
            Column(key="posters_state"),
        ),
        rows=[
            Row(
                cells=(
                    paper.group(one.poster_id),
                    one.point_id,
                    one.point_name,
                    one.unit,
                    one.gate,
                    one.made_at,
                    revoked if one.revoked_at else live,
                ),
                place=f"/posters/{one.poster_id}",
            )
            for one in listed
        ],
    )


def _print(visit: Visit, found: Sequence[Poster]) -> Response:
    with visit.reading() as connection:
        url = settings.read(connection, settings.PUBLIC_URL)
        province = settings.read(connection, settings.PROVINCE_NAME)
    if url is None or not found:
        return render("missing.html", visit, status=404)
    sheets = [
        Sheet(
            poster_id=one.poster_id,
            point_name=one.point_name,
            address=one.address,
            gate=one.gate,
            made_at=one.made_at,
        )
        for one in found
    ]
    size = Paper.A5 if visit.ask("paper") == Paper.A5 else Paper.A4
    content = paper.draw(sheets, size, url, province or DEFAULT_PROVINCE)
    name = f"posters-{found[0].point_id}-{size}.pdf"
    headers = HEADERS | {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="application/pdf", headers=headers)
