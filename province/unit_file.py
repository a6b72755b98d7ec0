"""Unit file: own units as a CSV table, a ministry's or a company's tree."""

import csv
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from province.errors import UsageError
from province.units import FIRST_DAY, Unit, is_code

COLUMNS = ("code", "name", "level", "parent", "valid_from", "valid_until")
REQUIRED = ("code", "name")
_LONGEST = 200


def read_units(file: Path) -> tuple[Unit, ...]:
    """Return the units of `file`, all or none.

    Own codes are best of four or six digits, of which the nation has none.
    `parent` may name a unit that is loaded already, and be empty for a top;
    `valid_until` is the first day on which there is no such unit any more.

    Raises:
        UsageError: It can't be read, or a line is no unit; every such line is told.
    """
    rows = list(_read_rows(file))
    faults = [row for row in rows if isinstance(row, str)]
    if faults:
        raise UsageError(f"'{file}' was not taken in. {' '.join(faults)}")
    units = [row for row in rows if isinstance(row, Unit)]
    if len({(unit.code, unit.valid_from) for unit in units}) < len(units):
        raise UsageError(f"'{file}' names a unit twice with the same first day.")
    return tuple(units)


def _read_rows(file: Path) -> Iterator[Unit | str]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            reader = csv.DictReader(text)
            missing = set(REQUIRED) - set(reader.fieldnames or ())
            if missing:
                raise UsageError(
                    f"'{file}' lacks the column {', '.join(sorted(missing))}. "
                    f"Its first line may name {', '.join(COLUMNS)}."
                )
            for row in reader:
                yield _read_row(
                    {name: _tidy(row.get(name)) for name in COLUMNS}, reader.line_num
                )
    except OSError as error:
        raise UsageError(f"'{file}' can't be read: {error.strerror}.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"'{file}' is no CSV file in UTF-8: {error}.") from error


def _read_row(row: dict[str, str], line: int) -> Unit | str:
    since, until = _read_day(row["valid_from"]), _read_day(row["valid_until"])
    if not is_code(row["code"]):
        return (
            f"Line {line}: the code '{row['code'][:40]}' is none such as 02545 or 9001."
        )
    if row["parent"] and not is_code(row["parent"]):
        return f"Line {line}: the parent '{row['parent'][:40]}' is no unit's code."
    if not row["name"] or len(row["name"]) > _LONGEST:
        return f"Line {line}: the name is empty or longer than {_LONGEST}."
    if isinstance(since, str) or isinstance(until, str):
        return f"Line {line}: a day is written as 2025-07-01."
    return Unit(
        code=row["code"],
        name=row["name"],
        level=row["level"][:_LONGEST],
        parent=row["parent"] or None,
        valid_from=since or FIRST_DAY,
        valid_until=until,
    )


def _read_day(said: str) -> date | str | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        return said


def _tidy(said: str | None) -> str:
    plain = unicodedata.normalize("NFC", said or "").replace("\0", "")
    return " ".join(plain.split())
