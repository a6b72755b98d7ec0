"""Unit loading: a tree of units taken into the ledger, once or again."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from province.folding import fold
from province.ledger.place_tables import unit_ancestors, unit_successors, units
from province.ledger.units import make_unit
from province.units import Succession, Tree, Unit, find_ancestors, list_faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a load did to the rows of `units`."""

    added: int
    changed: int
    unchanged: int


def load(connection: Connection, tree: Tree) -> Loaded | tuple[str, ...]:
    """Take `tree` in beside what is there, or return what is wrong and take nothing.

    A unit is the same where code and first day are. Nothing is removed: a unit
    that is no more is given its `valid_until`.
    """
    held = {_key(unit): unit for unit in read_units(connection)}
    new = {_key(unit): unit for unit in tree.units}
    faults = [
        sentence
        for unit, sentence in list_faults((held | new).values())
        if _key(unit) in new
    ]
    if faults:
        return tuple(faults)
    added = [unit for key, unit in new.items() if key not in held]
    changed = [unit for key, unit in new.items() if held.get(key, unit) != unit]
    _insert(connection, units, [_describe(unit) for unit in added])
    _replace(connection, changed)
    known = set(_read_successions(connection))
    told = [one for one in dict.fromkeys(tree.successions) if one not in known]
    _insert(connection, unit_successors, [asdict(one) for one in told])
    if added or changed or told:
        renew_ancestors(connection)
    return Loaded(
        added=len(added),
        changed=len(changed),
        unchanged=len(new) - len(added) - len(changed),
    )


def read_units(connection: Connection) -> tuple[Unit, ...]:
    """Return every unit that there is or was."""
    return tuple(make_unit(row) for row in connection.execute(select(units)))


def renew_ancestors(connection: Connection) -> None:
    """Bring `unit_ancestors` in step; a unit of points that no tree has lies in itself."""
    tree = Tree(
        units=read_units(connection),
        successions=tuple(_read_successions(connection)),
    )
    wanted = {
        (code, above) for code, found in find_ancestors(tree).items() for above in found
    }
    columns = unit_ancestors.c
    query = select(columns.code, columns.ancestor)
    held = {(row.code, row.ancestor) for row in connection.execute(query)}
    stale = [pair for pair in held - wanted if pair[0] != pair[1]]
    if stale:
        connection.execute(
            delete(unit_ancestors).where(
                columns.code == bindparam("of_code"),
                columns.ancestor == bindparam("of_ancestor"),
            ),
            [{"of_code": code, "of_ancestor": above} for code, above in stale],
        )
    rows = [{"code": code, "ancestor": above} for code, above in wanted - held]
    _insert(connection, unit_ancestors, rows)


def _replace(connection: Connection, changed: Iterable[Unit]) -> None:
    statement = update(units).where(
        units.c.code == bindparam("of_code"), units.c.valid_from == bindparam("of_day")
    )
    rows = [
        {"of_code": unit.code, "of_day": unit.valid_from}
        | {name: value for name, value in _describe(unit).items() if name in _CHANGING}
        for unit in changed
    ]
    if rows:
        connection.execute(statement, rows)


_CHANGING = {"name", "folded", "level", "parent", "valid_until"}


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Add `rows`; `Any` because each column has its own type."""
    if rows:
        connection.execute(insert(table), rows)


def _describe(unit: Unit) -> dict[str, Any]:
    return asdict(unit) | {"folded": fold(unit.name)}


def _read_successions(connection: Connection) -> Iterable[Succession]:
    for row in connection.execute(select(unit_successors)):
        yield Succession(old_code=row.old_code, new_code=row.new_code, day=row.day)


def _key(unit: Unit) -> tuple[str, object]:
    return unit.code, unit.valid_from
