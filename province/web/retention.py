"""Retention's page: how long contents are kept, what is due, and what was destroyed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import Response
from sqlalchemy import Connection, select

from province.ledger import holds, purges, retention
from province.ledger.purges import Purge
from province.ledger.tables import points
from province.policies import read_policy_text
from province.retention import (
    AFTER_CASE,
    LOG_DAYS,
    Matter,
    Terms,
    find_next_night,
    read_terms,
)
from province.rights import Right
from province.web.doors import Doors
from province.web.listing import Column, Kind, Listing, Row, answer_download
from province.web.page import load_texts, render
from province.web.visit import Visit

MOST_SHOWN = 60
"""Two months of nights on the page; a file has all of ten years."""
MOST_TAKEN = 4000


def open_doors(doors: Doors) -> None:
    """Open retention."""
    doors.get("/retention", Right.MANAGE_RULES)(show_retention)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Due:
    """How many entries the next night takes; `before` is the first day that is kept."""

    entries: int
    before: date


def show_retention(visit: Visit) -> Response:
    """Show the terms, what is due in the officer's units, and the purges on record."""
    most = MOST_TAKEN if visit.ask("table") else MOST_SHOWN
    with visit.reading() as connection:
        terms = read_terms(read_policy_text(connection))
        if isinstance(terms, str):  # the policy was judged when it was set
            return render("missing.html", visit, status=404)
        own = _list_own(visit, terms, _name_points(connection, visit, terms))
        done = _list_purges(visit, purges.list_newest(connection, most))
        kept = _list_kept(holds.count_by_case(connection, visit.scope))
        answer = answer_download(visit, own, done, kept)
        if answer is not None:
            return answer
        due = _find_due(connection, visit, terms)
        last = purges.read_last(connection)
    return render(
        "retention.html",
        visit,
        terms=terms,
        due=due,
        last=last,
        own=own,
        done=done,
        kept=kept,
        after_case=AFTER_CASE.days,
        log_days=LOG_DAYS,
    )


def _find_due(connection: Connection, visit: Visit, terms: Terms) -> _Due:
    tonight = find_next_night(visit.now)
    spans = retention.list_spans(connection, terms, tonight)
    due = retention.foresee(connection, spans, visit.scope)
    before = terms.find_first_kept("", visit.now)
    return _Due(entries=sum(due.values()), before=before)


def _name_points(
    connection: Connection, visit: Visit, terms: Terms
) -> list[tuple[str, str]]:
    """Return the points of the officer's units that have days of their own, and their names."""
    query = select(points.c.point_id, points.c.name).where(
        points.c.point_id.in_(terms.own), visit.scope.holds(points.c.unit)
    )
    rows = connection.execute(query.order_by(points.c.point_id))
    return [(point_id, name) for point_id, name in rows]


def _list_own(visit: Visit, terms: Terms, named: list[tuple[str, str]]) -> Listing:
    return Listing(
        name="retention_own",
        columns=(
            Column(key="retention_point"),
            Column(key="retention_days", kind=Kind.NUMBER),
            Column(key="retention_before", kind=Kind.DAY),
        ),
        rows=[
            Row(
                cells=(
                    name,
                    terms.own[point_id],
                    terms.find_first_kept(point_id, visit.now),
                ),
                place=f"/points/{point_id}",
            )
            for point_id, name in named
        ],
    )


def _list_purges(visit: Visit, found: Sequence[Purge]) -> Listing:
    texts = load_texts(visit.language)
    return Listing(
        name="retention_purges",
        columns=(
            Column(key="retention_begun", kind=Kind.MOMENT),
            Column(key="retention_ended", kind=Kind.MOMENT),
            Column(key="retention_made_by"),
            Column(key="retention_before", kind=Kind.DAY),
            *(Column(key=f"retention_{matter}", kind=Kind.NUMBER) for matter in Matter),
        ),
        rows=[
            Row(
                cells=(
                    one.begun_at,
                    one.ended_at,
                    texts.get(f"retention_by_{one.made_by}", one.made_by),
                    one.until,
                    *(one.count(matter) for matter in Matter),
                )
            )
            for one in found
        ],
    )


def _list_kept(found: list[tuple[str, int]]) -> Listing:
    return Listing(
        name="retention_held",
        columns=(
            Column(key="retention_case"),
            Column(key="retention_kept", kind=Kind.NUMBER),
        ),
        rows=[Row(cells=(case_id, number)) for case_id, number in found],
    )
