"""Log: kept entries as staff look them up, a bounded part of them at a time.

Ids begin with the moment of the decision (UUIDv7), so that the index which
keeps them unique finds the entries of a day; an append pays nothing for the log.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import Integer, Row, Select, bindparam, func, literal_column, select

from kiosk.credentials.credential import Claim
from kiosk.decision import LOCAL
from kiosk.logged import Later, Logged, Sending
from kiosk.protocol import content, receipt
from kiosk.protocol.content import Act
from kiosk.protocol.receipt import Status
from kiosk.reason import Reason
from kiosk.storage.compiled import make_statement
from kiosk.storage.connection import Connection
from kiosk.storage.entries import REFUSED
from kiosk.storage.tables import BATCHES, ENTRIES, OUTBOX

_Name = TypeVar("_Name", bound=StrEnum)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ID_BYTES = 16
END = b"\xff" * _ID_BYTES
"""After every id."""


class Line(NamedTuple):
    """What of an entry a list is filtered and counted by; a tuple, as a day has many."""

    position: int
    entry_id: bytes
    outcome: str
    direction: str
    acts: str
    """What was done about it, separated by commas; empty for nothing."""


class Claimed(NamedTuple):
    """What an entry says of a person; nothing once its content was destroyed."""

    entry_id: bytes
    claims: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Ids from `first` on, before `end`."""

    first: bytes = b""
    end: bytes = END


_REFERRING = ENTRIES.alias("referring")
_ACTS = (
    select(func.group_concat(_REFERRING.c.act))
    .where(_REFERRING.c.refers == ENTRIES.c.entry_id)
    .correlate(ENTRIES)
    .scalar_subquery()
)
_IS_ENTRY = ENTRIES.c.act == literal_column(f"'{Act.PRESENTED}'")
_LINE = select(
    ENTRIES.c.position,
    ENTRIES.c.entry_id,
    ENTRIES.c.outcome,
    ENTRIES.c.direction,
    func.coalesce(_ACTS, literal_column("''")),
).where(_IS_ENTRY)
_IS_WITHIN = (ENTRIES.c.entry_id >= bindparam("first")) & (
    ENTRIES.c.entry_id < bindparam("end")
)
_ONE = literal_column("1", Integer)
_NONE = literal_column("0", Integer)
"""As an offset; SQLAlchemy would make a value of its own of it."""
_READ_LINES = make_statement(
    _LINE.where(_IS_WITHIN)
    .order_by(ENTRIES.c.entry_id.desc())
    .limit(bindparam("most", type_=Integer))
    .offset(_NONE)
)
_READ_LINE = make_statement(_LINE.where(ENTRIES.c.entry_id == bindparam("wanted")))
_READ_NEW = make_statement(
    select(ENTRIES.c.position, ENTRIES.c.entry_id, ENTRIES.c.act, ENTRIES.c.refers)
    .where(ENTRIES.c.position > bindparam("after"))
    .order_by(ENTRIES.c.position)
)
_READ_CONTENTS = make_statement(
    select(ENTRIES.c.entry_id, ENTRIES.c.content)
    .where(_IS_ENTRY, _IS_WITHIN)
    .order_by(ENTRIES.c.entry_id.desc())
    .limit(bindparam("most", type_=Integer))
    .offset(_NONE)
)
_NEWEST = make_statement(select(func.max(ENTRIES.c.position)))
_BEFORE = make_statement(
    select(ENTRIES.c.entry_id)
    .where(ENTRIES.c.entry_id < bindparam("end"), _IS_ENTRY)
    .order_by(ENTRIES.c.entry_id.desc())
    .limit(_ONE)
    .offset(_NONE)
)
_AFTER = make_statement(
    select(ENTRIES.c.entry_id)
    .where(ENTRIES.c.entry_id >= bindparam("first"), _IS_ENTRY)
    .order_by(ENTRIES.c.entry_id)
    .limit(_ONE)
    .offset(_NONE)
)
_SHOWN: Select[Any] = (
    select(
        ENTRIES.c.position,
        ENTRIES.c.entry_id,
        ENTRIES.c.decided_at_us,
        ENTRIES.c.outcome,
        ENTRIES.c.direction,
        ENTRIES.c.gate,
        ENTRIES.c.kind,
        ENTRIES.c.content,
        OUTBOX.c.state,
        OUTBOX.c.reason,
    )
    .select_from(ENTRIES.outerjoin(OUTBOX, OUTBOX.c.position == ENTRIES.c.position))
    .where(_IS_ENTRY)
)
_LATER = select(
    ENTRIES.c.refers, ENTRIES.c.act, ENTRIES.c.decided_at_us, ENTRIES.c.content
).order_by(ENTRIES.c.position)
_BATCH = select(BATCHES.c.first, BATCHES.c.receipt).order_by(BATCHES.c.sequence.desc())


def find_span(day: date) -> Span:
    """Return the ids of a day, which begins and ends in Vietnam."""
    start = datetime.combine(day, time(), LOCAL)
    return Span(first=_begin_id(start), end=_begin_id(start + timedelta(days=1)))


def find_day(entry_id: bytes) -> date:
    """Return the day of the entry with this id."""
    at = _EPOCH + timedelta(milliseconds=int.from_bytes(entry_id[:6]))
    return at.astimezone(LOCAL).date()


def find_day_before(connection: Connection, span: Span) -> date | None:
    """Return the last day before `span` that has entries."""
    found = _BEFORE.find_value(connection, {"end": span.first})
    return None if found is None else find_day(found)


def find_day_after(connection: Connection, span: Span) -> date | None:
    """Return the first day after `span` that has entries."""
    found = _AFTER.find_value(connection, {"first": span.end})
    return None if found is None else find_day(found)


def read_newest(connection: Connection) -> int:
    """Return the newest entry's position, 0 where there is none."""
    return int(_NEWEST.find_value(connection) or 0)


def read_lines(connection: Connection, span: Span, *, most: int) -> list[Line]:
    """Return the newest entries of `span`, the newest first."""
    values = {"first": span.first, "end": span.end, "most": most}
    return [Line(*row) for row in _READ_LINES.run(connection, values).fetchall()]


def read_line(connection: Connection, entry_id: bytes) -> Line | None:
    """Return the entry with this id, None where it is no presentation."""
    row = _READ_LINE.find(connection, {"wanted": entry_id})
    return None if row is None else Line(*row)


def read_new(connection: Connection, after: int) -> list[bytes]:
    """Return the entries that are new after position `after`, or that acts since are about.

    The oldest first; the same may be there twice.
    """
    rows = _READ_NEW.run(connection, {"after": after}).fetchall()
    return [
        entry_id if act == Act.PRESENTED else refers
        for _, entry_id, act, refers in rows
        if act == Act.PRESENTED or refers is not None
    ]


def read_claims(connection: Connection, span: Span, *, most: int) -> list[Claimed]:
    """Return what the newest entries of `span` say of people, the newest first."""
    values = {"first": span.first, "end": span.end, "most": most}
    rows = _READ_CONTENTS.run(connection, values).fetchall()
    return [Claimed(row[0], _read_claims(row[1])) for row in rows]


def list_refused(connection: Connection) -> frozenset[int]:
    """Return the positions that the province refused."""
    query = select(OUTBOX.c.position).where(OUTBOX.c.state == REFUSED)
    return frozenset(connection.execute(query).scalars())


def read_logged(connection: Connection, positions: Sequence[int]) -> list[Logged]:
    """Return the entries at `positions` that are there, in that order."""
    query = _SHOWN.where(ENTRIES.c.position.in_(positions))
    rows = {row.position: row for row in connection.execute(query)}
    later = _read_later(connection, [row.entry_id for row in rows.values()])
    found = [rows[position] for position in positions if position in rows]
    return [_make_logged(row, later.get(row.entry_id, ())) for row in found]


def find_logged(connection: Connection, position: int) -> Logged | None:
    """Return the entry at `position`, with all that the province said of it."""
    found = read_logged(connection, [position])
    if not found:
        return None
    if found[0].sending is Sending.CONFIRMED and _is_held(connection, found[0]):
        return replace(found[0], sending=Sending.HELD)
    return found[0]


def _read_claims(encoded: bytes | None) -> Mapping[str, str]:
    kept = content.decode(encoded or b"")
    return {} if kept is None else kept.claims


def _begin_id(at: datetime) -> bytes:
    unix_ms = (at - _EPOCH) // timedelta(milliseconds=1)
    return unix_ms.to_bytes(6).ljust(_ID_BYTES, b"\0")


def _read_later(
    connection: Connection, ids: Sequence[bytes]
) -> Mapping[bytes, tuple[Later, ...]]:
    later: defaultdict[bytes, tuple[Later, ...]] = defaultdict(tuple)
    for row in connection.execute(_LATER.where(ENTRIES.c.refers.in_(ids))):
        kept = content.decode(row.content or b"")
        made = Later(
            act=Act(row.act),
            at=_to_time(row.decided_at_us),
            text="" if kept is None else kept.text,
        )
        later[row.refers] += (made,)
    return later


def _make_logged(row: Row[Any], later: tuple[Later, ...]) -> Logged:
    kept = content.decode(row.content or b"")
    return Logged(
        entry_id=UUID(bytes=row.entry_id),
        position=row.position,
        decided_at=_to_time(row.decided_at_us),
        outcome=row.outcome,
        direction=row.direction,
        gate=row.gate,
        kind=row.kind,
        sending=_find_sending(row.state),
        refusal=row.reason or "",
        is_verified=kept is not None and kept.verified,
        is_purged=kept is None,
        reasons=() if kept is None else tuple(_pick(Reason, kept.reasons)),
        claims={} if kept is None else _name_claims(kept.claims),
        later=later,
    )


def _name_claims(claims: Mapping[str, str]) -> Mapping[Claim, str]:
    return {name: claims[name] for name in _pick(Claim, claims)}


def _pick(names: type[_Name], kept: Iterable[str]) -> Iterator[_Name]:
    """Yield the names that this version knows."""
    known = frozenset(names)
    return (names(name) for name in kept if name in known)


def _find_sending(state: str | None) -> Sending:
    if state is None:
        return Sending.CONFIRMED
    return Sending.REFUSED if state == REFUSED else Sending.STORED


def _is_held(connection: Connection, logged: Logged) -> bool:
    """Say whether the receipt of its batch says that an officer decides about it."""
    at = logged.position
    query = _BATCH.where(BATCHES.c.first <= at, BATCHES.c.last >= at).limit(1)
    batch = connection.execute(query).first()
    answer = None if batch is None else receipt.peek(batch.receipt)
    if batch is None or answer is None:
        return False
    lines = answer.lines[at - batch.first : at - batch.first + 1]
    return [line.status for line in lines] == [Status.HELD]


def _to_time(at_us: int) -> datetime:
    return _EPOCH + timedelta(microseconds=at_us)
