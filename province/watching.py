"""Watching: documents put on the watch list and taken from it."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.protocol.watch_list import hash_document, normalise
from province.errors import UsageError
from province.ledger import watch
from province.ledger.database import Database
from province.ledger.watch import Watched
from province.watch_tree import make_keys

COLUMN = "document"
LEAST_LENGTH = 6
"""Shorter is no document's number; and a slip of a file's columns is seen."""
MOST_LENGTH = 20
_ZEROS_LOST = (10, 11)
AT_ONCE = 5_000
"""Documents in one transaction, of 0.1 s: batches of kiosks wait so long."""


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
    fault = _find_fault(number)
    if fault:
        raise UsageError(f"'{document[:40]}' {fault}")
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
        fault = _find_fault(number)
        if fault:
            sentence = f"'{document[:40]}' {fault}"
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


def _find_fault(number: str) -> str:
    """Return what is wrong with a normalised number, empty for nothing."""
    has_digit = any(sign.isdigit() for sign in number)
    if not (has_digit and LEAST_LENGTH <= len(number) <= MOST_LENGTH):
        return (
            f"is no document's number: {LEAST_LENGTH} to {MOST_LENGTH} letters and "
            "digits, not masked."
        )
    if number.isdigit() and len(number) in _ZEROS_LOST:
        return (
            f"has {len(number)} digits and a personal number has 12: a spreadsheet "
            "may have dropped the zeros in front."
        )
    return ""


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
