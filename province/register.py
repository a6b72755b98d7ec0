"""Register: points added singly, or from a clerk's file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from kiosk.decision import LOCAL
from province.errors import UsageError
from province.ledger import points
from province.ledger.database import Database
from province.ledger.known_units import read_known
from province.ledger.scope import WHOLE, Scope
from province.place import Fault, Field, Place, check
from province.row_plan import Draft, Register, RowPlan, plan_rows
from province.sheet import SheetFault
from province.words import Phrase, load_page_texts

FIELDS = tuple(Field)
"""Columns of a file of points, in the order of its template."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """How many points a file added and changed, or described as they are."""

    added: int
    updated: int


def add_point(
    database: Database, name: str, category: str, *, unit: str, now: datetime
) -> str:
    """Register one point and return its id.

    Raises:
        UsageError: Name, category or unit is none.
    """
    said = {Field.NAME: name, Field.CATEGORY: category, Field.UNIT: unit}
    place = check(said)
    if isinstance(place, tuple):
        raise UsageError(" ".join(tell_fault(fault, "en") for fault in place))
    with database.writing() as connection:
        if read_known(connection, WHOLE).find(place.unit) is None:
            raise UsageError(tell_fault(Fault(field=Field.UNIT, said=unit), "en"))
        return points.add_points(connection, [place], now)[0]


def check_point(
    connection: Connection,
    scope: Scope,
    said: Mapping[Field, str],
    known: str | None = None,
) -> Place | tuple[Fault, ...]:
    """Return the point that a form describes, or every field that is wrong.

    `known` is the id of the point that is changed. Unit and parent lie in `scope`.
    """
    unit = read_known(connection, scope).find(said.get(Field.UNIT, "").strip())
    place = check({**said, Field.UNIT: unit or ""})
    faults = place if isinstance(place, tuple) else ()
    parent_id = said.get(Field.PARENT, "").strip().upper()
    if parent_id and not _may_have(connection, scope, parent_id, known):
        faults = (*faults, Fault(field=Field.PARENT, said=parent_id))
    if isinstance(place, tuple) or faults:
        return tuple(replace(fault, said=said.get(fault.field, "")) for fault in faults)
    return replace(place, parent_id=parent_id or None)


def plan_points(
    connection: Connection, scope: Scope, content: bytes
) -> RowPlan | SheetFault:
    """Return what a file would do to the points within `scope`."""
    whole = points.list_whole(connection, scope)
    register = Register(
        places={point.point_id: point.place for point in whole},
        find_unit=read_known(connection, scope).find,
        fields=FIELDS,
    )
    return plan_rows(content, register)


def carry_out(
    connection: Connection, scope: Scope, plan: RowPlan, now: datetime
) -> Registered:
    """Do what `plan` says, in the caller's transaction."""
    tops = [draft for draft in plan.added if draft.parent is None]
    rooms = [draft for draft in plan.added if draft.parent is not None]
    ids = points.add_points(connection, [draft.place for draft in tops], now)
    new = {draft.place.key: one for draft, one in zip(tops, ids, strict=True)}
    points.add_points(connection, [_join(draft, new) for draft in rooms], now)
    before = {point.point_id: point for point in points.list_whole(connection, scope)}
    day = now.astimezone(LOCAL).date()
    for draft in plan.changed:
        if draft.known in before:
            place = _join(draft, new)
            points.change_point(connection, before[draft.known], place, day)
    return Registered(added=len(plan.added), updated=len(plan.changed) + plan.same)


def tell_fault(fault: Fault, language: str) -> str:
    """Return the sentence that names a fault, with what was said."""
    texts = load_page_texts()
    said = f"'{fault.said[:40]}'"
    field = _pick(texts[f"place_field_{fault.field}"], language)
    sentence = _pick(texts[f"place_fault_{fault.field}"], language)
    if language == "en":
        return f"The {field.lower()} {said}: {sentence}"
    return f"{field} {said}: {sentence}"


def tell_sheet_fault(fault: SheetFault, language: str) -> str:
    """Return the sentence that says why a file is no table."""
    return _pick(load_page_texts()[f"sheet_fault_{fault}"], language)


def _may_have(
    connection: Connection, scope: Scope, parent_id: str, known: str | None
) -> bool:
    """Say whether `known` may be a room of `parent_id`: one that is no room, nor has rooms."""
    parent = points.find_point(connection, scope, parent_id)
    if parent is None or parent.place.parent_id is not None or parent_id == known:
        return False
    return known is None or not points.list_rooms(connection, known)


def _join(draft: Draft, new: Mapping[tuple[str, str], str]) -> Place:
    if draft.parent is None:
        return draft.place
    return replace(draft.place, parent_id=new[draft.parent])


def _pick(phrase: Phrase, language: str) -> str:
    return phrase.en if language == "en" else phrase.vi
