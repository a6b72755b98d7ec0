"""Register: points added singly or from a CSV file."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from province.errors import UsageError
from province.ledger import points
from province.ledger.database import Database
from province.ledger.points import Place

COLUMNS = ("name", "category", "unit")


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row of the file that is no point; `line` counts from 1."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """What became of a file's rows."""

    added: int
    updated: int
    refused: tuple[BadRow, ...]


def add_point(
    database: Database, name: str, category: str, *, unit: str, now: datetime
) -> str:
    """Register one point and return its id.

    Raises:
        UsageError: Name, category or unit is none.
    """
    place = points.check_place(name, category, unit)
    if isinstance(place, str):
        raise UsageError(place)
    with database.writing() as connection:
        return points.add_points(connection, [place], now)[0]


def import_points(database: Database, file: Path, now: datetime) -> Registered:
    """Register every good row of `file`; a point with this name and unit is updated.

    Raises:
        UsageError: The file can't be read, is not UTF-8, or lacks a column.
    """
    rows = list(_read_rows(file))
    refused = tuple(row for row in rows if isinstance(row, BadRow))
    places = [row for row in rows if isinstance(row, Place)]
    with database.writing() as connection:
        known = points.find_by_name(connection)
        new: dict[tuple[str, str], Place] = {}
        updated = 0
        for place in places:
            key = (place.name, place.unit)
            if key in known:
                points.set_category(connection, known[key], place.category)
                updated += 1
            elif key in new:
                new[key] = place
                updated += 1
            else:
                new[key] = place
        added = points.add_points(connection, list(new.values()), now)
    return Registered(added=len(added), updated=updated, refused=refused)


def _read_rows(file: Path) -> Iterator[Place | BadRow]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            reader = csv.DictReader(text)
            missing = set(COLUMNS) - set(reader.fieldnames or ())
            if missing:
                raise UsageError(
                    f"'{file}' lacks the column {', '.join(sorted(missing))}. "
                    f"Its first line must name {', '.join(COLUMNS)}."
                )
            for row in reader:
                yield _check(row, reader.line_num)
    except OSError as error:
        raise UsageError(f"'{file}' can't be read: {error.strerror}.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"'{file}' is no CSV file in UTF-8: {error}.") from error


def _check(row: dict[str, str | None], line: int) -> Place | BadRow:
    name, category, unit = ((row[column] or "").strip() for column in COLUMNS)
    place = points.check_place(name, category, unit)
    return BadRow(line=line, sentence=place) if isinstance(place, str) else place
