"""Workbook: the first sheet of an XLSX file, read within bounds and nothing of it run.

A workbook is a ZIP of XML, and both can be made to grow without end. What the
archive says of its size is believed, since Python reads no more of a member
than that; XML with a DOCTYPE, which no spreadsheet writes, is not read at all,
so there is no entity to expand or fetch. A formula's last result is its text.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from enum import Enum
from xml.parsers import expat

MOST_UNPACKED = 48 * 1024 * 1024
"""6,128 points unpack to some 4 MB."""
MOST_MEMBERS = 2_000
MOST_TEXTS = 400_000
MOST_ELEMENTS = 3_000_000
"""20,000 rows of 64 cells with their values, in 2 s."""
_CHUNK = 64 * 1024
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})", re.ASCII)
_WORKBOOK = "xl/workbook.xml"
_FIRST = "xl/worksheets/sheet1.xml"

Row = tuple[int, Sequence[str]]
_Begin = Callable[[str, dict[str, str]], None]


class WorkbookFault(Enum):
    """Why a workbook was not read."""

    BROKEN = "broken"
    TOO_LARGE = "too large"
    UNSAFE = "unsafe"


class _TooLargeError(Exception):
    """More rows or texts than are taken."""


class _UnsafeError(Exception):
    """The XML declares what it should not."""


def read_first_sheet(
    content: bytes, most_rows: int, most_cells: int
) -> list[Row] | WorkbookFault:
    """Return the rows of the first sheet by number, each at most `most_cells` wide."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
            if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED:
                return WorkbookFault.TOO_LARGE
            texts = _read_texts(archive)
            sheet = _SheetReader(texts, most_rows, most_cells)
            _parse(archive, _find_sheet(archive), sheet.begin, sheet.end, sheet.say)
    except _TooLargeError:
        return WorkbookFault.TOO_LARGE
    except _UnsafeError:
        return WorkbookFault.UNSAFE
    except (
        zipfile.BadZipFile,
        zlib.error,
        expat.ExpatError,
        EOFError,
        LookupError,  # no such member, or an encoding that is none
        NotImplementedError,  # a way of packing that Python does not know
        OSError,
        RuntimeError,  # a member with a password
        ValueError,
    ):
        return WorkbookFault.BROKEN
    return sheet.rows


def _read_texts(archive: zipfile.ZipFile) -> list[str]:
    name = "xl/sharedStrings.xml"
    if name not in archive.namelist():
        return []
    reader = _TextReader()
    _parse(archive, name, reader.begin, reader.end, reader.say)
    return reader.texts


def _find_sheet(archive: zipfile.ZipFile) -> str:
    """Return the member of the first sheet, as the workbook orders them."""
    names = set(archive.namelist())
    if not {_WORKBOOK, "xl/_rels/workbook.xml.rels"} <= names:
        return _FIRST
    sheets: list[str] = []
    targets: dict[str, str] = {}

    def note_sheet(tag: str, told: dict[str, str]) -> None:
        if tag == "sheet":
            sheets.extend(v for k, v in told.items() if k.rpartition(" ")[2] == "id")

    def note_target(tag: str, told: dict[str, str]) -> None:
        if tag == "Relationship":
            targets[told.get("Id", "")] = told.get("Target", "")

    _parse(archive, _WORKBOOK, note_sheet)
    _parse(archive, "xl/_rels/workbook.xml.rels", note_target)
    target = targets.get(sheets[0], "") if sheets else ""
    member = posixpath.normpath(posixpath.join("xl", target)).lstrip("/")
    return member if member in names else _FIRST


def _parse(
    archive: zipfile.ZipFile,
    member: str,
    begin: _Begin,
    end: Callable[[str], None] = lambda _: None,
    say: Callable[[str], None] = lambda _: None,
) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = lambda tag, told: begin(tag.rpartition(" ")[2], told)
    parser.EndElementHandler = lambda tag: end(tag.rpartition(" ")[2])
    parser.CharacterDataHandler = say
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _refuse(*_: object) -> None:
    raise _UnsafeError


class _TextReader:
    """Gathers the texts that cells share; how they are pronounced is left out."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._is_text = self._is_spoken = False

    def begin(self, tag: str, _: dict[str, str]) -> None:
        match tag:
            case "si":
                self._parts = []
            case "rPh":
                self._is_spoken = True
            case "t":
                self._is_text = not self._is_spoken
            case _:
                pass

    def end(self, tag: str) -> None:
        match tag:
            case "si":
                self.texts.append("".join(self._parts))
                if len(self.texts) > MOST_TEXTS:
                    raise _TooLargeError
            case "rPh":
                self._is_spoken = False
            case "t":
                self._is_text = False
            case _:
                pass

    def say(self, text: str) -> None:
        if self._is_text:
            self._parts.append(text)


class _SheetReader:
    """Gathers the rows of a sheet."""

    def __init__(self, texts: Sequence[str], most_rows: int, most_cells: int) -> None:
        self.rows: list[Row] = []
        self._texts = texts
        self._most_rows = most_rows
        self._most_cells = most_cells
        self._number = 0
        self._cells: list[str] = []
        self._place = 0
        self._kind = ""
        self._parts: list[str] = []
        self._is_value = False
        self._elements = 0

    def begin(self, tag: str, told: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > MOST_ELEMENTS:
            raise _TooLargeError
        match tag:
            case "row":
                number = told.get("r", "")
                self._number = int(number) if number.isdigit() else self._number + 1
                self._cells = []
            case "c":
                found = _REFERENCE.fullmatch(told.get("r", ""))
                self._place = _count_column(found[1]) if found else len(self._cells)
                self._kind = told.get("t", "n")
                self._parts = []
            case "v" | "t":
                self._is_value = True
            case _:
                pass

    def end(self, tag: str) -> None:
        match tag:
            case "v" | "t":
                self._is_value = False
            case "c" if self._parts and self._place < self._most_cells:
                missing = self._place + 1 - len(self._cells)
                self._cells.extend([""] * missing)
                self._cells[self._place] = self._tell()
            case "row" if any(self._cells):
                self.rows.append((self._number, self._cells))
                if len(self.rows) > self._most_rows:
                    raise _TooLargeError
            case _:
                pass

    def say(self, text: str) -> None:
        if self._is_value:
            self._parts.append(text)

    def _tell(self) -> str:
        said = "".join(self._parts)
        match self._kind:
            case "s":
                return self._texts[int(said)]
            case "n":
                return _tell_number(said)
            case _:
                return said


def _count_column(letters: str) -> int:
    """Return 0 for A, 25 for Z, 26 for AA."""
    count = 0
    for letter in letters:
        count = 26 * count + ord(letter) - ord("A") + 1
    return count - 1


def _tell_number(said: str) -> str:
    """Return a number as people write it: 4 for 4.0, 912345678 for 9.12345678E8."""
    try:
        number = float(said)
    except ValueError:
        return said
    is_whole = abs(number) < 1e15 and number.is_integer()
    return str(int(number)) if is_whole else said
