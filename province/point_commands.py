"""Point commands: what `province point` does, and what it answers."""

import argparse
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from province import register
from province.errors import OutsideError, UsageError
from province.ledger.database import Database
from province.ledger.scope import WHOLE
from province.refusals import list_sentences, write_refusals
from province.row_plan import RowPlan
from province.sheet import MOST_BYTES, SheetFault

Tell = Callable[[str], None]


def change(
    database: Database, options: argparse.Namespace, now: datetime, tell: Tell
) -> tuple[Mapping[str, object], int]:
    """Add a point, or those of a file; return the answer and how many were refused.

    Raises:
        UsageError: What was given is no point, or no table.
    """
    if options.action == "add":
        point = register.add_point(
            database, options.name, options.category, unit=options.unit, now=now
        )
        return {"point": point}, 0
    return _import(database, options, now, tell)


def _import(
    database: Database, options: argparse.Namespace, now: datetime, tell: Tell
) -> tuple[Mapping[str, object], int]:
    content = _read(options.file)
    with database.writing() as connection:
        plan = register.plan_points(connection, WHOLE, content)
        if isinstance(plan, SheetFault):
            sentence = register.tell_sheet_fault(plan, "en")
            raise UsageError(f"'{options.file}': {sentence}")
        done = register.carry_out(connection, WHOLE, plan, now)
    for refused in plan.refused:
        tell(f"Line {refused.line.number}: {' '.join(list_sentences(refused, 'en'))}")
    if options.errors is not None:
        _write_errors(options.errors, plan, tell)
    told = {"added": done.added, "updated": done.updated}
    return told | {"refused": len(plan.refused)}, len(plan.refused)


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"'{file}' can't be read: {error.strerror}.") from error


def _write_errors(file: Path, plan: RowPlan, tell: Tell) -> None:
    form = "xlsx" if file.suffix.lower() == ".xlsx" else "csv"
    try:
        file.write_bytes(write_refusals(plan, form, "vi"))
    except OSError as error:
        raise OutsideError(
            f"'{file}' can't be written: {error.strerror}. The points were registered; "
            "give another place with --errors and import the file again."
        ) from error
    tell(f"Rows to mend: {file}")
