"""Reforms: the page on which points are placed after units were merged and divided."""

from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import Response
from sqlalchemy import Connection

from province.ledger import reforms, units
from province.ledger.reforms import Plan
from province.rights import Right
from province.web.doors import Doors
from province.web.listing import Column, Listing, Row, answer_download
from province.web.page import redirect, render
from province.web.unit_choice import Option
from province.web.visit import Visit

PAGE = "/units/reforms"
_SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A point whose unit was divided, and the parts that are the officer's own."""

    point_id: str
    name: str
    was: str
    options: tuple[Option, ...]


def open_doors(doors: Doors) -> None:
    """Open the page, the move of what goes by itself, and the placing of a point."""
    doors.get(PAGE, Right.EDIT_POINTS)(show_reform)
    doors.post(PAGE, Right.EDIT_POINTS)(place_point)
    doors.post(f"{PAGE}/apply", Right.EDIT_POINTS)(apply)


def show_reform(visit: Visit) -> Response:
    """Show what is left to do with the points of the officer's own."""
    with visit.reading() as connection:
        days = reforms.list_reforms(connection)
        day = _pick(days, visit.ask("day"))
        plan, questions = _ask(visit, connection, day)
    return answer_download(visit, _list_all(questions)) or render(
        "reforms.html",
        visit,
        days=days,
        day=day,
        moves=len(plan.moves),
        undecided=len(plan.undecided),
        questions=questions[:_SHOWN],
        may_apply=visit.scope.is_whole,
    )


def apply(visit: Visit) -> Response:
    """Move every point whose unit became one other whole; units' officers move singly."""
    with visit.writing() as connection:
        day = _pick(
            reforms.list_reforms(connection), visit.posted.fields.get("day", "")
        )
        if day is None or not visit.scope.is_whole:
            return render("refused.html", visit, status=403)
        plan = reforms.apply_reform(connection, day)
        visit.note(
            connection, "reform_applied", day.isoformat(), points=len(plan.moves)
        )
    return redirect(f"{PAGE}?day={day}")


def place_point(visit: Visit) -> Response:
    """Let a point lie in the part of its unit that was chosen."""
    fields = visit.posted.fields
    point, part = fields.get("point", ""), fields.get("part", "")
    with visit.writing() as connection:
        day = _pick(reforms.list_reforms(connection), fields.get("day", ""))
        if day is None or not _may_place(visit, connection, point, part=part, day=day):
            return render("missing.html", visit, status=404)
        reforms.move_point(connection, point, part, day)
        visit.note(connection, "point_placed", point, unit=part)
    return redirect(f"{PAGE}?day={day}")


def _may_place(
    visit: Visit, connection: Connection, point: str, *, part: str, day: date
) -> bool:
    plan = reforms.plan_reform(connection, day, visit.scope)
    return visit.scope.contains(connection, part) and any(
        one.point_id == point and part in one.successors for one in plan.undecided
    )


def _pick(days: tuple[date, ...], said: str) -> date | None:
    """Return the reform that is meant, the newest where none is named."""
    if not said:
        return days[0] if days else None
    return next((day for day in days if day.isoformat() == said), None)


def _ask(
    visit: Visit, connection: Connection, day: date | None
) -> tuple[Plan, tuple[Question, ...]]:
    """Return what is left to do, and the questions in it."""
    if day is None:
        return Plan(moves={}, undecided=()), ()
    plan = reforms.plan_reform(connection, day, visit.scope)
    olds = {one.unit for one in plan.undecided}
    before = units.tell_paths(connection, olds, day - timedelta(days=1))
    parts = {part for one in plan.undecided for part in one.successors}
    after = {
        part: path
        for part, path in units.tell_paths(connection, parts, day).items()
        if visit.scope.contains(connection, part)
    }
    questions = (
        Question(
            point_id=one.point_id,
            name=one.name,
            was=before.get(one.unit, one.unit),
            options=tuple(
                Option(code=part, path=after[part])
                for part in one.successors
                if part in after
            ),
        )
        for one in plan.undecided
    )
    return plan, tuple(questions)


def _list_all(questions: tuple[Question, ...]) -> Listing:
    """Return the questions as a table to take along, for whoever knows the places."""
    keys = ("reforms_code", "reforms_point", "reforms_was", "reforms_parts")
    return Listing(
        name="reforms_divided",
        columns=tuple(Column(key=key) for key in keys),
        rows=[
            Row(
                cells=(
                    one.point_id,
                    one.name,
                    one.was,
                    "; ".join(option.path for option in one.options),
                )
            )
            for one in questions
        ],
    )
