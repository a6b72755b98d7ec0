"""Columns: an entry as the row of a table, whole numbers and all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from kiosk.credentials.credential import Claim
from kiosk.decision import LOCAL
from kiosk.export.source import Page
from kiosk.protocol import content
from kiosk.protocol.content import Content
from kiosk.reception import VisitField

_CLAIMS = tuple(claim.value for claim in Claim)
_VISIT = tuple(field.value for field in VisitField)
_SECONDS = tuple(f":{second:02d}" for second in range(60))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC).astimezone(LOCAL)

HEADER = (
    "kiosk_id",
    "point",
    "point_name",
    "entry_id",
    "decided_at",
    "clock",
    "act",
    "direction",
    "gate",
    "outcome",
    "kind",
    "verified",
    "reasons",
    *_CLAIMS,
    *(f"visit_{name}" for name in _VISIT),
    "refers",
    "text",
)
"""`decided_at` is local time (Asia/Ho_Chi_Minh), as spreadsheets read it."""

_COMMAS = len(HEADER) - 1
_NO_VISIT = "," * (len(_VISIT) - 1)
_RISKY = frozenset("=+-@\t\r\n＝＋－＠")
"""A cell that starts so is a formula to a spreadsheet (OWASP, CSV injection)."""

_MARKS = '"=+@\t＝＋－＠'


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Which kiosk the entries are of, so that tables of several can be joined."""

    kiosk_id: str
    point: str
    point_name: str


def describe(where: Where, entry_id: bytes, facts: Content) -> list[str]:
    """Return the cells of one entry, in the order of `HEADER`."""
    return [
        where.kiosk_id,
        where.point,
        where.point_name,
        format_id(entry_id),
        format_time(facts.decided_at_us),
        facts.clock,
        facts.act,
        facts.direction,
        facts.gate,
        facts.outcome,
        facts.kind,
        "yes" if facts.verified else "no",
        " ".join(facts.reasons),
        *[facts.claims.get(name, "") for name in _CLAIMS],
        *[facts.visit.get(name, "") for name in _VISIT],
        format_id(facts.refers) if facts.refers else "",
        facts.text,
    ]


def format_lines(where: Where, page: Page) -> str:
    """Return the cells of a page as CSV lines, each guarded, each ended by CRLF.

    It is what `describe`, `guard` and the csv module give, at a third of their
    time (benchmarks/export.py): most entries have nothing to quote or guard,
    and many are looked through at once.
    """
    start = f"{where.kiosk_id},{where.point},{where.point_name}"
    lines = [
        _join(start, entry_id, facts)
        for _, entry_id, encoded in page
        if (facts := content.decode(encoded)) is not None
    ]
    count = len(lines)
    lines.append("")
    text = "\r\n".join(lines)
    return text if _is_plain(text, count) else _format_carefully(where, page)


def read_cells(where: Where, page: Page) -> Iterator[list[str]]:
    """Yield the cells of each entry of a page."""
    for _, entry_id, encoded in page:
        facts = content.decode(encoded)
        if facts is not None:
            yield describe(where, entry_id, facts)


def guard(cell: str) -> str:
    """Return `cell` such that no spreadsheet takes it for a formula."""
    return "'" + cell if cell[:1] in _RISKY else cell


def format_id(entry_id: bytes) -> str:
    """Return an entry's id as a UUID is written."""
    text = entry_id.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def format_time(at_us: int) -> str:
    """Return a moment in local time to the second."""
    minute, second = divmod(at_us // 1_000_000, 60)
    return _format_minute(minute) + _SECONDS[second]


@lru_cache(maxsize=1024)
def _format_minute(minute: int) -> str:
    return (_EPOCH + timedelta(minutes=minute)).strftime("%Y-%m-%d %H:%M")


class _Layouts(dict[tuple[str, ...], str]):
    """Formats for mappings by the names they hold, with nothing for other columns."""

    def __init__(self, columns: tuple[str, ...]) -> None:
        super().__init__()
        self._columns = columns

    def __missing__(self, names: tuple[str, ...]) -> str:
        """Make the format once for each set of names: there are few."""
        cells = (f"%({name})s" if name in names else "" for name in self._columns)
        self[names] = ",".join(cells)
        return self[names]


_CLAIM_LAYOUTS = _Layouts(_CLAIMS)
_VISIT_LAYOUTS = _Layouts(_VISIT)


def _format_carefully(where: Where, page: Page) -> str:
    lines = [
        ",".join(_quote(guard(cell)) for cell in cells)
        for cells in read_cells(where, page)
    ]
    return "\r\n".join([*lines, ""])


def _join(start: str, entry_id: bytes, facts: Content) -> str:
    # `format_id` and `format_time` without their calls: these lines are the hot ones.
    text = entry_id.hex()
    minute, second = divmod(facts.decided_at_us // 1_000_000, 60)
    return (
        f"{start},{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]},"
        f"{_format_minute(minute)}{_SECONDS[second]},"
        f"{facts.clock},{facts.act},"
        f"{facts.direction},{facts.gate},{facts.outcome},{facts.kind},"
        f"{'yes' if facts.verified else 'no'},{' '.join(facts.reasons)},"
        f"{_CLAIM_LAYOUTS[tuple(facts.claims)] % facts.claims},"
        f"{_VISIT_LAYOUTS[tuple(facts.visit)] % facts.visit if facts.visit else _NO_VISIT},"
        f"{format_id(facts.refers) if facts.refers else ''},{facts.text}"
    )


def _is_plain(text: str, lines: int) -> bool:
    """Say whether no cell of the joined lines is to be quoted or guarded.

    No cell holds a comma or a line's end, none a mark that a formula starts
    with anywhere, but for the hyphen, which ids and dates hold inside. A line
    starts with the kiosk's id.
    """
    return (
        text.count(",") == lines * _COMMAS
        and text.count("\n") == lines
        and text.count("\r") == lines
        and ",-" not in text
        and not any(mark in text for mark in _MARKS)
    )


def _quote(cell: str) -> str:
    if any(mark in cell for mark in ',"\r\n'):
        return '"' + cell.replace('"', '""') + '"'
    return cell
