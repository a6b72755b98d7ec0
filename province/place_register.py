"""Place register: the places that should have a point, out of a clerk's file."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from province.ledger import places
from province.ledger.known_units import read_known
from province.ledger.places import Wanted, to_place
from province.ledger.scope import Scope
from province.place import Field
from province.row_plan import Register, RowPlan, plan_rows
from province.sheet import SheetFault

FIELDS = (Field.NAME, Field.CATEGORY, Field.UNIT, Field.ADDRESS)
"""Columns of a file of places, in the order of its template."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """How many places a file added and changed, and how many found their point."""

    added: int
    updated: int
    matched: int


def plan_places(
    connection: Connection, scope: Scope, content: bytes
) -> RowPlan | SheetFault:
    """Return what a file would do to the register within `scope`."""
    listed = places.list_places(connection, scope, Wanted(), limit=None)
    register = Register(
        places={str(one.place_id): to_place(one) for one in listed},
        find_unit=read_known(connection, scope).find,
        fields=FIELDS,
    )
    return plan_rows(content, register)


def carry_out(
    connection: Connection, scope: Scope, plan: RowPlan, now: datetime
) -> Listed:
    """Do what `plan` says, in the caller's transaction, and look for the places' points."""
    places.add_places(connection, [draft.place for draft in plan.added], now)
    for draft in plan.changed:
        if draft.known is not None:
            places.change_place(connection, int(draft.known), draft.place)
    return Listed(
        added=len(plan.added),
        updated=len(plan.changed) + plan.same,
        matched=places.match_by_name(connection, scope),
    )
