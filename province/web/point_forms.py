"""Point forms: the pages on which officers register points and change them."""

from collections.abc import Iterable, Mapping

from fastapi import Response
from sqlalchemy import Connection

from kiosk.decision import LOCAL
from province.category import Category
from province.ledger import points
from province.ledger.known_units import read_known
from province.ledger.points import Point
from province.place import Fault, Field, Place, describe
from province.register import FIELDS, carry_out, check_point, plan_points
from province.rights import Right
from province.units import Unit
from province.web.doors import Doors
from province.web.page import redirect, render
from province.web.unit_choice import Choice, read_choice, show_choice
from province.web.uploading import Uploading
from province.web.visit import Visit

EXAMPLE = {
    Field.NAME: "Trường Tiểu học Mẫu",
    Field.CATEGORY: "Trường học",
    Field.UNIT: "08",
    Field.ADDRESS: "Số 1 đường Mẫu",
    Field.CONTACT_NAME: "Nguyễn Văn Mẫu",
    Field.CONTACT_PHONE: "0912000001",
    Field.GATES: "Cổng chính; Cổng sau",
    Field.EXPECTED_DAILY: "400",
}
"""The row of the template that shows how to fill it in; the person is invented."""
UPLOADING = Uploading(
    kind="points",
    place="/points/import",
    fields=FIELDS,
    example=EXAMPLE,
    plan=plan_points,
    carry_out=carry_out,
)
_FORM: tuple[Field, ...] = tuple(field for field in Field if field is not Field.POINT)


def open_doors(doors: Doors) -> None:
    """Open the forms of a new point and of a known one, and the import."""
    doors.get("/points/new", Right.EDIT_POINTS)(show_new)
    doors.post("/points/new", Right.EDIT_POINTS)(add)
    UPLOADING.open_doors(doors)
    doors.get("/points/{point}/edit", Right.EDIT_POINTS)(show_edit)
    doors.post("/points/{point}/edit", Right.EDIT_POINTS)(change)


def go_to(point_id: str, told: str) -> Response:
    """Send the browser to a point's page, which says what was done."""
    return redirect(f"/points/{point_id}?told={told}")


def show_new(visit: Visit) -> Response:
    """Show the form of a new point, filled with what the address names."""
    said = {field: visit.ask(field.value) for field in _FORM}
    with visit.reading() as connection:
        choice = show_choice(visit, connection, said[Field.UNIT] or visit.scope.unit)
        return _show(visit, None, said, choice)


def add(visit: Visit) -> Response:
    """Register a point."""
    with visit.writing() as connection:
        said, choice = _read(visit, connection)
        place = check_point(connection, visit.scope, said)
        if not isinstance(place, Place):
            return _show(visit, None, said, choice, place)
        (point_id,) = points.add_points(connection, [place], visit.now)
        visit.note(connection, "point_added", point_id, unit=place.unit)
    return go_to(point_id, "added")


def show_edit(visit: Visit) -> Response:
    """Show the form of a known point."""
    with visit.reading() as connection:
        point = points.find_point(connection, visit.scope, visit.path("point"))
        if point is None:
            return render("missing.html", visit, status=404)
        choice = show_choice(visit, connection, point.place.unit)
        return _show(visit, point, describe(point.place), choice)


def change(visit: Visit) -> Response:
    """Change a point; where its unit changes, earlier days keep theirs."""
    with visit.writing() as connection:
        point = points.find_point(connection, visit.scope, visit.path("point"))
        if point is None:
            return render("missing.html", visit, status=404)
        said, choice = _read(visit, connection)
        place = check_point(connection, visit.scope, said, point.point_id)
        if not isinstance(place, Place):
            return _show(visit, point, said, choice, place)
        day = visit.now.astimezone(LOCAL).date()
        points.change_point(connection, point, place, day)
        fields = [
            f for f, told in describe(place).items() if describe(point.place)[f] != told
        ]
        visit.note(connection, "point_changed", point.point_id, fields=" ".join(fields))
    return go_to(point.point_id, "changed")


def name_faults(faults: Iterable[Fault]) -> dict[Field, str]:
    """Return for each field the key of its sentence, empty where it is right."""
    none = dict.fromkeys(Field, "")
    return none | {fault.field: f"place_fault_{fault.field}" for fault in faults}


def _read(visit: Visit, connection: Connection) -> tuple[dict[Field, str], Choice]:
    """Return what a form says, its unit as a code, and the picker to show it again."""
    said = {field: visit.posted.fields.get(field.value, "") for field in _FORM}
    picked = read_choice(visit, connection)
    if isinstance(picked, Unit):
        said[Field.UNIT] = picked.code
        return said, show_choice(visit, connection, picked.code)
    if read_known(connection, visit.scope).names is None:
        # No tree was loaded: what was typed is the code itself.
        said[Field.UNIT] = picked.words or said[Field.UNIT]
    else:
        said[Field.UNIT] = ""
    return said, picked


def _show(
    visit: Visit,
    point: Point | None,
    said: Mapping[Field, str],
    choice: Choice,
    faults: tuple[Fault, ...] = (),
) -> Response:
    return render(
        "point_form.html",
        visit,
        status=422 if faults else 200,
        point=point,
        said=said,
        choice=choice,
        faults=name_faults(faults),
        is_faulty=bool(faults),
        categories=[category.value for category in Category],
    )
