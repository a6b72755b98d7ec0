"""Attention: entries that wait for a person: what the province refused, and what stands in the way.

A refused entry has a line in a signed receipt. One that stands in the way makes
the province turn down every batch that it is in (`kiosk.sync.bisection`); it is
left out until the next day, the next version, or until a person says so. All of
them stay in the outbox, and in every bundle of what is unsettled.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import msgspec
from sqlalchemy import ColumnElement, bindparam, func, or_, select, update

from kiosk.protocol.receipt import Refusal
from kiosk.storage import entries, settings
from kiosk.storage.connection import Connection
from kiosk.storage.entries import PENDING, REFUSED
from kiosk.storage.tables import ENTRIES, HEAD, OUTBOX

AGAIN_AFTER_US = 86_400 * 1_000_000
"""What stood in the way is tried once a day: by then somebody may have mended it."""

MOST_LISTED = 1000

_IN_THE_WAY = "in_the_way:"
"""Before the province's word in `outbox.reason`; no reason in a receipt has a colon."""

_SETTING = "in_the_way"
_CHUNK_IDS = 500


class Cause(StrEnum):
    """Why an entry needs attention."""

    CONFLICT = Refusal.CONFLICT.value
    MALFORMED = Refusal.MALFORMED.value
    FUTURE = Refusal.FUTURE.value
    IN_THE_WAY = "in_the_way"
    """No batch with it is taken; the others go without it."""
    CONTENT_LOST = "content_lost"
    """A damaged disk took its content; there is nothing left to send."""
    UNKNOWN = "unknown"
    """The province gave a reason that this version does not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsAttention:
    """One such entry; `word` is what the province itself called the reason."""

    entry_id: bytes
    position: int
    decided_at_us: int
    act: str
    outcome: str
    cause: Cause
    word: str


class _Tried(msgspec.Struct, frozen=True):
    at_us: int = 0
    version: str = ""


def read_cause(reason: str) -> tuple[Cause, str]:
    """Return the cause that `outbox.reason` names, and the province's own word."""
    if reason.startswith(_IN_THE_WAY):
        return Cause.IN_THE_WAY, reason.removeprefix(_IN_THE_WAY)
    known = reason in set(Cause) - {Cause.IN_THE_WAY}
    return (Cause(reason) if known else Cause.UNKNOWN), reason


def list_entries(
    connection: Connection, *, limit: int = MOST_LISTED
) -> Sequence[NeedsAttention]:
    """Return the entries that need attention, the oldest `limit`, admin acts too."""
    query = (
        select(
            ENTRIES.c.entry_id,
            ENTRIES.c.position,
            ENTRIES.c.decided_at_us,
            ENTRIES.c.act,
            ENTRIES.c.outcome,
            OUTBOX.c.reason,
        )
        .join(OUTBOX, OUTBOX.c.position == ENTRIES.c.position)
        .where(OUTBOX.c.state == REFUSED)
        .order_by(OUTBOX.c.position)
        .limit(limit)
    )
    listed: list[NeedsAttention] = []
    for *columns, reason in connection.execute(query):
        entry_id, position, decided_at_us, act, outcome = columns
        cause, word = read_cause(reason)
        listed.append(
            NeedsAttention(
                entry_id=entry_id,
                position=position,
                decided_at_us=decided_at_us,
                act=act,
                outcome=outcome,
                cause=cause,
                word=word,
            )
        )
    return listed


def count_causes(connection: Connection) -> dict[Cause, int]:
    """Return how many entries need attention for which cause, admin acts too."""
    rows = connection.execute(
        select(OUTBOX.c.reason, func.count())
        .where(OUTBOX.c.state == REFUSED)
        .group_by(OUTBOX.c.reason)
    )
    counted: Counter[Cause] = Counter()
    for reason, number in rows:
        counted[read_cause(reason)[0]] += number
    return {cause: counted[cause] for cause in Cause if counted[cause]}


def count_in_the_way(connection: Connection) -> int:
    """Return how many entries stand in the way."""
    return connection.execute(
        select(func.count()).select_from(OUTBOX).where(_STANDS_IN_THE_WAY)
    ).scalar_one()


def resend(connection: Connection, entry_ids: Sequence[bytes]) -> int:
    """Let the refused among `entry_ids` be sent again; return how many; the caller commits.

    What the province said before stays in the receipts. One whose content was
    lost has nothing to send.
    """
    chunks = [
        entry_ids[at : at + _CHUNK_IDS] for at in range(0, len(entry_ids), _CHUNK_IDS)
    ]
    return sum(
        _put_back(
            connection,
            OUTBOX.c.position.in_(
                select(ENTRIES.c.position).where(
                    ENTRIES.c.entry_id.in_(chunk), ENTRIES.c.content.is_not(None)
                )
            ),
        )
        for chunk in chunks
    )


def retry(connection: Connection, *, now_us: int, version: str) -> int:
    """Let what stands in the way be tried again now; return how many; the caller commits."""
    _put_tried(connection, now_us, version)
    return _put_back(connection, _STANDS_IN_THE_WAY)


def is_due(connection: Connection, *, now_us: int, version: str) -> bool:
    """Say whether it is time to try again: a day has passed, or the app is another."""
    tried = _read_tried(connection)
    if tried is None or not count_in_the_way(connection):
        return False
    # A clock that was set back must not put it off.
    is_recent = 0 <= now_us - tried.at_us < AGAIN_AFTER_US
    return not is_recent or tried.version != version


def set_aside(
    connection: Connection, found: Mapping[int, str], *, now_us: int, version: str
) -> int:
    """Leave pending entries out, by position with the province's word; the caller commits."""
    if not count_in_the_way(connection):  # else one a day would put off the others
        _put_tried(connection, now_us, version)
    entries.fold(connection)
    left_out = sum(
        connection.execute(_LEAVE_OUT, {"at": at, "why": _IN_THE_WAY + word}).rowcount
        for at, word in found.items()
    )
    _count(connection, pending=-left_out)
    return left_out


def find_gap_us(connection: Connection, *, before: int) -> int | None:
    """Return when the oldest entry before position `before` was decided that the province lacks.

    Up to there it has been told everything. What it refused it has been told of.
    """
    query = (
        select(ENTRIES.c.decided_at_us)
        .join(OUTBOX, OUTBOX.c.position == ENTRIES.c.position)
        .where(
            OUTBOX.c.position < before,
            or_(OUTBOX.c.state == PENDING, _STANDS_IN_THE_WAY),
        )
        .order_by(OUTBOX.c.position)
        .limit(1)
    )
    return connection.execute(query).scalar()


_STANDS_IN_THE_WAY = (OUTBOX.c.state == REFUSED) & OUTBOX.c.reason.startswith(
    _IN_THE_WAY, autoescape=True
)
_LEAVE_OUT = (
    update(OUTBOX)
    .where(OUTBOX.c.position == bindparam("at"), OUTBOX.c.state == PENDING)
    .values(state=REFUSED, reason=bindparam("why"))
)


def _put_back(connection: Connection, which: ColumnElement[bool]) -> int:
    entries.fold(connection)
    back = connection.execute(
        update(OUTBOX)
        .where(OUTBOX.c.state == REFUSED, which)
        .values(state=PENDING, reason="")
    ).rowcount
    _count(connection, pending=back)
    return back


def _count(connection: Connection, *, pending: int) -> None:
    connection.execute(
        update(HEAD).values(
            pending=HEAD.c.pending + pending, refused=HEAD.c.refused - pending
        )
    )


def _read_tried(connection: Connection) -> _Tried | None:
    value = settings.get(connection, _SETTING)
    return None if value is None else msgspec.msgpack.decode(value, type=_Tried)


def _put_tried(connection: Connection, now_us: int, version: str) -> None:
    tried = _Tried(at_us=now_us, version=version)
    settings.put(connection, _SETTING, msgspec.msgpack.encode(tried))
