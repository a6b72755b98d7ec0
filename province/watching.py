"""Watching: documents put on the watch list and taken from it."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import assert_never

from kiosk.protocol.watch_list import hash_document, normalise
from province.errors import UsageError
from province.ledger import watch
from province.ledger.database import Database
from province.ledger.watch import Watched
from province.sheet import Line, SheetFault, read_sheet
from province.watch_tree import make_keys

COLUMN = "document"
LEAST_LENGTH = 6
"""Shorter is no document's number; and a slip of a file's columns is seen."""
MOST_LENGTH = 20
_ZEROS_LOST = (10, 11)
AT_ONCE = 5_000
"""Documents in one transaction, of 0.1 s: batches of kiosks wait so long."""


class DocumentFault(StrEnum):
    """Why a text is no document's number."""

    NO_NUMBER = "no_number"
    ZEROS_LOST = "zeros_lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadList:
    """The documents of an uploaded table, and the lines that hold none."""

    numbers: tuple[str, ...]
    refused: tuple[tuple[int, DocumentFault], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BadDocument:
    """A line of the file that holds no document's number; `line` counts from 1."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of a file's documents."""

    added: int
    known: int
    refused: tuple[BadDocument, ...]


def add_document(database: Database, document: str, now: datetime) -> bool:
    """Put one document on the list; say whether it was not on it yet.

    Raises:
        UsageError: It is no document's number.
    """
    number = normalise(document)
    fault = find_fault(number)
    if fault is not None:
        raise UsageError(f"'{document[:40]}' {_tell_fault(fault, number)}")
    return _add(database, [number], now) == 1


def import_documents(database: Database, file: Path, now: datetime) -> Imported:
    """Put every document of a CSV file on the list; once more changes nothing.

    Raises:
        UsageError: The file can't be read, is not UTF-8, or lacks the column.
    """
    refused: list[BadDocument] = []
    added = total = 0
    some: list[str] = []
    for line, document in _read_lines(file):
        number = normalise(document)
        fault = find_fault(number)
        if fault is not None:
            sentence = f"'{document[:40]}' {_tell_fault(fault, number)}"
            refused.append(BadDocument(line=line, sentence=sentence))
            continue
        some.append(number)
        if len(some) == AT_ONCE:
            total, added = total + len(some), added + _add(database, some, now)
            some = []
    total, added = total + len(some), added + _add(database, some, now)
    return Imported(added=added, known=total - added, refused=tuple(refused))


def remove_document(database: Database, document: str) -> bool:
    """Take one document from the list; say whether it was on it."""
    with database.writing() as connection:
        keys = watch.read_keys(connection)
        if keys is None:
            return False
        entry = hash_document(keys.keys.hash_key, document)
        return watch.remove(connection, entry)


def list_documents(database: Database) -> Iterator[tuple[str, datetime]]:
    """Yield every document on the list with the time it came."""
    with database.reading() as connection:
        yield from watch.list_documents(connection)


def _add(database: Database, numbers: list[str], now: datetime) -> int:
    if not numbers:
        return 0
    with database.writing() as connection:
        hash_key = make_keys(connection, now).keys.hash_key
        documents = [
            Watched(entry=hash_document(hash_key, number), document=number)
            for number in numbers
        ]
        return watch.add(connection, documents, now)


def find_fault(number: str) -> DocumentFault | None:
    """Return what is wrong with a normalised number, None for nothing."""
    has_digit = any(sign.isdigit() for sign in number)
    if not (has_digit and LEAST_LENGTH <= len(number) <= MOST_LENGTH):
        return DocumentFault.NO_NUMBER
    if number.isdigit() and len(number) in _ZEROS_LOST:
        return DocumentFault.ZEROS_LOST
    return None


def read_list(content: bytes) -> ReadList | SheetFault:
    """Return the documents of a CSV or XLSX file with a column `document`."""
    lines = read_sheet(content)
    if isinstance(lines, SheetFault):
        return lines
    heading = [cell.casefold() for cell in lines[0].cells]
    if COLUMN not in heading:
        return SheetFault.NO_HEADING
    place = heading.index(COLUMN)
    told = [(line.number, _read_cell(line, place)) for line in lines[1:]]
    faults = {number: find_fault(number) for _, number in told}
    good = dict.fromkeys(number for number, fault in faults.items() if fault is None)
    bad = ((line, faults[number]) for line, number in told)
    return ReadList(
        numbers=tuple(good),
        refused=tuple((line, fault) for line, fault in bad if fault is not None),
    )


def add_numbers(database: Database, numbers: Sequence[str], now: datetime) -> int:
    """Put what `read_list` found on the list; return how many were not on it."""
    return sum(
        _add(database, list(numbers[start : start + AT_ONCE]), now)
        for start in range(0, len(numbers), AT_ONCE)
    )


def _read_cell(line: Line, place: int) -> str:
    return normalise(line.cells[place]) if place < len(line.cells) else ""


def _tell_fault(fault: DocumentFault, number: str) -> str:
    match fault:
        case DocumentFault.NO_NUMBER:
            return (
                f"is no document's number: {LEAST_LENGTH} to {MOST_LENGTH} letters and "
                "digits, not masked."
            )
        case DocumentFault.ZEROS_LOST:
            return (
                f"has {len(number)} digits and a personal number has 12: a spreadsheet "
                "may have dropped the zeros in front."
            )
        case _:
            assert_never(fault)


def _read_lines(file: Path) -> Iterator[tuple[int, str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            reader = csv.DictReader(text)
            if COLUMN not in (reader.fieldnames or ()):
                raise UsageError(
                    f"'{file}' lacks the column {COLUMN}. Its first line must name it."
                )
            for row in reader:
                yield reader.line_num, row[COLUMN] or ""
    except OSError as error:
        raise UsageError(f"'{file}' can't be read: {error.strerror}.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"'{file}' is no CSV file in UTF-8: {error}.") from error
