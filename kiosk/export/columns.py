"""Columns: an entry as the row of a table, whole numbers and all."""

from datetime import UTC, datetime, timedelta

from kiosk.credentials.credential import Claim
from kiosk.decision import LOCAL
from kiosk.protocol.content import Content
from kiosk.reception import VisitField

_CLAIMS = tuple(claim.value for claim in Claim)
_VISIT = tuple(field.value for field in VisitField)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC).astimezone(LOCAL)

HEADER = (
    "entry_id",
    "decided_at",
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

_RISKY = frozenset("=+-@\t\r\n＝＋－＠")
"""A cell that starts so is a formula to a spreadsheet (OWASP, CSV injection)."""


def describe(entry_id: bytes, facts: Content) -> list[str]:
    """Return the cells of one entry, in the order of `HEADER`."""
    claims, visit = facts.claims, facts.visit
    return [
        format_id(entry_id),
        format_time(facts.decided_at_us),
        facts.act,
        facts.direction,
        facts.gate,
        facts.outcome,
        facts.kind,
        "yes" if facts.verified else "no",
        " ".join(facts.reasons),
        *[claims.get(name, "") for name in _CLAIMS],
        *[visit.get(name, "") for name in _VISIT],
        format_id(facts.refers) if facts.refers else "",
        facts.text,
    ]


def guard(cell: str) -> str:
    """Return `cell` such that no spreadsheet takes it for a formula."""
    return "'" + cell if cell[:1] in _RISKY else cell


def format_id(entry_id: bytes) -> str:
    """Return an entry's id as a UUID is written."""
    digits = entry_id.hex()
    return "-".join(
        (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
    )


def format_time(at_us: int) -> str:
    """Return a moment in local time to the second."""
    moment = _EPOCH + timedelta(microseconds=at_us)
    return moment.strftime("%Y-%m-%d %H:%M:%S")
