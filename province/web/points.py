"""Points: the pages on which officers look for points, and at one."""

from collections.abc import Mapping, Sequence

from fastapi import Response
from sqlalchemy import Connection

from kiosk.decision import LOCAL
from province.category import Category
from province.ledger import cases, point_views, points, suspensions, units
from province.ledger.known_units import read_known
from province.ledger.point_views import DayLine, FoundPoint, PointState, Wanted
from province.ledger.points import Point
from province.ledger.suspensions import Suspended
from province.place import Field, describe
from province.rights import Right
from province.web import point_forms
from province.web.doors import Doors
from province.web.listing import Column, Kind, Listing, Row, answer_download
from province.web.page import load_sets, load_texts, render
from province.web.visit import Visit

BAR_HEIGHT = 40
_REGISTER = "points_register"
_LONGEST_SEARCH = 100
_COLUMNS = (
    Column(key="place_field_point"),
    Column(key="place_field_name"),
    Column(key="place_field_category"),
    Column(key="place_field_unit"),
    Column(key="points_kiosks", kind=Kind.NUMBER),
    Column(key="points_last_contact", kind=Kind.MOMENT),
    Column(key="points_state"),
)


def open_doors(doors: Doors) -> None:
    """Open the list, the forms, the import, and a point's page."""
    doors.get("/points", Right.SEE_FIGURES)(show_points)
    point_forms.open_doors(doors)
    doors.get("/points/{point}", Right.SEE_FIGURES)(show_point)
    doors.post("/points/{point}/suspend", Right.EDIT_POINTS)(suspend)
    doors.post("/points/{point}/resume", Right.EDIT_POINTS)(resume)


def show_points(visit: Visit) -> Response:
    """Show the points that are looked for, a page at a time, and all as a file."""
    unit_said, after = visit.ask("unit"), visit.ask("after")
    is_file = visit.ask("table") != ""
    with visit.reading() as connection:
        unit = read_known(connection, visit.scope).find(unit_said) if unit_said else ""
        wanted = Wanted(
            text=visit.ask("q")[:_LONGEST_SEARCH],
            category=visit.ask("category"),
            unit=unit_said if unit is None else unit,
            state=visit.ask("state"),
        )
        limit = None if is_file else point_views.PAGE_ROWS
        found = point_views.list_found(
            connection, visit.scope, wanted, after="" if is_file else after, limit=limit
        )
        count = point_views.count_found(connection, visit.scope, wanted)
        named = units.name_units(
            connection,
            {one.unit for one in found},
            visit.now.astimezone(LOCAL).date(),
        )
        is_register = visit.ask("table") == _REGISTER
        whole = points.list_whole(connection, visit.scope) if is_register else []
    listing = _list(visit, found, named)
    if is_file:
        ids = {one.point_id for one in found}
        register = _list_register(visit, [one for one in whole if one.point_id in ids])
        answer = answer_download(visit, listing, register)
        if answer is not None:
            with visit.writing() as connection:
                visit.note(connection, "points_exported", wanted.unit, rows=len(found))
            return answer
    return render(
        "points.html",
        visit,
        listing=listing,
        wanted=wanted,
        unit_said=unit_said,
        is_unit_known=unit is not None,
        count=count,
        categories=[category.value for category in Category],
        states=[state.value for state in PointState],
        next_after=found[-1].point_id if len(found) == point_views.PAGE_ROWS else "",
        is_later=bool(after),
        register=_REGISTER,
    )


def show_point(visit: Visit) -> Response:
    """Show all that is known of a point."""
    with visit.reading() as connection:
        point = points.find_point(connection, visit.scope, visit.path("point"))
        if point is None:
            return render("missing.html", visit, status=404)
        return _show(visit, connection, point)


def suspend(visit: Visit) -> Response:
    """Expect nothing of a point until it is resumed; a reason is kept."""
    reason = visit.posted.fields.get("reason", "")
    with visit.writing() as connection:
        point = points.find_point(connection, visit.scope, visit.path("point"))
        if point is None:
            return render("missing.html", visit, status=404)
        if not 0 < len(reason) <= suspensions.LONGEST_REASON:
            return _show(visit, connection, point, fault="points_reason_fault")
        by = visit.visitor.name
        match suspensions.suspend(
            connection, point.point_id, reason, by=by, now=visit.now
        ):
            case Suspended.DONE:
                visit.note(connection, "point_suspended", point.point_id)
            case Suspended.RESTS_ALREADY:
                pass
            case Suspended.TOO_SOON:
                return _show(visit, connection, point, fault="points_too_soon_fault")
    return point_forms.go_to(point.point_id, "suspended")


def resume(visit: Visit) -> Response:
    """Expect work of a point again."""
    with visit.writing() as connection:
        point = points.find_point(connection, visit.scope, visit.path("point"))
        if point is None:
            return render("missing.html", visit, status=404)
        if suspensions.resume(connection, point.point_id, visit.now):
            visit.note(connection, "point_resumed", point.point_id)
    return point_forms.go_to(point.point_id, "resumed")


def _show(
    visit: Visit, connection: Connection, point: Point, fault: str = ""
) -> Response:
    doings = point_views.read_doings(connection, point.point_id, visit.now)
    parent_id = point.place.parent_id
    parent = parent_id and points.find_point(connection, visit.scope, parent_id)
    return render(
        "point.html",
        visit,
        status=422 if fault else 200,
        point=point,
        unit_path=units.tell_paths(
            connection, [point.place.unit], visit.now.astimezone(LOCAL).date()
        ).get(point.place.unit, ""),
        parent=parent or None,
        rooms=points.list_rooms(connection, point.point_id),
        suspensions=suspensions.list_suspensions(connection, point.point_id),
        notices=cases.notices(connection, visit.scope, point.point_id),
        doings=doings,
        bars=draw_bars(doings.days),
        bar_height=BAR_HEIGHT,
        told=visit.ask("told"),
        fault=fault,
        reason=visit.posted.fields.get("reason", ""),
    )


def draw_bars(days: Sequence[DayLine]) -> list[tuple[int, int, int]]:
    """Return for each day the place, the top and the height of its bar."""
    most = max((day.admitted for day in days), default=0) or 1
    heights = [-(-day.admitted * BAR_HEIGHT // most) for day in days]
    return [
        (8 * place, BAR_HEIGHT - height, height) for place, height in enumerate(heights)
    ]


def _list(
    visit: Visit, found: Sequence[FoundPoint], named: Mapping[str, str]
) -> Listing:
    texts, categories = (
        load_texts(visit.language),
        load_sets(visit.language)["category"],
    )
    rows = [
        Row(
            place=f"/points/{one.point_id}",
            cells=(
                one.point_id,
                one.name,
                categories.get(one.category, one.category),
                named.get(one.unit, one.unit),
                one.kiosks,
                one.last_contact,
                texts["points_suspended" if one.suspended_at else "points_working"],
            ),
        )
        for one in found
    ]
    return Listing(name="points_list", columns=_COLUMNS, rows=rows)


def _list_register(visit: Visit, whole: list[Point]) -> Listing:
    """Return points as the import takes them again."""
    categories = load_sets(visit.language)["category"]
    rows = []
    for point in whole:
        told = describe(point.place) | {
            Field.POINT: point.point_id,
            Field.CATEGORY: categories[point.place.category.value],
        }
        rows.append(Row(cells=tuple(told[field] for field in Field)))
    columns = tuple(Column(key=f"place_field_{field}") for field in Field)
    return Listing(name=_REGISTER, columns=columns, rows=rows)
