"""Figure rows: the points behind a figure of the dashboard, a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from fastapi import Response
from sqlalchemy import Connection

from province.ledger import figures, units
from province.reckoning import Choice, PointFigures, is_chosen
from province.rights import Right, may
from province.web.dashboard import tell_period
from province.web.doors import Doors
from province.web.listing import Column, Kind, Listing, Row, answer_download
from province.web.page import load_sets, load_texts, render
from province.web.viewpoint import Viewpoint, read_viewpoint
from province.web.visit import Visit

PAGE_ROWS = 100
_COLUMNS = (
    Column(key="dashboard_point"),
    Column(key="dashboard_name"),
    Column(key="dashboard_category"),
    Column(key="dashboard_unit"),
    Column(key="dashboard_code"),
    Column(key="dashboard_standing"),
    Column(key="dashboard_covered_until", kind=Kind.MOMENT),
    Column(key="dashboard_entries", kind=Kind.NUMBER),
    Column(key="dashboard_admitted", kind=Kind.NUMBER),
    Column(key="dashboard_admitted_before", kind=Kind.NUMBER),
    Column(key="dashboard_change", kind=Kind.NUMBER),
)


_HOUR_COLUMN = Column(key="dashboard_in_this_hour", kind=Kind.NUMBER)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Which points are asked for: `category` empty is all, `hour` None is the whole day."""

    choice: Choice
    category: str
    hour: int | None


def open_doors(doors: Doors) -> None:
    """Open the rows of each figure."""
    doors.get("/figures/{choice}", Right.SEE_FIGURES)(show_rows)


def show_rows(visit: Visit) -> Response:
    """Show the points that a figure counts, or all of them as a file."""
    asked = _read(visit)
    with visit.reading() as connection:
        view = read_viewpoint(visit, connection)
        if asked is None or view is None:
            return render("missing.html", visit, status=404)
        busy = _list_busy(connection, view, asked)
        chosen = _list_chosen(connection, visit, view, asked, busy)
        codes = {view.scope.unit, *(one.point.unit for one in chosen)}
        names = units.name_units(connection, codes, view.period.last)
    after = visit.ask("after")
    later = [one for one in chosen if one.point.point_id > after]
    shown = later[:PAGE_ROWS]
    if visit.ask("form"):
        shown = list(chosen)
    rows = [_tell(visit, view, one, names) for one in shown]
    listing = Listing(name="dashboard_rows", columns=_COLUMNS, rows=rows)
    if asked.hour is not None:
        listing = _add_hour(listing, [busy[one.point.point_id] for one in shown])
    return answer_download(visit, listing) or render(
        "dashboard_rows.html",
        visit,
        view=view,
        asked=asked,
        listing=listing,
        count=len(chosen),
        period=tell_period(view.period, visit.language),
        unit_name=names.get(view.scope.unit, view.scope.unit),
        next_page=_link(view, asked, shown[-1].point.point_id)
        if len(later) > PAGE_ROWS
        else "",
        first_page=_link(view, asked, "") if after else "",
    )


def _read(visit: Visit) -> _Asked | None:
    choice, hour = visit.path("choice"), visit.ask("hour")
    if choice not in set(Choice):
        return None
    is_hour = hour.isascii() and hour.isdigit() and len(hour) <= 2 and int(hour) < 24
    return _Asked(
        choice=Choice(choice),
        category=visit.ask("category"),
        hour=int(hour) if is_hour else None,
    )


def _list_busy(
    connection: Connection, view: Viewpoint, asked: _Asked
) -> Mapping[str, int]:
    """Return what each point admitted in the hour that is asked for, if one is."""
    if asked.hour is None:
        return {}
    return figures.list_hours(connection, view.scope, view.period, asked.hour)


def _list_chosen(
    connection: Connection,
    visit: Visit,
    view: Viewpoint,
    asked: _Asked,
    busy: Mapping[str, int],
) -> Sequence[PointFigures]:
    listed = figures.list_points(connection, view.scope, view.period, visit.now)
    return [
        one
        for one in listed
        if is_chosen(one, asked.choice)
        and asked.category in {"", one.point.category}
        and (asked.hour is None or one.point.point_id in busy)
    ]


def _add_hour(listing: Listing, admitted: Sequence[int]) -> Listing:
    rows = [
        replace(row, cells=(*row.cells, count))
        for row, count in zip(listing.rows, admitted, strict=True)
    ]
    return replace(listing, columns=(*listing.columns, _HOUR_COLUMN), rows=rows)


def _tell(
    visit: Visit, view: Viewpoint, one: PointFigures, names: dict[str, str]
) -> Row:
    texts, sets = load_texts(visit.language), load_sets(visit.language)
    point = one.point
    return Row(
        cells=(
            point.point_id,
            point.name,
            sets["category"].get(point.category, point.category),
            names.get(point.unit, ""),
            point.unit,
            texts[f"dashboard_is_{one.standing.value}"],
            point.covered_until,
            one.entries,
            one.admitted,
            one.admitted_before,
            one.admitted - one.admitted_before,
        ),
        place=_find_place(visit, view, one),
    )


def _find_place(visit: Visit, view: Viewpoint, one: PointFigures) -> str:
    """Return where a point's row leads: to its entries of a day, or to the point."""
    is_day = view.period.first == view.period.last
    if is_day and one.entries and may(visit.visitor.role, Right.SEE_PEOPLE):
        day = view.period.first.isoformat()
        return f"/entries?day={day}&point={one.point.point_id}"
    return f"/points/{one.point.point_id}"


def _link(view: Viewpoint, asked: _Asked, after: str) -> str:
    hour = "" if asked.hour is None else str(asked.hour)
    return view.link(
        f"/figures/{asked.choice.value}",
        category=asked.category,
        hour=hour,
        after=after,
    )
