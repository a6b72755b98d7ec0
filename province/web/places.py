"""Places: the pages of those that should have a point, and how many do."""

from collections.abc import Mapping, Sequence

from fastapi import Response
from sqlalchemy import Connection

from kiosk.decision import LOCAL
from province.category import Category
from province.ledger import places, points, units
from province.ledger.known_units import read_known
from province.ledger.places import Coverage, CoverageLine, ListedPlace, Wanted
from province.place import Field
from province.place_register import FIELDS, carry_out, plan_places
from province.rights import Right
from province.web.doors import Doors
from province.web.listing import Column, Kind, Listing, Row, answer_download
from province.web.page import load_sets, load_texts, redirect, render, tell_number
from province.web.point_forms import EXAMPLE
from province.web.uploading import Uploading
from province.web.visit import Visit

UPLOADING = Uploading(
    kind="places",
    place="/places/import",
    fields=FIELDS,
    example={field: EXAMPLE[field] for field in FIELDS},
    plan=plan_places,
    carry_out=carry_out,
)
_LONGEST_SEARCH = 100
_MOST_DIGITS = 18
"""Of a place's number; a longer one no database keeps."""
_FIGURES = (
    Column(key="places_expected", kind=Kind.NUMBER),
    Column(key="places_covered", kind=Kind.NUMBER),
    Column(key="places_missing", kind=Kind.NUMBER),
    Column(key="places_rate", kind=Kind.NUMBER),
)


def open_doors(doors: Doors) -> None:
    """Open the register with its coverage, the import, and what is done with a place."""
    doors.get("/places", Right.SEE_FIGURES)(show_places)
    UPLOADING.open_doors(doors)
    doors.post("/places/match", Right.EDIT_POINTS)(match)
    doors.get("/places/{place}", Right.SEE_FIGURES)(show_place)
    doors.post("/places/{place}/point", Right.EDIT_POINTS)(make_point)
    doors.post("/places/{place}/attach", Right.EDIT_POINTS)(attach)
    doors.post("/places/{place}/leave", Right.EDIT_POINTS)(leave)


def show_places(visit: Visit) -> Response:
    """Show coverage by unit and category, and the places that have no point."""
    after = visit.ask("after")
    is_file = visit.ask("table") == "places_list"
    day = visit.now.astimezone(LOCAL).date()
    with visit.reading() as connection:
        unit_said = visit.ask("unit")
        unit = read_known(connection, visit.scope).find(unit_said) if unit_said else ""
        wanted = Wanted(
            text=visit.ask("q")[:_LONGEST_SEARCH],
            category=visit.ask("category"),
            unit=unit_said if unit is None else unit,
            has_point={"with": True, "all": None}.get(visit.ask("point"), False),
        )
        figures = places.coverage(connection, visit.scope, day)
        listed = places.list_places(
            connection,
            visit.scope,
            wanted,
            after=_read_number(after) if not is_file else 0,
            limit=None if is_file else places.PAGE_ROWS,
        )
        codes = {line.unit for line in figures.lines} | {one.unit for one in listed}
        named = units.name_units(connection, codes, day)
    tables = (
        _list_places(visit, listed, named),
        _list_units(figures, named),
        _list_categories(visit, figures),
    )
    return answer_download(visit, *tables) or render(
        "places.html",
        visit,
        tables=tables,
        total=figures.total,
        rate=_tell_rate(figures.total),
        wanted=wanted,
        unit_said=unit_said,
        point=visit.ask("point"),
        categories=[category.value for category in Category],
        next_after=listed[-1].place_id if len(listed) == places.PAGE_ROWS else 0,
        is_later=bool(after),
        told=visit.ask("told"),
        matched=_read_number(visit.ask("matched")),
    )


def show_place(visit: Visit) -> Response:
    """Show a place, the point it has or those that it may be."""
    with visit.reading() as connection:
        place = _find(visit, connection)
        if place is None:
            return render("missing.html", visit, status=404)
        return _show(visit, connection, place)


def make_point(visit: Visit) -> Response:
    """Register a point of a place that has none."""
    with visit.writing() as connection:
        place = _find(visit, connection)
        if place is None:
            return render("missing.html", visit, status=404)
        if place.point_id is None:
            made = places.to_place(place)
            (point_id,) = points.add_points(connection, [made], visit.now)
            places.attach(connection, place.place_id, point_id)
            visit.note(connection, "point_added", point_id, unit=place.unit)
        else:
            point_id = place.point_id
    return redirect(f"/points/{point_id}?told=added")


def attach(visit: Visit) -> Response:
    """Say which point a place has; an empty id takes it back."""
    point_id = visit.posted.fields.get("point_id", "").upper()
    with visit.writing() as connection:
        place = _find(visit, connection)
        if place is None:
            return render("missing.html", visit, status=404)
        if point_id and points.find_point(connection, visit.scope, point_id) is None:
            return _show(visit, connection, place, fault="place_fault_point")
        places.attach(connection, place.place_id, point_id or None)
        visit.note(connection, "place_attached", str(place.place_id), point=point_id)
    return redirect(f"/places/{place.place_id}")


def leave(visit: Visit) -> Response:
    """Take a place from the register."""
    with visit.writing() as connection:
        place = _find(visit, connection)
        if place is None:
            return render("missing.html", visit, status=404)
        places.leave(connection, place.place_id, visit.now)
        visit.note(connection, "place_left", str(place.place_id))
    return redirect("/places?told=left")


def match(visit: Visit) -> Response:
    """Give places the points of the same name and unit."""
    with visit.writing() as connection:
        matched = places.match_by_name(connection, visit.scope)
        visit.note(connection, "places_matched", "", matched=matched)
    return redirect(f"/places?told=matched&matched={matched}")


def _find(visit: Visit, connection: Connection) -> ListedPlace | None:
    number = _read_number(visit.path("place"))
    return places.find_place(connection, visit.scope, number)


def _show(
    visit: Visit, connection: Connection, place: ListedPlace, fault: str = ""
) -> Response:
    day = visit.now.astimezone(LOCAL).date()
    paths = units.tell_paths(connection, [place.unit], day)
    point = place.point_id and points.find_point(
        connection, visit.scope, place.point_id
    )
    return render(
        "place.html",
        visit,
        status=422 if fault else 200,
        place=place,
        unit_path=paths.get(place.unit, place.unit),
        point=point or None,
        candidates=places.list_candidates(connection, visit.scope, place),
        said=visit.posted.fields.get("point_id", ""),
        fault=fault,
    )


def _list_places(
    visit: Visit, listed: Sequence[ListedPlace], named: Mapping[str, str]
) -> Listing:
    texts, categories = (
        load_texts(visit.language),
        load_sets(visit.language)["category"],
    )
    rows = [
        Row(
            place=f"/places/{one.place_id}",
            cells=(
                one.name,
                categories.get(one.category, one.category),
                named.get(one.unit, one.unit),
                one.address,
                one.point_id or texts["places_no_point"],
            ),
        )
        for one in listed
    ]
    columns = (
        *(Column(key=f"place_field_{field}") for field in FIELDS),
        Column(key=f"place_field_{Field.POINT}"),
    )
    return Listing(name="places_list", columns=columns, rows=rows)


def _list_units(figures: Coverage, named: Mapping[str, str]) -> Listing:
    rows = [
        Row(
            place=f"/places?unit={line.unit}",
            cells=(named.get(line.unit, line.unit), *_tell_figures(line)),
        )
        for line in figures.by_unit()
    ]
    columns = (Column(key="place_field_unit"), *_FIGURES)
    return Listing(name="places_by_unit", columns=columns, rows=rows)


def _list_categories(visit: Visit, figures: Coverage) -> Listing:
    categories = load_sets(visit.language)["category"]
    rows = [
        Row(
            place=f"/places?category={line.category}",
            cells=(categories.get(line.category, line.category), *_tell_figures(line)),
        )
        for line in figures.by_category()
    ]
    columns = (Column(key="place_field_category"), *_FIGURES)
    return Listing(name="places_by_category", columns=columns, rows=rows)


def _tell_figures(line: CoverageLine) -> tuple[int, int, int, str]:
    return line.expected, line.covered, line.missing, _tell_rate(line)


def _tell_rate(line: CoverageLine) -> str:
    """Return the rate in percent; only all of them are 100 %."""
    if line.rate is None:
        return ""
    permille = 1000 * line.covered // line.expected
    if permille % 10 == 0:
        return f"{permille // 10} %"
    return f"{tell_number(permille / 10)} %"


def _read_number(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return int(text) if is_number else 0
