"""Units: the ledger's tree of administrative units, asked on a day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select

from province.folding import fold
from province.ledger.place_tables import unit_ancestors, unit_successors, units
from province.ledger.scope import Scope
from province.ledger.tables import points
from province.units import Succession, Unit, tell_path

MOST_FOUND = 20
_DEEPEST = 12
_ESCAPE = "\\"


def find(connection: Connection, code: str, day: date) -> Unit | None:
    """Return the unit `code` on `day`, None where there was none."""
    query = select(units).where(units.c.code == code, is_valid(day))
    row = connection.execute(query).one_or_none()
    return None if row is None else make_unit(row)


def list_versions(connection: Connection, code: str) -> tuple[Unit, ...]:
    """Return all that `code` has named, oldest first."""
    query = select(units).where(units.c.code == code).order_by(units.c.valid_from)
    return _list(connection, query)


def list_children(
    connection: Connection, parent: str | None, day: date
) -> tuple[Unit, ...]:
    """Return what lay directly in `parent` on `day`, the tops where None, by code."""
    is_child = units.c.parent.is_(None) if parent is None else units.c.parent == parent
    return _list(
        connection, select(units).where(is_child, is_valid(day)).order_by(units.c.code)
    )


def list_subtree(connection: Connection, code: str, day: date) -> tuple[Unit, ...]:
    """Return `code` and all that lay in it on `day`, level by level."""
    top = find(connection, code, day)
    found = [] if top is None else [top]
    level = found
    while level:
        query = select(units).where(
            units.c.parent.in_([one.code for one in level]), is_valid(day)
        )
        level = list(_list(connection, query.order_by(units.c.code)))
        found += level
    return tuple(found)


def list_path(connection: Connection, code: str, day: date) -> tuple[Unit, ...]:
    """Return `code` and what it lay in on `day`, the smallest first."""
    path: list[Unit] = []
    here = find(connection, code, day)
    while here is not None and len(path) < _DEEPEST:
        path.append(here)
        here = find(connection, here.parent, day) if here.parent else None
    return tuple(path)


def tell_paths(
    connection: Connection, codes: Iterable[str], day: date
) -> dict[str, str]:
    """Return each unit with those above it as an address, by its code.

    A code that names nothing on `day` is told as it was last; an unknown one is left out.
    """
    known = _read_upwards(connection, set(codes), day)
    return {
        code: tell_path([one.name for one in _climb(code, known)])
        for code in set(codes) & known.keys()
    }


def name_units(
    connection: Connection, codes: Iterable[str], day: date
) -> dict[str, str]:
    """Return the names of `codes` on `day`, else as they last were, by code."""
    found = _read_versions(connection, set(codes), day)
    return {code: unit.name for code, unit in found.items()}


def search(
    connection: Connection, words: str, day: date, scope: Scope
) -> tuple[Unit, ...]:
    """Return units of `day` whose name holds all of `words`, or whose code begins so.

    Neither accents nor capitals matter; whole names come first.
    """
    folded = fold(words)
    if not folded:
        return ()
    is_meant = and_(
        *(units.c.folded.contains(w, autoescape=True) for w in folded.split())
    )
    is_coded = units.c.code.startswith(words.strip(), autoescape=True)
    query = (
        select(units)
        .where(or_(is_meant, is_coded), is_valid(day), scope.holds(units.c.code))
        .order_by(func.length(units.c.folded), units.c.folded, units.c.code)
        .limit(MOST_FOUND)
    )
    return _list(connection, query)


def list_successors(
    connection: Connection, code: str, day: date | None
) -> tuple[Succession, ...]:
    """Return what became on `day` of the unit that `code` named until then."""
    columns = unit_successors.c
    return _list_successions(connection, columns.old_code == code, columns.day == day)


def list_predecessors(
    connection: Connection, code: str, day: date
) -> tuple[Succession, ...]:
    """Return what the unit was made of that `code` names since `day`."""
    columns = unit_successors.c
    return _list_successions(connection, columns.new_code == code, columns.day == day)


def count_points(connection: Connection, codes: Sequence[str]) -> dict[str, int]:
    """Return how many points lie in each of `codes` and in what lies in them."""
    query = select(points.c.unit, func.count()).group_by(points.c.unit)
    by_unit = {row[0]: row[1] for row in connection.execute(query)}
    pairs = select(unit_ancestors.c.code, unit_ancestors.c.ancestor).where(
        unit_ancestors.c.ancestor.in_(codes), unit_ancestors.c.code.in_(by_unit)
    )
    below: dict[str, set[str]] = {code: {code} for code in codes}
    for code, ancestor in connection.execute(pairs):
        below[ancestor].add(code)
    return {
        code: sum(by_unit.get(one, 0) for one in within)
        for code, within in below.items()
    }


def is_valid(day: date) -> ColumnElement[bool]:
    """Return the term that a row of `units` holds on `day`."""
    return and_(
        units.c.valid_from <= day,
        or_(units.c.valid_until.is_(None), units.c.valid_until > day),
    )


def make_unit(row: Row[tuple[object, ...]]) -> Unit:
    """Return the unit that a row of `units` holds."""
    return Unit(
        code=row.code,
        name=row.name,
        level=row.level,
        parent=row.parent,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def _list(
    connection: Connection, query: Select[tuple[object, ...]]
) -> tuple[Unit, ...]:
    return tuple(make_unit(row) for row in connection.execute(query))


def _list_successions(
    connection: Connection, *terms: ColumnElement[bool]
) -> tuple[Succession, ...]:
    columns = unit_successors.c
    query = select(unit_successors).where(*terms)
    ordered = query.order_by(columns.old_code, columns.new_code)
    return tuple(
        Succession(old_code=row.old_code, new_code=row.new_code, day=row.day)
        for row in connection.execute(ordered)
    )


def _read_upwards(
    connection: Connection, codes: set[str], day: date
) -> dict[str, Unit]:
    """Return `codes` and all above them, in a query a level."""
    known: dict[str, Unit] = {}
    asked = codes
    while asked:
        found = _read_versions(connection, asked, day)
        known |= found
        asked = {one.parent for one in found.values() if one.parent} - known.keys()
    return known


def _read_versions(
    connection: Connection, codes: set[str], day: date
) -> dict[str, Unit]:
    if not codes:
        return {}
    query = select(units).where(units.c.code.in_(codes)).order_by(units.c.valid_from)
    found: dict[str, Unit] = {}
    for unit in _list(connection, query):
        # What it is on the day; else what it was before, else what it will be.
        if unit.code not in found or unit.valid_from <= day:
            found[unit.code] = unit
    return found


def _climb(code: str, known: Mapping[str, Unit]) -> list[Unit]:
    path: list[Unit] = []
    here = known.get(code)
    while here is not None and len(path) < _DEEPEST:
        path.append(here)
        here = known.get(here.parent) if here.parent else None
    return path
