"""Units: the pages of the tree of administrative units."""

from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import Response
from sqlalchemy import Connection

from province.ledger import units
from province.rights import Right
from province.units import Succession, Unit, tell_path
from province.web.doors import Doors
from province.web.listing import Column, Kind, Listing, Row, answer_download
from province.web.page import load_texts, render
from province.web.unit_choice import FIELD, find_options, read_today
from province.web.visit import Visit

_FIELD_LENGTH = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A unit as the tree shows it; `points` are those in it and in what lies in it."""

    unit: Unit
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of a unit on `day`, or what it came from; it was called so on `then`."""

    day: date
    then: date
    code: str
    path: str


def open_doors(doors: Doors) -> None:
    """Open the tree, a unit's page, a branch of the tree, and the search of forms."""
    doors.get("/units", Right.SEE_FIGURES)(show_tree)
    doors.get("/units/find", Right.SEE_FIGURES)(show_options)
    doors.get("/units/{unit}", Right.SEE_FIGURES)(show_unit)
    doors.get("/units/{unit}/below", Right.SEE_FIGURES)(show_below)


def show_tree(visit: Visit) -> Response:
    """Show what lies at the top of the officer's own, or what a search finds."""
    day, words = read_day(visit), visit.ask("words")
    with visit.reading() as connection:
        if words:
            found = units.search(connection, words, day, visit.scope)
            branches = _grow(connection, found)
        else:
            branches = _grow(connection, _list_tops(connection, visit, day))
        codes = [one.unit.code for one in branches]
        paths = units.tell_paths(connection, codes, day) if words else {}
    return render(
        "units.html",
        visit,
        branches=branches,
        paths=paths,
        words=words,
        day=day,
        is_today=day == read_today(visit),
        is_cut=bool(words) and len(branches) == units.MOST_FOUND,
    )


def show_below(visit: Visit) -> Response:
    """Show the branches of a unit, for the place in the tree that was opened."""
    day, code = read_day(visit), visit.path("unit")
    with visit.reading() as connection:
        if not _is_mine(visit, connection, code):
            return render("missing.html", visit, status=404)
        branches = _grow(connection, units.list_children(connection, code, day))
    return render(
        "units_below.html",
        visit,
        above=code,
        branches=branches,
        day=day,
        is_today=day == read_today(visit),
    )


def show_unit(visit: Visit) -> Response:
    """Show a unit, what lies in it, and what was before and after it."""
    day, code = read_day(visit), visit.path("unit")
    with visit.reading() as connection:
        versions = units.list_versions(connection, code)
        if not versions or not _is_mine(visit, connection, code):
            return render("missing.html", visit, status=404)
        unit = next((one for one in versions if one.is_valid(day)), versions[-1])
        # Of a unit that has ended, what it held on its last day.
        asked = day if unit.is_valid(day) else unit.valid_from
        path = units.list_path(connection, code, asked)
        above = [one for one in path[:0:-1] if _is_mine(visit, connection, one.code)]
        below = _grow(connection, units.list_children(connection, code, asked))
        points = units.count_points(connection, [code])[code]
        after = units.list_successors(connection, code, unit.valid_until)
        became = _tell(connection, after, is_after=True)
        before = units.list_predecessors(connection, code, unit.valid_from)
        came = _tell(connection, before, is_after=False)
    listing = _make_listing(visit, below, day)
    return answer_download(visit, listing) or render(
        "unit.html",
        visit,
        unit=unit,
        level=_tell_level(visit, unit),
        versions=versions,
        path=tell_path([one.name for one in path]),
        above=above,
        points=points,
        listing=listing,
        became=became,
        came=came,
        day=day,
        is_today=day == read_today(visit),
    )


def show_options(visit: Visit) -> Response:
    """Show the units that the words of a form may mean (unit_picker.html)."""
    field = visit.ask("field", FIELD)
    if not field.isidentifier() or len(field) > _FIELD_LENGTH or not field.isascii():
        field = FIELD
    words = visit.ask("q") or visit.ask(f"{field}_words")
    with visit.reading() as connection:
        choice = find_options(visit, connection, words, field)
    return render("unit_options.html", visit, choice=choice)


def read_day(visit: Visit) -> date:
    """Return the day that the address asks for, else the visit's own."""
    try:
        return date.fromisoformat(visit.ask("day"))
    except ValueError:
        return read_today(visit)


def _list_tops(connection: Connection, visit: Visit, day: date) -> tuple[Unit, ...]:
    if visit.scope.is_whole:
        return units.list_children(connection, None, day)
    mine = units.find(connection, visit.scope.unit, day)
    return () if mine is None else (mine,)


def _is_mine(visit: Visit, connection: Connection, code: str) -> bool:
    return visit.scope.contains(connection, code)


def _grow(connection: Connection, found: tuple[Unit, ...]) -> tuple[Branch, ...]:
    counts = units.count_points(connection, [one.code for one in found])
    return tuple(Branch(unit=one, points=counts[one.code]) for one in found)


def _tell(
    connection: Connection, successions: tuple[Succession, ...], *, is_after: bool
) -> tuple[Change, ...]:
    """Return what a unit became, or came from, as it was called at that time."""
    told = []
    for one in successions:
        code = one.new_code if is_after else one.old_code
        then = one.day if is_after else one.day - timedelta(days=1)
        path = units.tell_paths(connection, [code], then).get(code, code)
        told.append(Change(day=one.day, then=then, code=code, path=path))
    return tuple(told)


def _make_listing(visit: Visit, below: tuple[Branch, ...], day: date) -> Listing:
    ask = "" if day == read_today(visit) else f"?day={day}"
    return Listing(
        name="units_below",
        columns=(
            Column(key="units_code"),
            Column(key="units_name"),
            Column(key="units_level"),
            Column(key="units_points", kind=Kind.NUMBER),
        ),
        rows=[
            Row(
                cells=(
                    one.unit.code,
                    one.unit.name,
                    _tell_level(visit, one.unit),
                    one.points,
                ),
                place=f"/units/{one.unit.code}{ask}",
            )
            for one in below
        ],
    )


def _tell_level(visit: Visit, unit: Unit) -> str:
    """Return what the nation calls a level, or an own unit's own word for it."""
    texts = load_texts(visit.language)
    return texts.get(f"units_level_{unit.level}", unit.level)
