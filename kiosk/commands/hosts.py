"""Hosts: a list of whom visitors come to see, imported from a CSV file."""

import argparse
import codecs
import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.commands.lines import print_line
from kiosk.commands.place import open_to_look
from kiosk.credentials.text import Text, read_text
from kiosk.errors import UsageError
from kiosk.reception import MAX_FIELD
from kiosk.search import fold, tidy
from kiosk.storage import hosts

DELIMITERS = "\t;,"
"""What separates columns: Excel writes tabs in UTF-16 and semicolons in Việt Nam."""

_HEADINGS = frozenset(
    {"host", "name", "full name", "ten", "ho ten", "ho va ten", "nguoi tiep"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HostList:
    """The names in a file, each once, and how many could not be taken."""

    names: tuple[str, ...]
    repeated: int
    refused: int


def run(options: argparse.Namespace) -> int:
    """Import the file; where its encoding is wrong, nothing of it."""
    read = read_list(options.file)
    with open_to_look(options) as place, place.database.write() as connection:
        added = hosts.add(connection, read.names)
    known = len(read.names) - added + read.repeated
    print_line({"added": added, "known": known, "refused": read.refused})
    return 1 if read.refused else 0


def read_list(path: Path) -> HostList:
    """Return the hosts in the CSV file at `path`.

    Names stand in the column headed so, or else in the first.

    Raises:
        UsageError: it can't be read, or is neither UTF-8 nor UTF-16.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"Host list {path} can't be read: {error.strerror}."
        ) from error
    text = _decode(data, path)
    try:
        rows = list(
            csv.reader(io.StringIO(text, newline=""), delimiter=_find_delimiter(text))
        )
    except csv.Error as error:
        raise UsageError(f"Host list {path} is not CSV: {error}.") from error
    return _sort_out(_list_names(rows))


def _decode(data: bytes, path: Path) -> str:
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise _make_refusal(path) from error
    if "\0" in text or _is_garbled(text):
        raise _make_refusal(path)
    return text


def _is_garbled(text: str) -> bool:
    """Say whether any line is UTF-8 that was taken for another charset and saved."""
    read = (read_text(line.encode("utf-8")) for line in text.splitlines())
    return any(isinstance(line, Text) and line.repair is not None for line in read)


def _make_refusal(path: Path) -> UsageError:
    return UsageError(
        f"Host list {path} is neither UTF-8 nor UTF-16, so Vietnamese letters would be "
        "wrong; nothing was imported. Save it as 'CSV UTF-8' and import it again."
    )


def _find_delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(DELIMITERS, key=first.count)


def _list_names(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the texts of the names' column, without its heading."""
    filled = [row for row in rows if any(text.strip() for text in row)]
    if not filled:
        return []
    headings = [fold(text) in _HEADINGS for text in filled[0]]
    column = headings.index(True) if any(headings) else 0
    body = filled[1:] if any(headings) else filled
    return [row[column] if column < len(row) else "" for row in body]


def _sort_out(texts: Sequence[str]) -> HostList:
    tidied = [tidy(text) for text in texts]
    taken = [name for name in tidied if 0 < len(name) <= MAX_FIELD]
    names = tuple(dict.fromkeys(taken))
    return HostList(
        names=names,
        repeated=len(taken) - len(names),
        refused=len(tidied) - len(taken),
    )
