"""Unit commands: what `province unit` does, and what it answers."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from province.errors import RefusedError, UsageError
from province.ledger.database import Database
from province.ledger.reforms import apply_reform
from province.ledger.unit_loading import load
from province.nation import REFORM, Part, list_provinces, read_nation
from province.unit_file import read_units
from province.units import Tree

Answer = Callable[[Mapping[str, object]], None]
_TOLD_FAULTS = 20


def run(database: Database, options: argparse.Namespace, answer: Answer) -> bool:
    """Load the nation's or own units, or apply a reform; say whether nothing is left to do.

    Raises:
        UsageError: There is no such province, or the file can't be read.
        RefusedError: The units don't make a tree; nothing was taken in.
    """
    match options.action:
        case "load":
            tree = _read_nation(options.national, options.province)
            answer(_load(database, tree))
            return True
        case "import":
            answer(_load(database, _read_file(options.file)))
            return True
        case _:
            return _reform(database, options, answer)


def _read_nation(part: str, province: str) -> Tree:
    if province and province not in list_provinces():
        raise UsageError(
            f"There is no province '{province}' since {REFORM:%d/%m/%Y}. "
            "Give a code of two digits such as 08, or none for all of them."
        )
    return read_nation(Part(part), province)


def _read_file(file: Path) -> Tree:
    return Tree(units=read_units(file))


def _load(database: Database, tree: Tree) -> dict[str, object]:
    with database.writing() as connection:
        done = load(connection, tree)
    if isinstance(done, tuple):
        told = " ".join(done[:_TOLD_FAULTS])
        raise RefusedError(f"Nothing was taken in. {told}")
    return {"added": done.added, "changed": done.changed, "unchanged": done.unchanged}


def _reform(database: Database, options: argparse.Namespace, answer: Answer) -> bool:
    with database.writing() as connection:
        done = apply_reform(connection, options.day)
    for point in done.undecided:
        answer(
            {
                "point": point.point_id,
                "name": point.name,
                "unit": point.unit,
                "successors": list(point.successors),
            }
        )
    answer({"moved": len(done.moves), "undecided": len(done.undecided)})
    return not done.undecided
