"""Columns: an entry as the row of a table, whole numbers and all."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from operator import itemgetter

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


_Getter = Callable[[Mapping[str, str]], tuple[str, ...]]
_Layout = tuple[str, _Getter]
"""A format, and what takes a mapping's values out in the order of the columns."""


@lru_cache(maxsize=4096)  # few: as many as there are sets of claims and facts
def _make_layout(columns: tuple[str, ...], names: tuple[str, ...]) -> _Layout:
    """Return how to write a mapping of `names`, with nothing for other columns."""
    held = [name for name in columns if name in names]
    cells = ("%s" if name in held else "" for name in columns)
    return ",".join(cells), _make_getter(held)


def _make_getter(names: list[str]) -> _Getter:
    if len(names) > 1:
        return itemgetter(*names)
    return lambda held: tuple(held[name] for name in names)


@lru_cache(maxsize=4096)
def _make_middle(
    names: tuple[str, ...], reasons: tuple[str, ...], *words: str
) -> _Layout:
    """Return the cells from `clock` to the last claim, but for the claims' values."""
    layout, get_values = _make_layout(_CLAIMS, names)
    fixed = ",".join((*words, " ".join(reasons))).replace("%", "%%")
    return f"{fixed},{layout}", get_values


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
    claims = facts.claims
    middle, get_claims = _make_middle(
        tuple(claims),
        facts.reasons,
        facts.clock,
        facts.act,
        facts.direction,
        facts.gate,
        facts.outcome,
        facts.kind,
        "yes" if facts.verified else "no",
    )
    return (
        f"{start},{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]},"
        f"{_format_minute(minute)}{_SECONDS[second]},"
        f"{middle % get_claims(claims)},"
        f"{_format_visit(facts.visit) if facts.visit else _NO_VISIT},"
        f"{format_id(facts.refers) if facts.refers else ''},{facts.text}"
    )


def _format_visit(visit: Mapping[str, str]) -> str:
    layout, get_values = _make_layout(_VISIT, tuple(visit))
    return layout % get_values(visit)


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
