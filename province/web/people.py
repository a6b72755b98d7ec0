"""People: entries and visits that an officer may see, masked and audited."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from fastapi import Response
from sqlalchemy import Connection

from kiosk.decision import Outcome
from kiosk.payload import Direction
from kiosk.protocol.content import Act
from province.ledger import views, visits
from province.ledger.views import EntryView, Page, Position, Wanted
from province.ledger.visits import Left, VisitView
from province.period import parse_period
from province.rights import Right
from province.web import position
from province.web.doors import Doors
from province.web.listing import Column, Kind, Listing, Row, answer_download
from province.web.page import load_sets, load_texts, render, tell_moment
from province.web.visit import Visit

MOST_EXPORTED = 50_000
"""Rows of one file: a spreadsheet opens them, and the server holds them in memory."""
_LONGEST = 100
_FORMS = ("csv", "xlsx")

_ENTRY_COLUMNS = (
    Column(key="time", kind=Kind.MOMENT),
    Column(key="point"),
    Column(key="people_point_id"),
    Column(key="gate"),
    Column(key="direction"),
    Column(key="outcome"),
    Column(key="people_reasons"),
    Column(key="name"),
    Column(key="document"),
    Column(key="status"),
)
_VISIT_COLUMNS = (
    Column(key="came", kind=Kind.MOMENT),
    Column(key="left"),
    Column(key="visitor"),
    Column(key="document"),
    Column(key="host"),
    Column(key="company"),
    Column(key="point"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Area:
    """One of the two pages: how its rows are found and told."""

    name: str
    path: str
    columns: tuple[Column, ...]
    read: Callable[[Visit, Connection, Wanted, Position | None], Page[Row]]


def open_doors(doors: Doors) -> None:
    """Open the pages of entries and of visits."""
    doors.get("/entries", Right.SEE_PEOPLE)(show_entries)
    doors.get("/visits", Right.SEE_PEOPLE)(show_visits)


def show_entries(visit: Visit) -> Response:
    """Show a day's entries."""
    return _show(
        visit,
        _Area(
            name="people_entries",
            path="/entries",
            columns=_ENTRY_COLUMNS,
            read=_read_entries,
        ),
    )


def show_visits(visit: Visit) -> Response:
    """Show whom receptions let in on a day, and whether they have left."""
    return _show(
        visit,
        _Area(
            name="people_visits",
            path="/visits",
            columns=_VISIT_COLUMNS,
            read=_read_visits,
        ),
    )


def _show(visit: Visit, area: _Area) -> Response:
    day = _read_day(visit)
    wanted = _read_wanted(visit, day)
    is_export = visit.ask("table") == area.name and visit.ask("form") in _FORMS
    page, is_cut = _find(visit, area, wanted, is_export=is_export)
    act = "exported" if is_export else "searched" if wanted.words else "viewed"
    _note(visit, f"{area.path[1:]}_{act}", wanted, count=len(page.rows))
    listing = Listing(name=area.name, columns=area.columns, rows=page.rows)
    if is_export and not is_cut:
        file = answer_download(visit, listing)
        if file is not None:
            return file
    return render(
        "people.html",
        visit,
        area=area,
        day=day,
        wanted=wanted,
        listing=listing,
        outcomes=tuple(Outcome),
        directions=tuple(Direction),
        is_cut=is_cut,
        is_searching_on=bool(wanted.words) and page.end is not None,
        first_page=_link(area, wanted, day) if visit.ask("after") else "",
        next_page=_link(area, wanted, day, position.encode(page.end))
        if page.end
        else "",
    )


def _find(
    visit: Visit, area: _Area, wanted: Wanted, *, is_export: bool
) -> tuple[Page[Row], bool]:
    """Return a page, or all that is wanted for a file; say whether that is too much."""
    after = None if is_export else position.decode(visit.ask("after"))
    with visit.reading() as connection:
        page = area.read(visit, connection, wanted, after)
        if not is_export:
            return page, False
        rows = list(page.rows)
        while page.end is not None and len(rows) < MOST_EXPORTED:
            page = area.read(visit, connection, wanted, page.end)
            rows.extend(page.rows)
    if page.end is None:
        return Page(rows=tuple(rows), end=None), False
    return Page(rows=tuple(rows[: views.PAGE_ROWS]), end=None), True


def _note(visit: Visit, act: str, wanted: Wanted, *, count: int) -> None:
    """Keep who looked at whose entries: which filters, never a name."""
    with visit.writing() as connection:
        visit.note(
            connection,
            act,
            wanted.period[0].date().isoformat(),
            point=wanted.point_id,
            outcome=wanted.outcome,
            direction=wanted.direction,
            by_name=bool(wanted.words),
            rows=count,
        )


def _read_day(visit: Visit) -> date:
    """Return the day that is asked for, today where none sensible."""
    return parse_period({"day": visit.ask("day")}, visit.now).last


def _read_wanted(visit: Visit, day: date) -> Wanted:
    outcome, direction = visit.ask("outcome"), visit.ask("direction")
    return Wanted(
        scope=visit.scope,
        period=views.bound_day(day),
        point_id=visit.ask("point")[:_LONGEST],
        outcome=outcome if outcome in set(Outcome) else "",
        direction=direction if direction in set(Direction) else "",
        words=visit.ask("words")[:_LONGEST],
    )


def _link(area: _Area, wanted: Wanted, day: date, after: str = "") -> str:
    named = {
        "day": day.isoformat(),
        "point": wanted.point_id,
        "outcome": wanted.outcome,
        "direction": wanted.direction,
        "words": wanted.words,
        "after": after,
    }
    return f"{area.path}?{urlencode({key: one for key, one in named.items() if one})}"


def _read_entries(
    visit: Visit, connection: Connection, wanted: Wanted, after: Position | None
) -> Page[Row]:
    found = views.list_entries(connection, wanted, after)
    rows = tuple(_tell_entry(visit.language, entry) for entry in found.rows)
    return Page(rows=rows, end=found.end)


def _read_visits(
    visit: Visit, connection: Connection, wanted: Wanted, after: Position | None
) -> Page[Row]:
    found = visits.list_visits(connection, wanted, after)
    rows = tuple(_tell_visit(visit.language, one) for one in found.rows)
    return Page(rows=rows, end=found.end)


def _tell_entry(language: str, entry: EntryView) -> Row:
    texts, sets = load_texts(language), load_sets(language)
    is_act = entry.act != Act.PRESENTED
    return Row(
        cells=(
            entry.position.decided_at,
            entry.point_name,
            entry.point_id,
            entry.gate,
            texts.get(entry.direction, ""),
            texts.get(entry.act, entry.act)
            if is_act
            else sets["outcome"].get(entry.outcome, entry.outcome),
            "; ".join(sets["reasons"].get(one, one) for one in entry.reasons),
            entry.name,
            entry.document,
            texts.get(entry.status, entry.status),
        )
    )


def _tell_visit(language: str, one: VisitView) -> Row:
    return Row(
        cells=(
            one.position.decided_at,
            _tell_left(language, one.left),
            one.name,
            one.document,
            one.host,
            one.company,
            one.point_name,
        )
    )


def _tell_left(language: str, left: Left | None) -> str:
    texts = load_texts(language)
    if left is None:
        return texts["inside"]
    told = tell_moment(left.at)
    return f"{told} ({texts['closed']})" if left.is_closed else told
